import type { MachineSpec, Value } from '../model/index.js';
import type { LocalView } from '../system/index.js';

type Place = Pick<LocalView, 'path' | 'context'>;

/**
 * Whether an object is held, as a lock is that somebody has taken: it is in another state than at the start, or one of the
 * fields says so that its machine names.
 */
export const isHeld = ({ holds = [] }: Pick<MachineSpec, 'holds'>, first: Place, now: Place): boolean =>
  now.path !== first.path || holds.some((field) => !isNothing(now.context[field] ?? null));

const isNothing = (value: Value): boolean =>
  value === null || value === false || value === 0 || (Array.isArray(value) && value.length === 0);
