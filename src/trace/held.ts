import type { Context, Value } from '../model/index.js';
import type { LocalView } from '../system/index.js';

type Place = Pick<LocalView, 'path' | 'context'>;

/**
 * Whether an object is otherwise than it was at the start, as a lock is that somebody has taken: in another state, or it
 * remembers something that it did not: a flag that was off, a list that was empty, a name where there was none. Numbers do
 * not count, or every page charged would be a lock.
 */
export const isHeld = (first: Place, now: Place): boolean =>
  now.path !== first.path || remembers(first.context, now.context);

const remembers = (first: Context, now: Context): boolean =>
  Object.entries(now).some(
    ([field, value]) => isNothing(first[field] ?? null) && !isNothing(value) && typeof value !== 'number',
  );

const isNothing = (value: Value): boolean =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);
