import { IntList } from '../numbers.js';
import { depends, footprintsOn, type Footprint } from '../footprint.js';
import { StateBits } from '../state-bits.js';
import { expandOne } from './offer.js';
import type { StoppedBy, Strategy, Walk } from './strategy.js';

export interface SleepSetsOptions {
  /**
   * `states`: goes on from a state only with what was not followed from there before. `none`: takes a run of each Mazurkiewicz
   * trace, exactly one to its end, and never looks back; only for systems in which no run goes on for ever.
   */
  readonly matching?: 'states' | 'none';
}

/**
 * Depth first with sleep sets (Godefroid 1996): of two independent steps, what follows the one order is not followed again
 * after the other. It visits every state and spares steps. Two steps depend on each other if they are of one thread, or if one
 * changes what the other one looks at; mail depends on being posted.
 */
export const sleepSets = ({ matching = 'states' }: SleepSetsOptions = {}): Strategy => ({
  name: 'sleep',
  shortest: false,
  reducible: false,
  explore(space, control): Walk {
    const { store } = space;
    const expanded = new StateBits();
    const terminals = new IntList();
    /** By state, the steps that were asleep each time that it was visited. */
    const asleepAt = new Map<number, ReadonlySet<string>>();
    const footprintsOf = footprintsOn(space.host);
    const stack: Visit[] = [];
    let stoppedBy: StoppedBy | undefined;
    let cut = false;
    let steps = 0;
    let depth = 1;
    let traces = 0;
    let blocked = 0;
    visit(0, new Map());
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      stoppedBy = control.stop({ states: store.size, steps, depth, frontier: stack.length, bytes: space.bytes });
      if (stoppedBy !== undefined) break;
      const step = top.todo.pop();
      if (step === undefined) {
        stack.pop();
        continue;
      }
      steps++;
      const asleep = new Map([...top.asleep].filter(([, one]) => !depends(one, step)));
      top.asleep.set(step.key, step);
      visit(step.target, asleep);
    }
    if (cut) stoppedBy ??= 'depth';
    return {
      steps,
      depth,
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      expanded: expanded.size,
      isExpanded: (state) => expanded.has(state),
      terminals,
      traces: { complete: traces, blocked },
    };

    function visit(state: number, asleep: Map<string, Follow>): void {
      if (stack.length >= control.maxDepth) {
        cut = true;
        return;
      }
      const batch = expandOne(space, state);
      const targets = batch.numbers.slice(0, batch.successors);
      depth = Math.max(depth, stack.length + 1);
      if (expanded.add(state)) {
        if (targets.length === 0) terminals.push(state);
        control.expanded(batch);
      }
      if (targets.length === 0) traces++;
      space.visit(state);
      const all = footprintsOf().map((one, step): Follow => ({ ...one, target: targets[step] as number }));
      const before = matching === 'states' ? asleepAt.get(state) : undefined;
      const todo = all.filter(({ key }) => !asleep.has(key) && (before?.has(key) ?? true));
      // What was followed from here before was followed while others were asleep, so it cannot sleep while those are followed.
      for (const key of asleep.keys()) if (before?.has(key) === false) asleep.delete(key);
      asleepAt.set(state, new Set(asleep.keys()));
      if (todo.length === 0 && targets.length > 0) blocked++;
      // What is asleep is looked at where it is now: it may see other states of the same actors there.
      for (const one of all) if (asleep.has(one.key)) asleep.set(one.key, one);
      stack.push({ todo: todo.reverse(), asleep });
    }
  },
});

/** A state on the way, the steps still to be followed from it, and those that need not be. */
interface Visit {
  readonly todo: Follow[];
  readonly asleep: Map<string, Follow>;
}

/** A step, and the state that it leads to. */
interface Follow extends Footprint {
  readonly target: number;
}
