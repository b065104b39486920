import { HANGS, isLiveness, OomlabError, type Property, type SafetyProperty } from '../../model/index.js';
import { enabled, isQuiet, stateView, type Schedule, type System } from '../../system/index.js';
import type { Graph } from '../graph.js';
import { Notes } from '../properties/notes.js';
import { search } from '../search.js';
import type { TableHost } from '../table.js';

/** What a run is said to show: an outcome of its end (`hangs`: that it is a deadlock), or that a property is decided in it. */
export type Aim =
  { readonly kind: 'outcome'; readonly name: string } | { readonly kind: 'property'; readonly name: string };

/** A system that is asked about the aim and nothing else. Throws E120 for an outcome or property that it does not have. */
export function askedOnly(system: System, aim: Aim): System {
  const { scenario } = system;
  const outcomes = aim.kind === 'outcome' ? scenario.outcomes.filter(({ name }) => name === aim.name) : [];
  const properties = aim.kind === 'property' ? [safetyOf(system, aim.name)] : [];
  if (aim.kind === 'outcome' && outcomes.length === 0 && aim.name !== HANGS) {
    const known = [...scenario.outcomes.map(({ name }) => name), HANGS];
    throw new OomlabError(
      'E120',
      `There is no outcome "${aim.name}" in ${scenario.id}.`,
      `It has ${known.join(', ')}.`,
    );
  }
  return { ...system, scenario: { ...scenario, outcomes, properties } };
}

function safetyOf({ scenario }: System, id: string): SafetyProperty {
  const property = scenario.properties.find((one: Property) => one.id === id);
  if (property === undefined) {
    const known = scenario.properties.map((one) => one.id).join(', ') || 'none';
    throw new OomlabError('E120', `There is no property "${id}" in ${scenario.id}.`, `It has ${known}.`);
  }
  if (isLiveness(property)) {
    throw new OomlabError(
      'E123',
      `${id} is decided by what repeats for ever, not by a state of a run.`,
      'Ask of a safety property.',
    );
  }
  return property;
}

/** Whether the host's present state is one that a run of this aim comes to. Throws E120 as `askedOnly` does. */
export function aimedAt(system: System, aim: Aim, host: TableHost): () => boolean {
  const [outcome] = askedOnly(system, aim).scenario.outcomes;
  const view = stateView(
    system,
    (actor) => host.view(actor),
    (actor) => enabled(host).some((choice) => choice.kind === 'pending' && choice.actor === actor),
  );
  if (aim.kind === 'property') {
    const { holds, kind } = safetyOf(system, aim.name);
    return () => holds(view) === (kind !== 'always');
  }
  return () => {
    if (enabled(host).length > 0) return false;
    const quiet = isQuiet(system, (actor) => host.view(actor));
    return outcome === undefined ? !quiet : quiet && outcome.holds(view);
  };
}

/** How far to look for a nearer way to an aim. */
export interface Reach {
  readonly states: number;
  /** Steps after the given ones. */
  readonly depth?: number;
}

/** The shortest way on from where some steps end to a state that is aimed at, those steps included; if it is within reach. */
export function nearest(system: System, from: Schedule, aim: Aim, { states, depth }: Reach): Schedule | undefined {
  let notes: Notes | undefined;
  const found = (): number | undefined => {
    if (aim.kind === 'property') return [...(notes?.decisive.values() ?? [])][0]?.state;
    return aim.name === HANGS ? notes?.deadlocked[0] : notes?.met[0]?.[0]?.state;
  };
  const graph: Graph = search(askedOnly(system, aim), {
    from,
    bounds: { states, ...(depth === undefined ? {} : { depth: depth + 1 }) },
    watch: (space) => (notes = new Notes(space)),
    poll: () => (found() === undefined ? undefined : 'interrupt'),
  });
  const state = found();
  return state === undefined ? undefined : graph.scheduleTo(state);
}
