/** Floor 3: a run that is looked at step by step. */
export * from './marks.js';
export * from './playback.js';
export { Recorded, type Departure } from './recorded.js';
export { reportOf, type ReportedRun } from './report.js';
export { Reported } from './reported.js';
