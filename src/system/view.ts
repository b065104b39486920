import type { AnyMachineSnapshot } from 'xstate';
import { unknownName, type ActorView, type Context, type StateView } from '../model/index.js';
import type { System } from './system.js';

/** What a predicate may ask of one actor, worked out once per local state. */
export interface LocalView {
  readonly context: Context;
  /** Every dotted path and every single name on the active path. */
  readonly places: ReadonlySet<string>;
  /** The active leaves, for people: `try_charge.reclaim`. */
  readonly path: string;
  /** In a final state of its own machine. */
  readonly finished: boolean;
  /** In a state where it may rest for ever. */
  readonly idle: boolean;
}

/** Works out the view of a snapshot. */
export function viewOf(snapshot: AnyMachineSnapshot): LocalView {
  const places = new Set<string>();
  const leaves: string[] = [];
  collect(snapshot.value as StateValue, '', places, leaves);
  return {
    context: snapshot.context as Context,
    places,
    path: leaves.join(' & '),
    finished: snapshot.status === 'done',
    idle: snapshot.tags.has('idle'),
  };
}

type StateValue = string | { readonly [name: string]: StateValue };

function collect(value: StateValue, prefix: string, places: Set<string>, leaves: string[]): void {
  const entries: [string, StateValue][] = typeof value === 'string' ? [[value, {}]] : Object.entries(value);
  for (const [name, inner] of entries) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    places.add(name).add(path);
    if (Object.keys(inner).length === 0) leaves.push(path);
    else collect(inner, path, places, leaves);
  }
}

/** A global state for predicates, from one local view per actor. */
export function stateView(
  system: System,
  local: (actor: number) => LocalView,
  canMove: (actor: number) => boolean,
): StateView {
  // Read only when asked: who evaluates predicates many times remembers what they read.
  const views = system.actors.map(({ id, machine, index }): ActorView => ({
    id,
    machine: machine.spec.id,
    get context() {
      return local(index).context;
    },
    matches: (state) => local(index).places.has(state),
  }));
  const view = (index: number): ActorView => views[index] as ActorView;
  const byMachine = new Map<string, readonly ActorView[]>();
  const find = (id: string): number => {
    const index = system.indexOf.get(id);
    if (index === undefined) throw unknownName('actor', id, [...system.indexOf.keys()]);
    return index;
  };
  return {
    actor: (id) => view(find(id)),
    actors: (machine) => {
      let list = byMachine.get(machine);
      if (list === undefined) byMachine.set(machine, (list = views.filter((one) => one.machine === machine)));
      return list;
    },
    canMove: (id) => canMove(find(id)),
  };
}

/** Whether every thread of a state is finished or idle, given its local views. */
export function isQuiet(system: System, view: (actor: number) => LocalView): boolean {
  return system.actors.every(({ index, machine }) => {
    if (machine.spec.kind !== 'thread') return true;
    const { finished, idle } = view(index);
    return finished || idle;
  });
}
