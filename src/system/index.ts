/** Floor 1: what a scenario means. */
export * from './local.js';
export * from './quick-transition.js';
export * from './reference.js';
export * from './schedule.js';
export * from './step.js';
export * from './system.js';
export * from './view.js';
