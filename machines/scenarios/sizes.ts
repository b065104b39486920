import type { Cast } from '../cast.js';

/** The sizes that most scenarios share, with the kernel's own in brackets. */
export const SIZES =
  'pages 2 (thousands); retries 0 (MEM_CGROUP_RECLAIM_RETRIES 5); batch 1, no stock (32); reaper tries 1 (10)';

/** The numbers of the kernel that only multiply states, at the smallest size that still shows the races. */
export const NUMBERS = { retries: 0, batch: 1, reaperTries: 1 } as const;

/** Those numbers out of a scenario's parameters, for its cast. */
export function numbersOf(params: { readonly [name: string]: number }): Pick<Cast, keyof typeof NUMBERS> {
  const { retries, batch, reaperTries } = { ...NUMBERS, ...params };
  return { retries, batch, reaperTries };
}
