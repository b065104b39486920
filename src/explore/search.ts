import type { Schedule, System } from '../system/index.js';
import { Expander } from './expand.js';
import { TableHost } from './table.js';
import { IntList, Visited } from './visited.js';

/** Why a search ended before it was complete. */
export type StoppedBy = 'states' | 'depth' | 'time' | 'memory' | 'interrupt';

export interface Bounds {
  readonly states?: number;
  readonly depth?: number;
}

export interface Progress {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
}

export interface SearchOptions {
  readonly bounds?: Bounds;
  /** Asked every few thousand steps; an answer ends the search. The clock and the keyboard live with the caller. */
  readonly poll?: (progress: Progress) => StoppedBy | undefined;
}

/** The reachable state graph, states numbered in breadth-first order. */
export interface Graph {
  readonly system: System;
  readonly host: TableHost;
  readonly states: number;
  /** Enabled steps, counted per source state. */
  readonly steps: number;
  /** Breadth-first levels. */
  readonly depth: number;
  readonly stoppedBy?: StoppedBy;
  /** States that were expanded: all of them when complete. */
  readonly expanded: number;
  /** All edges at once: those of state `s` are `targets[starts[s]] … targets[starts[s + 1] - 1]`. */
  readonly edges: { readonly starts: Int32Array; readonly targets: Int32Array };
  /** Successors of a state, one per enabled step, in the order of the enabled list. */
  successors(state: number): Iterable<number>;
  /** Loads a state into the host. */
  visit(state: number): void;
  /** The shortest schedule from the start. */
  scheduleTo(state: number): Schedule;
  /** No step is enabled there. */
  isTerminal(state: number): boolean;
}

const POLL_EVERY = 2048;

/**
 * Breadth-first search of every interleaving: O(states × steps) calls of `perform`, each of them table look-ups.
 *
 * Exact storage; shortest counterexamples. A bound that is reached is reported in `stoppedBy`, never silently.
 */
export function search(system: System, options: SearchOptions = {}): Graph {
  const host = new TableHost(system);
  const visited = new Visited(host.vector.length);
  const parents = new IntList();
  const choices = new IntList();
  const edgeStart = new IntList();
  const edges = new IntList();
  const expander = new Expander(host);
  const { bounds = {}, poll } = options;
  let stoppedBy: StoppedBy | undefined;
  let state = 0;
  let depth = 1;
  let levelEnd = 1;

  visited.add(host.vector, expander.hash());
  parents.push(-1);
  choices.push(-1);
  for (; state < visited.size; state++) {
    if (state === levelEnd) {
      if (depth === bounds.depth) stoppedBy = 'depth';
      else {
        depth++;
        levelEnd = visited.size;
      }
    }
    if (bounds.states !== undefined && visited.size > bounds.states) stoppedBy = 'states';
    if (state % POLL_EVERY === 0) {
      const progress = { states: visited.size, steps: edges.length, depth, frontier: visited.size - state };
      stoppedBy ??= poll?.(progress);
    }
    if (stoppedBy !== undefined) break;
    expand();
  }
  edgeStart.push(edges.length);

  const visit = (number: number): void => visited.read(number, host.vector);
  return {
    system,
    host,
    states: visited.size,
    steps: edges.length,
    depth,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    expanded: state,
    edges: { starts: edgeStart.view(), targets: edges.view() },
    *successors(of) {
      if (of >= state) return;
      for (let edge = edgeStart.at(of); edge < edgeStart.at(of + 1); edge++) yield edges.at(edge);
    },
    visit,
    scheduleTo(to) {
      const schedule: number[] = [];
      for (let at = to; parents.at(at) >= 0; at = parents.at(at)) schedule.push(choices.at(at));
      return schedule.reverse();
    },
    isTerminal: (of) => of < state && edgeStart.at(of) === edgeStart.at(of + 1),
  };

  function expand(): void {
    edgeStart.push(edges.length);
    visited.read(state, host.vector);
    expander.expand(visited.hashOf(state), onSuccessor);
  }

  function onSuccessor(choice: number, hash: number): void {
    let successor = visited.add(host.vector, hash);
    if (successor < 0) {
      successor = -1 - successor;
      parents.push(state);
      choices.push(choice);
    }
    edges.push(successor);
  }
}
