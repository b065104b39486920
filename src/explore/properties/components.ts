import type { Edges } from '../strategies/strategy.js';

/** A set of states, each of which can be reached from each other one, with at least one step inside. */
export type Component = readonly number[];

/**
 * The strongly connected components of the states in a region that have a step inside, by their lowest state. Tarjan's
 * algorithm (1972) without recursion: O(states + edges) of the region, five words a state.
 */
export function components({ starts, targets }: Edges, region: Uint8Array, roots: Iterable<number>): Component[] {
  const states = region.length;
  const order = new Int32Array(states);
  const low = new Int32Array(states);
  const next = new Int32Array(states);
  const open = new Int32Array(states);
  const path = new Int32Array(states);
  const found: Component[] = [];
  let opened = 0;
  let openCount = 0;
  for (const root of roots) {
    if (region[root] === 0 || order[root] !== 0) continue;
    let depth = 0;
    enter(root);
    path[depth++] = root;
    while (depth > 0) {
      const state = path[depth - 1]!;
      const edge = next[state]!;
      if (edge < starts[state + 1]!) {
        next[state] = edge + 1;
        const target = targets[edge]!;
        if (region[target] === 0) continue;
        if (order[target] === 0) {
          enter(target);
          path[depth++] = target;
        } else if (order[target]! > 0 && order[target]! < low[state]!) low[state] = order[target]!;
        continue;
      }
      depth--;
      if (depth > 0 && low[state]! < low[path[depth - 1]!]!) low[path[depth - 1]!] = low[state]!;
      if (low[state] === order[state]) close(state);
    }
  }
  return found.sort((a, b) => (a[0] as number) - (b[0] as number));

  function enter(state: number): void {
    order[state] = low[state] = ++opened;
    next[state] = starts[state]!;
    open[openCount++] = state;
  }

  /** Takes a whole component off the open states; a single state counts if it has a step to itself. */
  function close(state: number): void {
    let from = openCount;
    do from--;
    while (open[from] !== state);
    if (openCount - from > 1 || stepsToItself(state)) {
      found.push(Array.from(open.subarray(from, openCount)).sort((a, b) => a - b));
    }
    // A negative order: done with, no longer open.
    for (let i = from; i < openCount; i++) order[open[i]!] = -1;
    openCount = from;
  }

  function stepsToItself(state: number): boolean {
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) if (targets[edge] === state) return true;
    return false;
  }
}
