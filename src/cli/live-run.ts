import { lastValueFrom } from 'rxjs';
import { seeded, startLive, type LiveOutcome, type LiveStep } from '../live/index.js';
import type { System } from '../system/index.js';
import type { Io } from './io.js';

export interface LiveRunOptions {
  readonly seed: number;
  /** Real ms a step takes; absent: as fast as it goes, in virtual time. */
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
  { seed, onStep, ...options }: LiveRunOptions,
): Promise<LiveRun> {
  const live = startLive(system, options);
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
    live.drive(seeded(seed));
    return { steps, outcome: await ended, interrupted };
  } finally {
    release();
  }
}
