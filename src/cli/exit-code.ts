/** What the process says to the shell; scripts rely on the numbers (design.md, section 6). */
export const EXIT = {
  /** Every expectation and property held. */
  held: 0,
  /** One did not. */
  failed: 1,
  /** A usage, scenario or model error. */
  usage: 2,
  /** A bound ended it and `--require-complete` was given. */
  inconclusive: 3,
  internal: 4,
  /** After writing what there is. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
