import type { System } from '../system/index.js';
import type { Demand } from './layout.js';
import type { TableHost } from './table.js';

/** What a similar search found: a scenario on one kernel is much like the same on the next. */
export interface Foresight {
  readonly states: number;
  /** Local states by the actor's id; those of the mail by no id at all. */
  readonly locals?: ReadonlyMap<string, number>;
}

/** Its slots by name, in order: actors, then the mail, which has none. */
const slotsOf = ({ actors }: System): string[] => [...actors.map(({ id }) => id), ''];

/** What a search that has come so far tells the next one. */
export function foresightOf(system: System, host: TableHost, states: number): Foresight {
  const counts = host.counts();
  return { states, locals: new Map(slotsOf(system).map((id, slot) => [id, counts[slot] as number])) };
}

/** Per slot, as many local states as a similar search has seen, and some more; 0 where nobody knows. */
export const foreseenBy = ({ locals }: Foresight, system: System): number[] =>
  slotsOf(system).map((id) => Math.ceil((locals?.get(id) ?? 0) * MORE));

const MORE = 1.1;

/** What a first layout must hold: what is there, what is foreseen, and where nobody knows, a little. */
export function firstDemands(host: TableHost, foreseen: readonly number[]): Demand[] {
  const now = host.counts();
  return foreseen.map((states, slot) => ({
    states: Math.max(now[slot] as number, states === 0 ? FIRST_LOCALS : states),
    growth: states === 0 ? 1 : 0,
  }));
}

const FIRST_LOCALS = 16;
