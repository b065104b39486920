import { beside } from '../export/index.js';
import type { Why } from '../explore/index.js';
import type { System } from '../system/index.js';
import { traceOf } from '../trace/index.js';

/** The run and the nearest that passes, beside each other from where they differ. */
export function besideText(system: System, { schedule, passing, noReturn }: Why, width: number): string {
  if (passing === undefined) return '';
  return beside(traceOf(system, schedule), traceOf(system, passing), {
    width,
    from: Math.max(0, noReturn - 1),
    titles: ['This run', 'The nearest that passes'],
  });
}
