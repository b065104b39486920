/** Floor 2: what a schedule did, step by step. */
export * from './trace.js';
