import type { Fairness } from '../model/index.js';
import type { Trace } from './trace.js';

/** Why a run that never gets on is a run at all: who could have gone on need not have, or nobody could. */
export function forEver({ steps, standings }: Trace, loop: number, fairness: Fairness | undefined): string {
  if (loop > 0) {
    const repeats = loop === 1 ? 'The last step repeats for ever' : `The last ${loop} steps repeat for ever`;
    return fairness === undefined
      ? `${repeats}: from there no end can be reached, whatever is scheduled.`
      : `${repeats}, and no thread is cheated of a turn that it is owed (fairness: ${fairness}).`;
  }
  const enabled = steps.at(-1)?.enabledAfter.length ?? standings.filter(({ kind }) => kind === 'ready').length;
  return enabled === 0
    ? 'It stays there for ever: no step is enabled.'
    : `It stays there for ever: nothing makes anybody take a step (fairness: ${fairness ?? 'none'}).`;
}
