import type { Batch } from '../batch.js';
import { IntList } from '../numbers.js';
import { StateBits } from '../state-bits.js';
import { expandOne, offerOf, type Offer } from './offer.js';
import type { Control, Sample, StoppedBy, Strategy, Walk } from './strategy.js';

/** Picks the steps of runs, one run after another. */
export interface Picker {
  /** A run begins at the first state. */
  begin(): void;
  /** One of the steps of a state that has some. */
  pick(offer: Offer): number;
  /** The run is over, after so many steps: at an end, or cut off. */
  end(length: number, how: 'ended' | 'cut'): void;
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
  reducible: false,
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
      const cutBefore = sample.cut;
      let state = 0;
      let length = 0;
      for (;;) {
        const progress = { states: store.size, steps, depth: length, frontier: store.size - expanded.size };
        stoppedBy = control.stop({ ...progress, bytes: space.bytes });
        if (stoppedBy !== undefined) return;
        const batch = expandOne(space, state);
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
      picker.end(length, sample.cut > cutBefore ? 'cut' : 'ended');
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
