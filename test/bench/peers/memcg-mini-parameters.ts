/** The parameters of memcg-mini and the sizes at which the peers are compared. */

/** Tasks, the limit, retries and pages wanted; then the switches, 0 or 1. The letters are the specification's. */
export interface MemcgMini {
  /** Tasks. */
  readonly N: number;
  /** The memcg's limit in pages. */
  readonly L: number;
  /** Reclaim retries of a charge. */
  readonly R: number;
  /** Pages that each task wants. */
  readonly P: number;
  /** memory.oom_control: tasks sleep instead of killing. */
  readonly DIS: 0 | 1;
  /** Charges run under one mutex. */
  readonly LOCK: 0 | 1;
  /** With DIS and LOCK, a task sleeps with the mutex held. */
  readonly TRAP: 0 | 1;
  /** There is an oom_reaper. */
  readonly REAP: 0 | 1;
}

const switches = { DIS: 0, LOCK: 0, TRAP: 0, REAP: 1 } as const;

export const N2: MemcgMini = { N: 2, L: 2, R: 1, P: 2, ...switches };
export const N3: MemcgMini = { N: 3, L: 3, R: 1, P: 2, ...switches };
export const N4: MemcgMini = { N: 4, L: 3, R: 1, P: 2, ...switches };
export const N5: MemcgMini = { N: 5, L: 4, R: 0, P: 2, ...switches };
