import { IntList } from '../numbers.js';
import type { Strategy, StoppedBy, Walk } from './strategy.js';

/** Above this the edges are let go of and worked out again when they are needed: half a gigabyte. */
const MOST_EDGES = 2 ** 27;

export interface BreadthFirstOptions {
  /** `kept` speeds up what is asked of the graph afterwards, for four bytes an edge and as many a state. */
  readonly edges?: 'kept' | 'recomputed';
}

/** Level by level: state numbers rise with their distance from the start, so counterexamples are shortest. */
export const breadthFirst = ({ edges = 'kept' }: BreadthFirstOptions = {}): Strategy => ({
  name: 'bfs',
  shortest: true,
  explore(space, control): Walk {
    const { store } = space;
    const terminals = new IntList();
    let starts: IntList | undefined = edges === 'kept' ? new IntList() : undefined;
    let targets = new IntList(edges === 'kept' ? 4096 : 0);
    let stoppedBy: StoppedBy | undefined;
    let state = 0;
    let steps = 0;
    let depth = 1;
    let levelEnd = 1;
    while (state < store.size) {
      if (state === levelEnd) {
        if (depth === control.maxDepth) {
          stoppedBy = 'depth';
          break;
        }
        depth++;
        levelEnd = store.size;
      }
      const frontier = store.size - state;
      const bytes = space.bytes + 4 * (targets.items.length + (starts?.items.length ?? 0));
      stoppedBy = control.stop({ states: store.size, steps, depth, frontier, bytes });
      if (stoppedBy !== undefined) break;
      expand(Math.min(levelEnd - state, control.batchOf(store.size)));
    }
    // States that were not expanded have no edges.
    while (starts !== undefined && starts.length <= store.size) starts.push(targets.length);
    const expanded = state;
    return {
      steps,
      depth,
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      expanded,
      isExpanded: (of) => of < expanded,
      terminals,
      ...(starts === undefined ? {} : { edges: { starts: starts.view(), targets: targets.view() } }),
    };

    function expand(count: number): void {
      const { states } = space.batch;
      for (let i = 0; i < count; i++) states[i] = state + i;
      space.batch.count = count;
      space.expandAndInsert();
      const { firsts, numbers, successors } = space.batch;
      for (let i = 0; i < count; i++) {
        if (firsts[i] === firsts[i + 1]) terminals.push(state + i);
        starts?.push(targets.length + (firsts[i] as number));
      }
      if (starts !== undefined) targets.append(numbers, successors);
      if (targets.length > MOST_EDGES) {
        starts = undefined;
        targets = new IntList(0);
      }
      control.expanded(space.batch);
      steps += successors;
      state += count;
      space.passed(state);
    }
  },
});
