import { isLiveness, type ActorView, type Context, type StateView } from '../../model/index.js';
import type { System } from '../../system/index.js';
import type { TableHost } from '../table.js';
import { permutations, type Renaming } from './renaming.js';

/** Whether a property can tell two local states of an actor apart. */
export type Sees = (actor: number, before: number, after: number) => boolean;

/** What properties were seen to ask of actors. It outlives a search that has to begin anew. */
export class Observations {
  private readonly places = new Map<string, Set<string>>();
  private readonly fields = new Map<string, Set<string>>();
  /** Somebody asked who can move: that is no single actor's business. */
  everything = false;
  size = 0;

  place(actor: string, place: string): void {
    this.add(this.places, actor, place);
  }

  field(actor: string, field: string): void {
    this.add(this.fields, actor, field);
  }

  placesOf(actor: string): Iterable<string> {
    return this.places.get(actor) ?? [];
  }

  fieldsOf(actor: string): Iterable<string> {
    return this.fields.get(actor) ?? [];
  }

  private add(to: Map<string, Set<string>>, actor: string, what: string): void {
    const known = to.get(actor) ?? new Set<string>();
    if (known.has(what)) return;
    to.set(actor, known.add(what));
    this.size++;
  }
}

/** A system whose safety properties leave a note of all that they ask. What they see is as before. */
export function observed(system: System, notes: Observations): System {
  const { scenario } = system;
  const properties = scenario.properties.map((property) =>
    isLiveness(property)
      ? property
      : { ...property, holds: (state: StateView) => property.holds(watched(state, notes)) },
  );
  return { ...system, scenario: { ...scenario, properties } };
}

function watched(state: StateView, notes: Observations): StateView {
  const views = new Map<ActorView, ActorView>();
  const watch = (view: ActorView): ActorView => {
    let twin = views.get(view);
    if (twin === undefined) {
      const { id, machine } = view;
      twin = {
        id,
        machine,
        get context() {
          return watchedContext(id, view.context, notes);
        },
        matches(place) {
          notes.place(id, place);
          return view.matches(place);
        },
      };
      views.set(view, twin);
    }
    return twin;
  };
  return {
    actor: (id) => watch(state.actor(id)),
    actors: (machine) => state.actors(machine).map(watch),
    canMove(id) {
      notes.everything = true;
      return state.canMove(id);
    },
  };
}

const watchedContext = (id: string, context: Context, notes: Observations): Context =>
  new Proxy(context as { [field: string]: Context[string] }, {
    get(target, field) {
      if (typeof field === 'string') notes.field(id, field);
      return Reflect.get(target, field) as unknown;
    },
    ownKeys(target) {
      for (const field of Object.keys(target)) notes.field(id, field);
      return Reflect.ownKeys(target);
    },
  });

/** Sees what was asked so far. With symmetry, what is asked of one is asked of all its images. */
export function seesWith(system: System, host: TableHost, notes: Observations, renaming: Renaming | undefined): Sees {
  const texts = new Map<number, string[]>();
  let size = -1;
  const textOf = (actor: number, local: number): string => {
    if (size !== notes.size) texts.clear();
    size = notes.size;
    const list = texts.get(actor) ?? [];
    texts.set(actor, list);
    return (list[local] ??= said(actor, local));
  };
  const said = (actor: number, local: number): string => {
    const { id } = system.actors[actor] as System['actors'][number];
    const { context, places } = host.view(actor, local);
    return JSON.stringify([
      [...notes.placesOf(id)].map((place) => places.has(place)),
      [...notes.fieldsOf(id)].map((field) => context[field]),
    ]);
  };
  const all = renaming === undefined ? [] : permutations(renaming.bundles.length);
  const differs = (actor: number, before: number, after: number): boolean =>
    textOf(actor, before) !== textOf(actor, after);
  return (actor, before, after) => {
    if (before === after) return false;
    if (notes.everything || differs(actor, before, after)) return true;
    return all.some((to) => {
      const [one, other] = [before, after].map((local) => (renaming as Renaming).local(actor, local, to));
      return differs((renaming as Renaming).slot(actor, to), one as number, other as number);
    });
  };
}
