import { configOf, fragmentOf, statesOf, type Machine } from '../model/index.js';
import type { Actor, System } from '../system/index.js';
import { identityOf } from './footprint.js';
import type { Graph } from './graph.js';
import type { TableHost } from './table.js';
import { enabled } from '../system/index.js';

/** What a search did not come to. Each is a text; the same thing has the same text in every search. */
export interface Coverage {
  /** Fragments that no thread or object of the cast entered: `task: pagefault_out_of_memory`. */
  readonly fragments: readonly string[];
  /** Transitions, in fragments that were entered, that nobody took: `task: charge/try_charge.reclaim on freed`. */
  readonly transitions: readonly string[];
  /** Calls that were waited with and never possible, and mail that was never taken: `task at schedule: task_struct.schedule`. */
  readonly neverEnabled: readonly string[];
  /** Pairs of steps that met at one actor right after each other, always in this order: `admin: memcg.xchg_limit < task: …`. */
  readonly oneOrder: readonly string[];
  /** All that there is of each, so that shares can be told. */
  readonly of: { readonly [kind in CoverageKind]: readonly string[] };
}

export const COVERAGE_KINDS = ['fragments', 'transitions', 'neverEnabled', 'oneOrder'] as const;
export type CoverageKind = (typeof COVERAGE_KINDS)[number];

/** Looks over all states and steps of an explored graph; some microseconds a step. */
export function coverageOf(graph: Graph): Coverage {
  const places = placesOf(graph);
  const steps = stepsOf(graph);
  const missing = {
    fragments: [...places.fragments].filter(([, entered]) => !entered).map(([name]) => name),
    transitions: [...places.transitions].filter(([, taken]) => !taken).map(([name]) => name),
    neverEnabled: [...steps.waited].filter(([, possible]) => !possible).map(([name]) => name),
    oneOrder: [...steps.orders].filter((order) => !steps.orders.has(reversed(order))),
  };
  return {
    ...missing,
    of: {
      fragments: [...places.fragments.keys()],
      transitions: [...places.transitions.keys()],
      neverEnabled: [...steps.waited.keys()],
      oneOrder: [...steps.orders],
    },
  };
}

/** The fragments and transitions of all machines in the cast, and whether somebody came there. */
function placesOf({ system, host }: Graph): {
  readonly fragments: Map<string, boolean>;
  readonly transitions: Map<string, boolean>;
} {
  const fragments = new Map<string, boolean>();
  const transitions = new Map<string, boolean>();
  for (const machine of new Set(system.actors.map((actor) => actor.machine))) {
    const entered = new Set<string>();
    const taken = new Set<string>();
    for (const { index } of system.actors.filter((actor) => actor.machine === machine)) {
      for (const place of host.view(index, host.first[index] as number).places) entered.add(place);
      for (const { local, op, row } of host.asked(index)) {
        if (row === null) continue;
        const { path } = host.view(index, local);
        for (const place of host.view(index, row.next).places) entered.add(place);
        for (const place of prefixesOf(path)) taken.add(`${place} on ${host.describe(op).type}`);
      }
    }
    const { id } = machine.spec;
    const named = namer(machine);
    for (const { path, state } of statesOf(configOf(machine))) {
      const fragment = fragmentOf(state);
      if (fragment !== undefined) mark(fragments, `${id}: ${fragment}`, entered.has(path));
      if (path !== '' && !entered.has(path)) continue;
      for (const event of Object.keys(state.on ?? {})) {
        mark(transitions, `${id}: ${named(path)} on ${event}`, taken.has(`${path} on ${event}`));
      }
    }
  }
  return { fragments, transitions };
}

