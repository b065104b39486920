import type { Batch } from '../batch.js';
import { IntList } from '../numbers.js';
import type { Progress, Strategy, StoppedBy, Walk } from './strategy.js';

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
  reducible: true,
  explore(space, control): Walk {
    const { store } = space;
    const terminals = new IntList();
    let starts: IntList | undefined = edges === 'kept' ? new IntList(1024, space.memory) : undefined;
    let targets = new IntList(edges === 'kept' ? 4096 : 0, space.memory);
    let stoppedBy: StoppedBy | undefined;
    let state = 0;
    let steps = 0;
    let depth = 1;
    let levelEnd = 1;
    for (;;) {
      if (state === levelEnd) {
        finishAll();
        if (state === store.size) break;
        if (depth === control.maxDepth) {
          stoppedBy = 'depth';
          break;
        }
        depth++;
        levelEnd = store.size;
      }
      // Near a bound not one batch too many may be under way.
      if (space.ahead > 0 && control.isNear(progress(space.ahead), space.ahead)) finishAll();
      stoppedBy = control.stop(progress(0));
      if (stoppedBy !== undefined) break;
      put(Math.min(levelEnd - state, control.batchOf(store.size)));
      for (let done = space.takeNumbered(space.mustTake); done !== undefined; done = space.takeNumbered(false)) {
        finish(done);
      }
    }
    finishAll();
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

    function progress(ahead: number): Progress {
      const edges = targets.roomWith(ahead) + (starts?.items.length ?? 0);
      return { states: store.size, steps, depth, frontier: store.size - state, bytes: space.bytes + 4 * edges };
    }

    function put(count: number): void {
      const { states } = space.batch;
      for (let i = 0; i < count; i++) states[i] = state + i;
      space.batch.count = count;
      space.expandAndPut();
      state += count;
    }

    function finishAll(): void {
      for (let done = space.takeNumbered(true); done !== undefined; done = space.takeNumbered(true)) finish(done);
    }

    /** Takes note of a batch whose successors have their numbers. */
    function finish(batch: Batch): void {
      const { states, count, firsts, numbers, successors } = batch;
      for (let i = 0; i < count; i++) {
        if (firsts[i] === firsts[i + 1]) terminals.push(states[i] as number);
        starts?.push(targets.length + (firsts[i] as number));
      }
      if (starts !== undefined) targets.append(numbers, successors);
      if (targets.length > MOST_EDGES) {
        starts = undefined;
        targets = new IntList(0);
      }
      control.expanded(batch);
      steps += successors;
      space.passed((states[count - 1] as number) + 1);
    }
  },
});
