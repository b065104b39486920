/** Floor 2: the search. */
export * from './graph.js';
export * from './judge.js';
export * from './properties/hang.js';
export * from './search.js';
export * from './strategies/bounded.js';
export * from './strategies/breadth-first.js';
export * from './strategies/depth-first.js';
export * from './strategies/pct.js';
export * from './strategies/random-walk.js';
export * from './strategies/replay.js';
export * from './strategies/runs.js';
export * from './strategies/strategy.js';
export type { Foresight } from './foresight.js';
export type { LoopKind, Storage } from './space-options.js';
export type { Memory } from './numbers.js';
export type { NumberingThread } from './pipeline.js';
export { transitionsTaken, type Taken } from './intern.js';
export { TableHost } from './table.js';
