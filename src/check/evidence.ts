import { TableHost } from '../explore/index.js';
import { HANGS } from '../model/index.js';
import { enabled, isQuiet, replay, stepText, tokenOf, type Schedule, type System } from '../system/index.js';
import { confirmLive, type SearchedRun } from './live-confirmation.js';
import type { Evidence, SearchReport } from './search-job.js';

/** Where schedules of one system become evidence. */
export interface EvidenceStand {
  /** The run by name; `loop` is what repeats for ever after it. */
  give(schedule: Schedule, loop?: Schedule): Evidence;
  /** Has live actors take runs that were given here, each once however much it shows; says how many these were. */
  confirm(runs: readonly Evidence[]): Promise<number>;
}

/** Turns schedules into evidence: replayed by name, and on request run again by live actors. */
export function evidenceStand(system: System): EvidenceStand {
  const given = new Map<string, SearchedRun>();
  // The table host replays in microseconds what the reference host would need a noticeable time for; one serves all runs.
  const host = new TableHost(system);
  const start = host.vector.slice();
  const view = (actor: number): ReturnType<TableHost['view']> => host.view(actor);

  return {
    give(schedule, loop) {
      // Once around the loop, so that the token itself shows that a state comes again.
      const whole = [...schedule, ...(loop ?? [])];
      host.vector.set(start);
      const steps = replay(host, { schedule: whole });
      const kind = enabled(host).length > 0 ? 'stopped' : isQuiet(system, view) ? 'end' : 'deadlock';
      const token = tokenOf(system, steps);
      given.set(token, { schedule: whole, steps, places: system.actors.map(({ index }) => view(index)), kind });
      return { token, steps: steps.map(stepText), ...(loop === undefined ? {} : { loop: loop.length }) };
    },
    async confirm(runs) {
      const tokens = new Set(runs.map(({ token }) => token));
      for (const token of tokens) await confirmLive(system, given.get(token) as SearchedRun);
      return tokens.size;
    },
  };
}

/** The runs of a report that violate something, or hang. */
export const counterexamplesOf = ({
  outcomes,
  properties,
}: Pick<SearchReport, 'outcomes' | 'properties'>): Evidence[] => [
  ...outcomes.flatMap(({ name, witnesses }) => (name === HANGS ? witnesses : [])),
  ...properties.flatMap(({ counterexample }) => counterexample ?? []),
];

/** All runs of a report. */
export const runsOf = (report: Pick<SearchReport, 'outcomes' | 'properties'>): Evidence[] => [
  ...report.outcomes.flatMap(({ witnesses, without }) => [...witnesses, ...(without === undefined ? [] : [without])]),
  ...counterexamplesOf(report),
];
