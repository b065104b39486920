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
  const view = (index: number): ActorView => {
    const { id, machine } = system.actors[index] as (typeof system.actors)[number];
    const { context, places } = local(index);
    return { id, machine: machine.spec.id, context, matches: (state) => places.has(state) };
  };
  const find = (id: string): number => {
    const index = system.indexOf.get(id);
    if (index === undefined) throw unknownName('actor', id, [...system.indexOf.keys()]);
    return index;
  };
  return {
    actor: (id) => view(find(id)),
    actors: (machine) => system.actors.filter((a) => a.machine.spec.id === machine).map(({ index }) => view(index)),
    canMove: (id) => canMove(find(id)),
  };
}
