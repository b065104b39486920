import type { Schedule } from '../../system/index.js';
import { IntList } from '../numbers.js';
import type { Strategy, Walk } from './strategy.js';

/**
 * One recorded run and nothing beside it: of each state on its way only the recorded step is gone on from. What it says of
 * outcomes and properties is what that run shows; it is never complete unless no other run exists.
 */
export const replaying = (schedule: Schedule): Strategy => ({
  name: 'replay',
  shortest: false,
  reducible: false,
  explore(space, control): Walk {
    const terminals = new IntList();
    const expanded = new Set<number>();
    let steps = 0;
    let state = 0;
    for (const choice of schedule) {
      if (!expand(choice)) break;
    }
    expand(undefined);
    const open = expanded.size < space.store.size;
    return {
      steps,
      depth: schedule.length + 1,
      ...(open ? { stoppedBy: 'schedule' } : {}),
      expanded: expanded.size,
      isExpanded: (of) => expanded.has(of),
      terminals,
    };

    /** Expands the present state and moves on; says whether it could. */
    function expand(choice: number | undefined): boolean {
      space.batch.states[0] = state;
      space.batch.count = 1;
      space.expandAndInsert();
      const { numbers, successors } = space.batch;
      if (!expanded.has(state)) {
        control.expanded(space.batch);
        steps += successors;
        if (successors === 0) terminals.push(state);
      }
      expanded.add(state);
      if (choice === undefined || choice >= successors) return false;
      state = numbers[choice] as number;
      return true;
    }
  },
});