/** Over all states: what is waited for, and whether it is ever possible; and which steps come right after each other. */
function stepsOf(graph: Graph): { readonly waited: Map<string, boolean>; readonly orders: Set<string> } {
  const { host, system } = graph;
  const waited = new Map<string, boolean>();
  const orders = new Set<string>();
  /** Per state, the steps that lead to it. */
  const into = new Map<number, Set<Meeting>>();
  const meetings = new Map<string, Meeting>();
  for (let state = 0; state < graph.states; state++) {
    const targets = graph.successors(state);
    graph.visit(state);
    const choices = enabled(host);
    noteWaiting(system, host, new Set(choices.map((choice) => identityOf(host, choice).key)), waited);
    const before = into.get(state);
    into.delete(state);
    for (const [step, choice] of choices.entries()) {
      const meeting = meetingOf(host, choice, meetings);
      for (const one of before ?? []) {
        if (one.at === meeting.at && one.who !== meeting.who) orders.add(`${one.text} < ${meeting.text}`);
      }
      const target = targets[step];
      if (target === undefined) continue;
      const known = into.get(target) ?? new Set<Meeting>();
      into.set(target, known.add(meeting));
    }
  }
  return { waited, orders };
}

/** Who does what at whom. */
interface Meeting {
  readonly who: string;
  readonly at: string;
  readonly text: string;
}

function meetingOf(host: TableHost, choice: ReturnType<typeof enabled>[number], known: Map<string, Meeting>): Meeting {
  const mail = choice.kind === 'mail' ? host.mail()[choice.index] : undefined;
  const pending = choice.kind === 'mail' ? undefined : host.pending(choice.actor)[choice.index];
  const who = host.name(choice.kind === 'mail' ? (mail?.to as number) : choice.actor);
  const at = pending?.kind === 'call' ? host.name(pending.to) : who;
  const op = host.describe((mail ?? pending)?.op as number).type;
  const text = mail === undefined ? `${who}: ${at === who ? '' : `${at}.`}${op}` : `mail ${op} to ${who}`;
  let meeting = known.get(text);
  if (meeting === undefined)
    known.set(text, (meeting = { who: mail === undefined ? who : `mail to ${who}`, at, text }));
  return meeting;
}

function noteWaiting(
  { actors }: System,
  host: TableHost,
  possible: ReadonlySet<string>,
  waited: Map<string, boolean>,
): void {
  for (let actor = 0; actor < host.size; actor++) {
    for (const one of host.pending(actor)) {
      if (one.kind !== 'call') continue;
      const { id } = (actors[one.to] as Actor).machine.spec;
      const { path } = host.view(actor);
      const text = `${(actors[actor] as Actor).machine.spec.id} at ${path}: ${id}.${host.describe(one.op).type}`;
      mark(waited, text, possible.has(`${actor} ${one.to} ${one.op}`));
    }
  }
  for (const { to, op } of host.mail()) {
    mark(
      waited,
      `mail ${host.describe(op).type} to ${(actors[to] as Actor).machine.spec.id}`,
      possible.has(`mail ${to} ${op}`),
    );
  }
}

function mark(into: Map<string, boolean>, name: string, met: boolean): void {
  if (met || !into.has(name)) into.set(name, met);
}

/** The other order of two steps. */
export const reversed = (order: string): string => order.split(' < ').toReversed().join(' < ');

const prefixesOf = (path: string): string[] =>
  path.split(' & ').flatMap((leaf) => leaf.split('.').map((_, i, names) => names.slice(0, i + 1).join('.')));

/** Names places by the innermost fragment that they are in, so that a fragment that is embedded twice has one name. */
function namer(machine: Machine): (path: string) => string {
  const fragments = new Map<string, string>();
  for (const { path, state } of statesOf(configOf(machine))) {
    const fragment = fragmentOf(state);
    if (fragment !== undefined) fragments.set(path, fragment);
  }
  return (path) => {
    const names = path.split('.');
    for (let i = names.length; i > 0; i--) {
      const fragment = fragments.get(names.slice(0, i).join('.'));
      if (fragment !== undefined) return [fragment, ...names.slice(i)].join('.');
    }
    return path;
  };
}
