/** Floor 2: what a schedule did, step by step. */
export * from './causes.js';
export {
  causalityOf,
  participantsOf,
  type CausalEvent,
  type Causality,
  type Clock,
  type Delivery,
} from './causality.js';
export { divergenceOf, type Divergence } from './divergence.js';
export * from './ending.js';
export * from './held.js';
export * from './for-ever.js';
export * from './trace.js';
export { waitsOf, type Wait } from './waiting.js';
export { takenIn, type TakenTransition } from './taken.js';
