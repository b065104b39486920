import type { TableHost } from '../explore/index.js';
import type { System } from '../system/index.js';

/** The objects of a system that somebody has shut for others. */
export interface Doors {
  /** Those that refuse, in this state, something that they took at the start and that some thread calls for. */
  shut(vector: Int32Array): ReadonlySet<number>;
}

/**
 * Tells held locks without knowing what a lock is: an object that several threads call, that takes a call at the start and
 * refuses it now. Which calls there are is learned from what threads have pending in the states looked at.
 */
export function doorsOf({ actors }: System, host: TableHost): Doors {
  const objects = new Set(actors.filter(({ machine }) => machine.spec.kind === 'object').map(({ index }) => index));
  const known = new Map<string, boolean>();
  const asked = new Map<number, { readonly ops: Set<number>; readonly by: Set<number> }>();
  return {
    shut(vector) {
      host.vector.set(vector);
      for (const { index, machine } of actors) {
        if (machine.spec.kind !== 'thread') continue;
        for (const pending of host.pending(index)) {
          if (pending.kind !== 'call' || !objects.has(pending.to)) continue;
          const { ops, by } = asked.get(pending.to) ?? { ops: new Set<number>(), by: new Set<number>() };
          asked.set(pending.to, { ops: ops.add(pending.op), by: by.add(index) });
        }
      }
      return new Set([...asked.keys()].filter((object) => isShut(object, vector[object] as number)));
    },
  };

  function isShut(object: number, local: number): boolean {
    const { ops, by } = asked.get(object) as { readonly ops: Set<number>; readonly by: Set<number> };
    if (by.size < 2) return false;
    const key = `${object} ${local} ${ops.size}`;
    let shut = known.get(key);
    if (shut === undefined) {
      const takes = (state: number, op: number): boolean => host.ask(object, state, op) !== null;
      const first = host.first[object] as number;
      shut = local !== first && [...ops].some((op) => takes(first, op) && !takes(local, op));
      known.set(key, shut);
    }
    return shut;
  }
}
