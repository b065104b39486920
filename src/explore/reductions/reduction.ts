import type { Property } from '../../model/index.js';

export const REDUCTIONS = ['symmetry', 'por'] as const;

/** `symmetry`: one state for all that differ in names alone. `por`: one order for steps whose order cannot matter. */
export type ReductionName = (typeof REDUCTIONS)[number];

/** A reduction that is on: what it found to do, and what it keeps. */
export interface Applied {
  readonly name: ReductionName;
  /** For people: `symmetry of t0, t1 and t2`. */
  readonly says: string;
  /** Why it does not keep the verdict of a property; nothing where it does. */
  refuses(property: Property): string | undefined;
}

/** What became of the reductions that a search was asked for. */
export interface Reduced {
  readonly applied: readonly Applied[];
  /** Those that the system does not admit, and why. */
  readonly off: ReadonlyMap<ReductionName, string>;
}

/** A system turns out not to admit a reduction. */
export class NotReducible extends Error {
  readonly reduction: ReductionName;
  readonly why: string;

  constructor(reduction: ReductionName, why: string) {
    super(`${reduction}: ${why}`);
    this.reduction = reduction;
    this.why = why;
  }
}
