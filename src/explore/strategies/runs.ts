import type { Batch } from '../batch.js';
import { IntList } from '../numbers.js';
import { StateBits } from '../state-bits.js';
import type { StateSpace } from '../state-space.js';
import type { Control, Sample, StoppedBy, Strategy, Walk } from './strategy.js';

/** Whom the enabled steps of a state belong to, in their order: who takes part in the choice. */
export interface Offer {
  readonly steps: number;
  /**
   * The thread of a step, by the actor's number; for mail, the number of actors and its receiver's added up: each receiver's
   * mail is one more thread.
   */
  threadOf(step: number): number;
}

/** Picks the steps of runs, one run after another. */
export interface Picker {
  /** A run begins at the first state. */
  begin(): void;
  /** One of the steps of a state that has some. */
  pick(offer: Offer): number;
  /** The run is over, after so many steps. */
  end(length: number): void;
  /** What the runs promise, if anything. */
  promise?(sample: Sample): Sample['promise'];
}

export interface RunsOptions {
  readonly runs: number;
  /** A run is cut off after so many steps, since some go on for ever; as bounds of depth are. */
  readonly maxLength?: number;
}

/**
 * A strategy that takes whole runs, as a picker picks them. It keeps the states that it meets, so properties are judged as in
 * any other search, and a run's steps to a state are the first that led there. It is complete if it happens to have expanded
 * all.
 */
export const runs = (
  name: string,
  { runs: most, maxLength = 10_000 }: RunsOptions,
  pickerFor: () => Picker,
): Strategy => ({
  name,
  shortest: false,
  explore(space, control): Walk {
    const { store } = space;
    const picker = pickerFor();
    const expanded = new StateBits();
    const terminals = new IntList();
    const threads = new Set<number>();
    const sample = { runs: 0, cut: 0, longest: 0, threads: 0, alternatives: 0 };
    let stoppedBy: StoppedBy | undefined;
    let steps = 0;
    while (stoppedBy === undefined && sample.runs < most && expanded.size < store.size) takeRun();
    if (expanded.size < store.size) stoppedBy ??= 'runs';
    const promise = picker.promise?.(sample);
    return {
      steps,
      depth: sample.longest + 1,
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      expanded: expanded.size,
      isExpanded: (state) => expanded.has(state),
      terminals,
      sample: promise === undefined ? sample : { ...sample, promise },
    };

    function takeRun(): void {
      picker.begin();
      let state = 0;
      let length = 0;
      for (;;) {
        const progress = { states: store.size, steps, depth: length, frontier: store.size - expanded.size };
        stoppedBy = control.stop({ ...progress, bytes: space.bytes });
        if (stoppedBy !== undefined) return;
        const batch = expand(space, state);
        note(batch, state, control);
        if (batch.successors === 0) break;
        if (length === Math.min(maxLength, control.maxDepth)) {
          sample.cut++;
          break;
        }
        const offer = offerOf(space, batch, state);
        const step = picker.pick(offer);
        const thread = offer.threadOf(step);
        sample.threads = threads.add(thread).size;
        for (let other = 0; other < offer.steps; other++) {
          if (other === step || offer.threadOf(other) !== thread) continue;
          sample.alternatives++;
          break;
        }
        state = batch.numbers[step] as number;
        length++;
      }
      picker.end(length);
      sample.runs++;
      sample.longest = Math.max(sample.longest, length);
    }

    function note(batch: Batch, state: number, { expanded: tell }: Control): void {
      if (!expanded.add(state)) return;
      steps += batch.successors;
      if (batch.successors === 0) terminals.push(state);
      tell(batch);
    }
  },
});

function expand(space: StateSpace, state: number): Batch {
  space.batch.states[0] = state;
  space.batch.count = 1;
  space.expandAndInsert();
  return space.batch;
}

function offerOf(space: StateSpace, { owners, successors }: Batch, state: number): Offer {
  const { host } = space;
  // Mail comes last.
  if (owners[successors - 1] !== host.size) {
    return { steps: successors, threadOf: (step) => owners[step] as number };
  }
  space.visit(state);
  const sources = host.sources();
  return { steps: successors, threadOf: (step) => (sources[step] as (typeof sources)[number]).debtor };
}
