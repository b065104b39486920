import { BATCH_STATES, type Batch } from './batch.js';
import type { Graph } from './graph.js';
import type { Edges } from './strategies/strategy.js';

/** For every state, 1 if one of the goals can be reached from it. */
export function canReach(graph: Graph, goals: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(graph.states);
  for (const goal of goals) reached[goal] = 1;
  if (graph.edges === undefined) sweepBackwards(graph, reached);
  else followBackwards(graph.edges, reached);
  return reached;
}

/** With the edges at hand: sweeps from the last state to the first. Most steps lead to higher numbers, so a few are enough. */
function followBackwards({ starts, targets }: Edges, reached: Uint8Array): void {
  for (let changed = true; changed;) {
    changed = false;
    for (let state = starts.length - 2; state >= 0; state--) {
      if (reached[state] === 1) continue;
      for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
        if (reached[targets[edge]!] === 0) continue;
        reached[state] = 1;
        changed = true;
        break;
      }
    }
  }
}

/** Without them: the same, with states expanded again, each sweep for the price of the search. */
function sweepBackwards({ space, isExpanded }: Pick<Graph, 'space' | 'isExpanded'>, reached: Uint8Array): void {
  for (let changed = true; changed;) {
    changed = false;
    for (let end = reached.length; end > 0; end -= BATCH_STATES) {
      const { batch } = space;
      batch.count = 0;
      for (let state = end - 1; state >= Math.max(0, end - BATCH_STATES); state--) {
        if (reached[state] === 0 && isExpanded(state)) batch.states[batch.count++] = state;
      }
      if (batch.count === 0) continue;
      space.expand();
      space.find();
      if (markSources(space.batch, reached)) changed = true;
    }
  }
}

function markSources({ states, count, firsts, numbers }: Batch, reached: Uint8Array): boolean {
  let changed = false;
  for (let i = 0; i < count; i++) {
    for (let s = firsts[i]!; s < firsts[i + 1]!; s++) {
      if (numbers[s]! < 0 || reached[numbers[s]!] === 0) continue;
      reached[states[i]!] = 1;
      changed = true;
      break;
    }
  }
  return changed;
}
