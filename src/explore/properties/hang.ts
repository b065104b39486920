import type { Schedule } from '../../system/index.js';
import type { Graph } from '../graph.js';

/** A run that never ends well: into a hung state, on to where it stays, and what it does there for ever. */
export interface Hang {
  /** From the start to a state of the loop, or to the deadlock. */
  readonly schedule: Schedule;
  /** The number of steps after which no end can be reached any more. */
  readonly noReturn: number;
  /** The steps that repeat for ever; empty where nothing moves any more. */
  readonly loop: Schedule;
}

/**
 * A short run through the first hung state (deadlocked or doomed), to the end of it all: a deadlock, or a loop that no
 * scheduler can get out of, since it lies in a bottom strongly connected component.
 */
export function hangThrough(graph: Graph, hung: number): Hang {
  const bottom = bottomFrom(graph, hung);
  const way = pathTo(graph, hung, (state) => bottom.has(state));
  const into = graph.scheduleTo(hung);
  const loop = pathTo(graph, way.state, (state, steps) => steps > 0 && state === way.state);
  return { schedule: [...into, ...way.schedule], noReturn: into.length, loop: loop.schedule };
}

/** The states of one bottom component below a state: from each of them all others, and nothing else, can be reached. */
function bottomFrom(graph: Graph, start: number): ReadonlySet<number> {
  let candidate = start;
  for (;;) {
    const below = reachable(graph, candidate);
    // Whoever cannot come back is further down; the set of what is below it is smaller, so this ends.
    const back = comingBack(graph, below, candidate);
    const further = [...below].find((state) => !back.has(state));
    if (further === undefined) return below;
    candidate = further;
  }
}

function reachable(graph: Graph, start: number): Set<number> {
  const seen = new Set([start]);
  for (const state of seen) for (const next of graph.successors(state)) seen.add(next);
  return seen;
}

/** Which of these states can reach the goal. */
function comingBack(graph: Graph, states: ReadonlySet<number>, goal: number): ReadonlySet<number> {
  const sources = new Map<number, number[]>();
  for (const state of states) {
    for (const next of graph.successors(state)) {
      const list = sources.get(next);
      if (list === undefined) sources.set(next, [state]);
      else list.push(state);
    }
  }
  const back = new Set([goal]);
  for (const state of back) for (const source of sources.get(state) ?? []) back.add(source);
  return back;
}

/** The shortest way from a state to one that will do, breadth-first; stays where it is if there is none. */
function pathTo(
  graph: Graph,
  start: number,
  arrived: (state: number, steps: number) => boolean,
): { readonly state: number; readonly schedule: Schedule } {
  const nodes: { readonly state: number; readonly from: number; readonly choice: number; readonly steps: number }[] = [
    { state: start, from: -1, choice: -1, steps: 0 },
  ];
  const seen = new Set<number>();
  for (let head = 0; head < nodes.length; head++) {
    const { state, steps } = nodes[head] as (typeof nodes)[number];
    if (arrived(state, steps)) {
      const schedule: number[] = [];
      for (let at = nodes[head]; at !== undefined && at.from >= 0; at = nodes[at.from]) schedule.push(at.choice);
      return { state, schedule: schedule.reverse() };
    }
    let choice = 0;
    for (const next of graph.successors(state)) {
      if (!seen.has(next)) {
        seen.add(next);
        nodes.push({ state: next, from: head, choice, steps: steps + 1 });
      }
      choice++;
    }
  }
  return { state: start, schedule: [] };
}
