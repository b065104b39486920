/** Floor 2: what a schedule did, step by step. */
export { divergenceOf, type Divergence } from './divergence.js';
export * from './trace.js';
