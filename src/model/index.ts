/** Floor 0: the words that machines, patches and scenarios are written in. */
export * from './errors.js';
export * from './kernel.js';
export * from './machine.js';
export * from './output.js';
export * from './own-id.js';
export * from './page.js';
export * from './scenario.js';
export * from './term.js';
export * from './text.js';
