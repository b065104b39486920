import { ReferenceHost } from '../../system/index.js';
import { isHeld, type Trace } from '../../trace/index.js';

/** A time in which somebody holds a lock. */
export interface Hold {
  readonly actor: string;
  /** The step that took it, and the one that gave it back; absent where none did. */
  readonly from: number;
  readonly until?: number;
}

/** When each of these objects is held. */
export function holdsOf({ system, steps }: Trace, objects: ReadonlySet<string>): readonly Hold[] {
  const host = new ReferenceHost(system);
  return system.actors
    .filter(({ id }) => objects.has(id))
    .flatMap(({ id, index, machine: { spec } }) => {
      const first = host.view(index);
      let [at, context] = [first.path, first.context];
      let from: number | undefined;
      const holds: Hold[] = [];
      for (const { number, changes } of steps) {
        const change = changes.find(({ actor }) => actor === id);
        if (change === undefined) continue;
        at = change.after;
        context = { ...context, ...Object.fromEntries(change.context.map(({ field, after }) => [field, after])) };
        if (isHeld(spec, first, { path: at, context })) from ??= number;
        else if (from !== undefined) {
          holds.push({ actor: id, from, until: number });
          from = undefined;
        }
      }
      return from === undefined ? holds : [...holds, { actor: id, from }];
    });
}
