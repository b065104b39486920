/** Floor 2: the search. */
export * from './hang.js';
export * from './judge.js';
export * from './search.js';
export { transitionsTaken, type Taken } from './intern.js';
export { TableHost } from './table.js';
