import { concatMap, lastValueFrom, map, timer } from 'rxjs';
import { seeded, startLive, type ChoiceSource, type LiveOutcome, type LiveStep } from '../live/index.js';
import type { System } from '../system/index.js';
import type { Io } from './io.js';

export interface LiveRunOptions {
  readonly seed: number;
  /** Real ms to wait before each step; the run itself goes by virtual time, so the seed gives the same run at any pace. */
  readonly pace?: number;
  readonly maxSteps: number;
  readonly onStep: (step: LiveStep) => void;
}

export interface LiveRun {
  readonly steps: readonly LiveStep[];
  readonly outcome: LiveOutcome;
  readonly interrupted: boolean;
}

/** Runs a system live until it ends, has taken its steps, or the user has seen enough. */
export async function liveRun(
  io: Pick<Io, 'onInterrupt'>,
  system: System,
  { seed, pace = 0, maxSteps, onStep }: LiveRunOptions,
): Promise<LiveRun> {
  const live = startLive(system, { maxSteps });
  const steps: LiveStep[] = [];
  let interrupted = false;
  const release = io.onInterrupt(() => {
    interrupted = true;
    live.stop();
  });
  live.steps$.subscribe({
    next: (step) => {
      steps.push(step);
      onStep(step);
    },
    // outcome$ errs with the same, and is waited for below.
    error: () => {},
  });
  try {
    const ended = lastValueFrom(live.outcome$);
    live.drive(paced(seeded(seed), pace));
    return { steps, outcome: await ended, interrupted };
  } finally {
    release();
  }
}

/** The same choices, each after a while. */
const paced = (source: ChoiceSource, ms: number): ChoiceSource =>
  ms === 0 ? source : (asked$) => source(asked$).pipe(concatMap((choice) => timer(ms).pipe(map(() => choice))));
