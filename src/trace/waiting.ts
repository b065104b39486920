import { enabled, ReferenceHost, takeStep, type System } from '../system/index.js';
import type { Trace } from './trace.js';

/** A time in which a thread has something to do and none of it is enabled. */
export interface Wait {
  readonly actor: string;
  /** It waits after this step; after −1 from the start. */
  readonly after: number;
  /** The step that lets it go on; absent where nothing does. */
  readonly wokenBy?: number;
  /** Its next step after that, if it takes one. */
  readonly resumedAt?: number;
}

/** Who waits when in a trace, in the order in which the waits begin. */
export function waitsOf({ system, schedule, steps }: Trace): readonly Wait[] {
  const host = new ReferenceHost(system);
  const begun = new Map<string, number>();
  const waits: Wait[] = [];
  for (const actor of blocked(system, host)) begun.set(actor, -1);
  for (const [number, choice] of schedule.entries()) {
    takeStep(host, enabled(host), choice, number);
    const now = blocked(system, host);
    for (const [actor, after] of begun) {
      if (now.has(actor)) continue;
      begun.delete(actor);
      const resumed = steps.findIndex((step) => step.number > number && step.actor === actor);
      waits.push({ actor, after, wokenBy: number, ...(resumed < 0 ? {} : { resumedAt: resumed }) });
    }
    for (const actor of now) if (!begun.has(actor)) begun.set(actor, number);
  }
  for (const [actor, after] of begun) waits.push({ actor, after });
  return waits.sort((one, other) => one.after - other.after || (one.actor < other.actor ? -1 : 1));
}

function blocked(system: System, host: ReferenceHost): Set<string> {
  const ready = new Set(
    enabled(host).map((choice) => (choice.kind === 'pending' ? choice.actor : host.mail()[choice.index]?.to)),
  );
  return new Set(
    system.actors
      .filter(({ machine, index }) => {
        const { finished, idle } = host.view(index);
        return machine.spec.kind === 'thread' && !ready.has(index) && !finished && !idle;
      })
      .map(({ id }) => id),
  );
}
