import { configOf, transitionList, type Machine } from '../model/index.js';
import type { TakenTransition } from '../trace/index.js';
import { chartOf } from './chart.js';
import { AROUND, ownersOf } from './sections.js';

/** A transition where it is drawn. */
export interface Fired {
  /** Its index into the edges of the whole chart. */
  readonly edge: number;
  /** The name of the section that has it, and its index into the edges of that. */
  readonly section: string;
  readonly sectionEdge: number;
}

/**
 * Finds where a machine's transitions are drawn; nothing for one that it does not have. The chart is made once, for all that
 * are asked for.
 */
export function firedEdges(machine: Machine): (taken: Omit<TakenTransition, 'actor'>) => Fired | undefined {
  const chart = chartOf(machine);
  const owners = ownersOf(chart);
  const names = new Map(chart.nodes.map(({ id, fragment }) => [id, fragment ?? AROUND]));
  const counts = new Map<string, number>();
  /** By where a transition is from and for what, its alternatives in their order. */
  const drawn = new Map<string, Fired[]>();
  for (const [edge, { from, event }] of chart.edges.entries()) {
    const owner = owners.get(from) ?? '';
    const sectionEdge = counts.get(owner) ?? 0;
    counts.set(owner, sectionEdge + 1);
    const key = keyOf(from, event);
    drawn.set(key, [...(drawn.get(key) ?? []), { edge, section: names.get(owner) ?? AROUND, sectionEdge }]);
  }
  return ({ at, from, event, alternative }) => {
    // The machine's own transitions are drawn from each top state, in front of that state's own.
    const isOfTop = from !== '' && !from.includes('.');
    const before = isOfTop ? transitionList(configOf(machine).on?.[event]).length : 0;
    const source = from === '' ? (at.split('.')[0] ?? '') : from;
    return drawn.get(keyOf(source, event))?.[before + alternative];
  };
}

const keyOf = (from: string, event: string): string => JSON.stringify([from, event]);
