import { TableHost } from '../explore/index.js';
import { enabled, isQuiet, replay, stepText, tokenOf, type Schedule, type System } from '../system/index.js';
import { confirmLive } from './live-confirmation.js';
import type { Evidence } from './search-job.js';

export interface EvidenceStand {
  /** The run as evidence: `loop` steps that repeat for ever come after the schedule, once, so that the token itself shows it. */
  give(schedule: Schedule, loop?: Schedule): Promise<Evidence>;
  /** How many different runs live actors have confirmed. */
  readonly liveRuns: number;
}

/**
 * Turns schedules of one system into evidence, each run once however much it shows: replayed by name, and confirmed by
 * live actors before anybody sees it.
 */
export function evidenceStand(system: System): EvidenceStand {
  const known = new Map<string, Promise<Evidence>>();
  // The table host replays in microseconds what the reference host would need a noticeable time for; one serves all runs.
  const host = new TableHost(system);
  const start = host.vector.slice();

  return {
    async give(schedule, loop) {
      const whole = [...schedule, ...(loop ?? [])];
      const key = whole.join();
      let run = known.get(key);
      if (run === undefined) known.set(key, (run = confirmed(whole)));
      return { ...(await run), ...(loop === undefined ? {} : { loop: loop.length }) };
    },
    get liveRuns() {
      return known.size;
    },
  };

  async function confirmed(schedule: Schedule): Promise<Evidence> {
    host.vector.set(start);
    const steps = replay(host, { schedule });
    const view = (actor: number): ReturnType<TableHost['view']> => host.view(actor);
    const open = enabled(host).length > 0;
    const kind = open ? 'stopped' : isQuiet(system, view) ? 'end' : 'deadlock';
    await confirmLive(system, { schedule, steps, places: system.actors.map(({ index }) => view(index)), kind });
    return { token: tokenOf(system, steps), steps: steps.map(stepText) };
  }
}
