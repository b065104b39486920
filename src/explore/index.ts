/** Floor 2: the search. */
export * from './judge.js';
export * from './search.js';
export { TableHost, transitionsTaken, type Taken } from './table.js';
