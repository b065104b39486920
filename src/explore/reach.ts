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

/** With the edges at hand: turned round, then one walk from the goals. */
function followBackwards({ starts, targets }: Edges, reached: Uint8Array): void {
  const states = reached.length;
  const into = new Int32Array(states + 1);
  for (let edge = 0; edge < targets.length; edge++) into[targets[edge]! + 1]!++;
  for (let i = 0; i < states; i++) into[i + 1]! += into[i]!;
  const fill = into.slice(0, states);
  const sources = new Int32Array(targets.length);
  for (let from = 0; from < starts.length - 1; from++) {
    for (let edge = starts[from]!; edge < starts[from + 1]!; edge++) sources[fill[targets[edge]!]!++] = from;
  }
  const queue = new Int32Array(states);
  let length = 0;
  for (let state = 0; state < states; state++) if (reached[state] === 1) queue[length++] = state;
  while (length > 0) {
    const state = queue[--length]!;
    for (let i = into[state]!; i < into[state + 1]!; i++) {
      const source = sources[i]!;
      if (reached[source] === 1) continue;
      reached[source] = 1;
      queue[length++] = source;
    }
  }
}

/**
 * Without them: states are expanded again, from the last to the first. Most steps lead to higher numbers, so a few sweeps
 * are enough, each for the price of the search.
 */
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
