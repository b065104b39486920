import { IntList } from '../numbers.js';
import { StateBits } from '../state-bits.js';
import type { Strategy, StoppedBy, Walk } from './strategy.js';

/**
 * As deep as it goes, then back: each state's first step before its second. It comes to long runs early and keeps a stack
 * instead of a frontier; its counterexamples are not shortest, and `depth` is the longest way that it went.
 */
export const depthFirst = (): Strategy => ({
  name: 'dfs',
  shortest: false,
  reducible: true,
  explore(space, control): Walk {
    const { store } = space;
    const terminals = new IntList();
    const stack = new IntList();
    const depths = new IntList();
    const expanded = new StateBits();
    let stoppedBy: StoppedBy | undefined;
    let cut = false;
    let steps = 0;
    let depth = 1;
    stack.push(0);
    depths.push(1);
    while (stack.length > 0) {
      stoppedBy = control.stop({
        states: store.size,
        steps,
        depth,
        frontier: stack.length,
        bytes: space.bytes + 4 * (stack.items.length + depths.items.length) + expanded.bytes,
      });
      if (stoppedBy !== undefined) break;
      const state = stack.pop();
      const level = depths.at(state);
      if (level > depth) depth = level;
      if (level > control.maxDepth) cut = true;
      else expand(state, level);
    }
    if (cut) stoppedBy ??= 'depth';
    return {
      steps,
      depth,
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      expanded: expanded.size,
      isExpanded: (of) => expanded.has(of),
      terminals,
    };

    function expand(state: number, level: number): void {
      const before = store.size;
      space.batch.states[0] = state;
      space.batch.count = 1;
      space.expandAndInsert();
      expanded.add(state);
      const { successors } = space.batch;
      if (successors === 0) terminals.push(state);
      control.expanded(space.batch);
      steps += successors;
      for (let found = before; found < store.size; found++) depths.push(level + 1);
      for (let found = store.size - 1; found >= before; found--) stack.push(found);
    }
  },
});
