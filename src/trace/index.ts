/** Floor 2: what a schedule did, step by step. */
export * from './causes.js';
export { divergenceOf, type Divergence } from './divergence.js';
export * from './ending.js';
export * from './for-ever.js';
export * from './trace.js';
