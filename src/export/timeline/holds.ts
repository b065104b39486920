import type { Context, Value } from '../../model/index.js';
import { ReferenceHost } from '../../system/index.js';
import type { Trace } from '../../trace/index.js';

/** A time in which an object is not as it was in the beginning: a lock is held, somebody is on a list. */
export interface Hold {
  readonly actor: string;
  /** The step that changed it, and the one that changed it back; absent where none did. */
  readonly from: number;
  readonly until?: number;
}

/**
 * When each of these objects is in another state than its first, or remembers something that it did not: a flag that was
 * off, a list that was empty, a name where there was none. Numbers do not count, or every page charged would be a lock.
 */
export function holdsOf({ system, steps }: Trace, objects: ReadonlySet<string>): readonly Hold[] {
  const host = new ReferenceHost(system);
  return system.actors
    .filter(({ id }) => objects.has(id))
    .flatMap(({ id, index }) => {
      const first = host.view(index);
      let [at, context] = [first.path, first.context];
      let from: number | undefined;
      const holds: Hold[] = [];
      for (const { number, changes } of steps) {
        const change = changes.find(({ actor }) => actor === id);
        if (change === undefined) continue;
        at = change.after;
        context = { ...context, ...Object.fromEntries(change.context.map(({ field, after }) => [field, after])) };
        const isHeld = at !== first.path || remembers(first.context, context);
        if (isHeld) from ??= number;
        else if (from !== undefined) {
          holds.push({ actor: id, from, until: number });
          from = undefined;
        }
      }
      return from === undefined ? holds : [...holds, { actor: id, from }];
    });
}

const remembers = (first: Context, now: Context): boolean =>
  Object.entries(now).some(
    ([field, value]) => isNothing(first[field] ?? null) && !isNothing(value) && typeof value !== 'number',
  );

const isNothing = (value: Value): boolean =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);
