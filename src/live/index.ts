/** Floor 2: live runs, XState actors over RxJS streams. */
export * from './host.js';
export * from './live.js';
export * from './sources.js';
