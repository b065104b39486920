import { lastValueFrom } from 'rxjs';
import { recorded, startLive, type LiveOutcome } from '../live/index.js';
import { HANGS } from '../model/index.js';
import { stepText, viewOf, type LocalView, type Schedule, type Step, type System } from '../system/index.js';

/** A run as the search knows it. */
export interface SearchedRun {
  readonly schedule: Schedule;
  readonly steps: readonly Step[];
  /** Where each actor is at its end, in the order of the system. */
  readonly places: readonly LocalView[];
  /** What its end is: `stopped` means that steps are enabled. */
  readonly kind: LiveOutcome['kind'];
}

/**
 * Runs a schedule again on live actors, and rejects where they do not take the very same steps to the same place: then
 * what the search found is not what the machines do, which is a bug of ours and no finding about a kernel.
 */
export async function confirmLive(system: System, run: SearchedRun): Promise<void> {
  const live = startLive(system);
  const steps: Step[] = [];
  // Errors come through outcome$, which is waited for below.
  live.steps$.subscribe({ next: (step) => steps.push(step), error: () => {} });
  const ended = lastValueFrom(live.outcome$);
  live.drive(recorded(run.schedule));
  let outcome: LiveOutcome | undefined;
  let error: unknown;
  try {
    outcome = await ended;
  } catch (thrown) {
    error = thrown;
  }
  const different = firstDifference(run.steps, steps, error);
  if (different !== undefined) throw disagreement(system, different);
  if (outcome?.kind !== run.kind) {
    throw disagreement(
      system,
      `after ${steps.length} steps the search has ${endText(run.kind)}, live it is ${endText(outcome?.kind)}`,
    );
  }
  for (const [index, { id }] of system.actors.entries()) {
    const snapshot = await lastValueFrom(live.snapshots$(id));
    const [searched, lived] = [run.places[index], viewOf(snapshot)].map(placeText);
    if (searched !== lived) {
      throw disagreement(
        system,
        `after ${steps.length} steps ${id} is in ${searched} in the search, and live in ${lived}`,
      );
    }
  }
}

function firstDifference(searched: readonly Step[], live: readonly Step[], error: unknown): string | undefined {
  const longer = Math.max(searched.length, live.length);
  for (let number = 0; number < longer; number++) {
    const [wanted, took] = [searched[number], live[number]].map((step) =>
      step === undefined ? undefined : stepText(step),
    );
    if (wanted === took) continue;
    const instead =
      took === undefined ? `they stopped${error === undefined ? '' : ` (${errorText(error)})`}` : `it is "${took}"`;
    return `step ${number + 1} is "${wanted ?? 'none'}" in the search, and live ${instead}`;
  }
  return error === undefined ? undefined : `after step ${live.length} live actors failed: ${errorText(error)}`;
}

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function endText(kind: LiveOutcome['kind'] | undefined): string {
  switch (kind) {
    case 'end':
      return 'an end';
    case 'deadlock':
      return `a deadlock (${HANGS})`;
    case 'stopped':
      return 'steps that are enabled';
    case undefined:
      return 'nothing';
    default:
      return kind satisfies never;
  }
}

const placeText = (view: LocalView | undefined): string =>
  view === undefined ? 'nowhere' : `${view.path} ${JSON.stringify(view.context)}`;

const disagreement = ({ scenario, kernel }: System, what: string): Error =>
  new Error(`Live actors do not confirm a run that the search found of ${scenario.id} on ${kernel.spec.id}: ${what}.`);
