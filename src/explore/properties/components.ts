import { IntList } from '../numbers.js';
import type { Edges } from '../strategies/strategy.js';

/** States, in ascending order, each of which can be reached from each other one. */
export type Component = Int32Array;

/**
 * The strongly connected components of two states and more in a region. Tarjan's algorithm (1972) without recursion, on the
 * states from which a run can go on for ever, which are few; steps of a state to itself do not count. O(states + edges), five
 * words for each of these few and one for each state.
 */
export function components(edges: Edges, region: Uint8Array): Component[] {
  const { starts, targets } = edges;
  const alive = endless(edges, region);
  const states = alive.length;
  /** Per state, its place among those alive, from 1 on. */
  const place = new Int32Array(region.length);
  for (let at = 0; at < states; at++) place[alive[at]!] = at + 1;
  const order = new Int32Array(states);
  const low = new Int32Array(states);
  const next = new Int32Array(states);
  const open = new Int32Array(states);
  const path = new Int32Array(states);
  const found: Component[] = [];
  let opened = 0;
  let openCount = 0;
  for (let root = 0; root < states; root++) {
    if (order[root] !== 0) continue;
    let depth = 0;
    enter(root);
    path[depth++] = root;
    while (depth > 0) {
      const state = path[depth - 1]!;
      const edge = next[state]!;
      if (edge < starts[alive[state]! + 1]!) {
        next[state] = edge + 1;
        const target = place[targets[edge]!]! - 1;
        if (target < 0) continue;
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
  return found;

  function enter(state: number): void {
    order[state] = low[state] = ++opened;
    next[state] = starts[alive[state]!]!;
    open[openCount++] = state;
  }

  /** Takes a whole component off the open states. */
  function close(state: number): void {
    let from = openCount;
    do from--;
    while (open[from] !== state);
    if (openCount - from > 1)
      found.push(
        open
          .slice(from, openCount)
          .map((at) => alive[at]!)
          .sort(),
      );
    // A negative order: done with, no longer open.
    for (let i = from; i < openCount; i++) order[open[i]!] = -1;
    openCount = from;
  }
}

/** The states that a few sweeps leave of a region, which take away those from which no other state left can be reached. */
function endless({ starts, targets }: Edges, region: Uint8Array): Int32Array {
  const alive = region.slice();
  let left = alive.length;
  let changed = true;
  for (let sweep = 0; changed && sweep < MOST_SWEEPS; sweep++) {
    changed = false;
    left = 0;
    // Most steps lead to higher numbers, so one sweep from above takes away almost all.
    for (let state = alive.length - 1; state >= 0; state--) {
      if (alive[state] === 0) continue;
      let goesOn = false;
      for (let edge = starts[state]!; edge < starts[state + 1]! && !goesOn; edge++) {
        const target = targets[edge]!;
        goesOn = target !== state && alive[target] === 1;
      }
      if (goesOn) left++;
      else {
        alive[state] = 0;
        changed = true;
      }
    }
  }
  const states = new Int32Array(left);
  for (let state = 0, at = 0; at < left; state++) if (alive[state] === 1) states[at++] = state;
  return states;
}

/** Tarjan's algorithm does the rest. */
const MOST_SWEEPS = 8;

/** The states of a region with a step to themselves. */
export function loners({ starts, targets }: Edges, region: Uint8Array): Component {
  const found = new IntList();
  for (let state = 0; state < region.length; state++) {
    if (region[state] === 0) continue;
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
      if (targets[edge] !== state) continue;
      found.push(state);
      break;
    }
  }
  return found.view();
}
