import { enabled, perform, type Choice, type Mail, type Pending } from '../../system/index.js';
import { IntList } from '../numbers.js';
import { Recorder } from '../recorder.js';
import { StateBits } from '../state-bits.js';
import type { StateSpace } from '../state-space.js';
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
    const footprints = footprintsOn(space);
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

    function visit(state: number, asleep: Map<string, Footprint>): void {
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
      const all = footprints(state, targets);
      const before = matching === 'states' ? asleepAt.get(state) : undefined;
      const todo = all.filter(({ key }) => !asleep.has(key) && (before?.has(key) ?? true));
      asleepAt.set(state, new Set([...asleep.keys()].filter((key) => before?.has(key) ?? true)));
      if (todo.length === 0 && targets.length > 0) blocked++;
      // What is asleep is looked at where it is now: it may see other states of the same actors there.
      for (const one of all) if (asleep.has(one.key)) asleep.set(one.key, one);
      stack.push({ todo: todo.reverse(), asleep });
    }
  },
});

/** A state on the way, the steps still to be followed from it, and those that need not be. */
interface Visit {
  readonly todo: Footprint[];
  readonly asleep: Map<string, Footprint>;
}

/** A step from a state: which it is, wherever it is met, and what it looks at. */
interface Footprint {
  readonly key: string;
  readonly thread: number;
  readonly target: number;
  /** Per actor that it looks at, whether it changes it. */
  readonly looks: ReadonlyMap<number, boolean>;
  readonly posts: readonly string[];
  /** Of the delivery of mail, which. */
  readonly takes: string | undefined;
}

/** The footprints of a state's steps, in their order. */
function footprintsOn(space: StateSpace): (state: number, targets: Int32Array) => Footprint[] {
  const { host } = space;
  const recorder = new Recorder(host);
  /** Ops that have changed an actor. They count as changes also where they happen to change nothing: that is the classical notion. */
  const writing = new Set<string>();
  return (state, targets) => {
    space.visit(state);
    const vector = host.vector.slice();
    const what = enabled(host).map((choice) => ({ choice, ...identity(choice) }));
    return what.map(({ choice, key, thread, takes }, step) => {
      host.vector.set(vector);
      recorder.begin(choice.kind === 'mail' ? host.size : thread);
      perform(recorder, choice);
      const looks = new Map<number, boolean>();
      const posts: string[] = [];
      for (const { slot, op, to, before, after } of recorder.reads) {
        if (to >= 0) {
          posts.push(`${to} ${op}`);
          continue;
        }
        const asked = `${slot} ${op}`;
        if (before !== after) writing.add(asked);
        looks.set(slot, (looks.get(slot) ?? false) || writing.has(asked));
      }
      if (takes === undefined) looks.set(thread, true);
      return { key, thread, target: targets[step] as number, looks, posts, takes };
    });
  };

  function identity(choice: Choice): Pick<Footprint, 'key' | 'thread' | 'takes'> {
    if (choice.kind === 'mail') {
      const { to, op } = host.mail()[choice.index] as Mail<number>;
      return { key: `mail ${to} ${op}`, thread: host.size + to, takes: `${to} ${op}` };
    }
    const one = host.pending(choice.actor)[choice.index] as Pending<number>;
    const to = one.kind === 'call' ? one.to : -1;
    return { key: `${choice.actor} ${to} ${one.op}`, thread: choice.actor, takes: undefined };
  }
}

function depends(one: Footprint, other: Footprint): boolean {
  if (one.thread === other.thread) return true;
  for (const [slot, changes] of one.looks) {
    const changed = other.looks.get(slot);
    if (changed !== undefined && (changes || changed)) return true;
  }
  const crosses = (a: Footprint, b: Footprint): boolean => b.takes !== undefined && a.posts.includes(b.takes);
  return crosses(one, other) || crosses(other, one);
}
