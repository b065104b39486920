/**
 * oomlab: concurrent systems of XState machines, run live over RxJS streams and explored over every interleaving.
 *
 * Write machines in the words of `model`, wire them with `buildSystem`, run them with `startLive`, search them with
 * `explore`, look at a schedule with `traceOf` and `columns`. The kernel's machines are in `oomlab/models`.
 */
export * from './model/index.js';
export * from './system/index.js';
export * from './explore/index.js';
export * from './live/index.js';
export * from './trace/index.js';
export * from './export/index.js';
