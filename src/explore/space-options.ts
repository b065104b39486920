import type { Foresight } from './foresight.js';
import type { Memory } from './numbers.js';
import type { NumberingThread } from './pipeline.js';

export type Storage = 'exact' | 'compact';

export type LoopKind = 'plain' | 'generated' | 'auto';

export interface SpaceOptions {
  /** What to make room for at once. A guess that is wrong costs time, and nothing else. */
  readonly expected?: Foresight;
  /** Where the large arrays come from. */
  readonly memory?: Memory;
  /**
   * Both loops find the same. `auto` begins with the plain one and generates code when there are states enough to be worth
   * it; where code must not be generated, it is always the plain one.
   */
  readonly loop?: LoopKind;
  /** `compact` keeps 64 bits of a state instead of the state: less memory, and a chance to leave a state out. */
  readonly storage?: Storage;
  /** Begins a thread to number states in beside this one: a large search may then use two cores. It finds the same. */
  readonly thread?: () => NumberingThread;
}
