import type { LiveOutcome } from '../live/index.js';

/** What could have ended a run before its end. */
export interface Limits {
  readonly interrupted: boolean;
  readonly maxSteps: number;
}

/** How a live run ended, in a line. */
export function outcomeText({ kind, outcomes, steps }: LiveOutcome, { interrupted, maxSteps }: Limits): string {
  switch (kind) {
    case 'end':
      return `end     after ${steps} steps: ${outcomes.length === 0 ? 'no outcome holds' : outcomes.join(', ')}`;
    case 'deadlock':
      return `end     deadlock after ${steps} steps: hangs`;
    case 'stopped':
      return interrupted
        ? `end     NOT REACHED, interrupted after ${steps} steps`
        : `end     NOT REACHED, stopped after ${steps} steps (--steps ${maxSteps}): it may spin for ever, or want more`;
    default:
      return kind satisfies never;
  }
}
