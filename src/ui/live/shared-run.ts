import { attendedBy, type Intervention } from '../../../machines/index.js';
import { Recorded } from '../../play/index.js';
import { buildSystem, type System } from '../../system/index.js';

/**
 * An attended run as everybody can open it: of the system's scenario with those people who did something in it, and nobody who
 * might have.
 */
export function sharedRun(system: System, run: Recorded, interventions: readonly Intervention[]): Recorded {
  const steps = Array.from({ length: run.length }, (_, number) => run.step(number));
  const acting = interventions.map(({ actor }) => actor).filter((one) => steps.some(({ actor }) => actor === one));
  const { kernel, params } = system;
  const shared = new Recorded(buildSystem(attendedBy(system.scenario, acting), kernel, params));
  for (const [number, { actor }] of steps.entries()) {
    const text = run.nextAt(number)[run.schedule[number] as number]?.text;
    const same = shared.nextAt(number).find((next) => next.actor === actor && next.text === text);
    if (same === undefined) throw new RangeError(`step ${number} of ${actor} needs somebody who did nothing`);
    shared.take(same.choice);
  }
  return shared;
}
