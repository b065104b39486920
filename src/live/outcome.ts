import { enabled, stateView, type System } from '../system/index.js';
import type { LiveHost } from './host.js';

/** The names of the scenario's outcomes that hold in the present state. */
export function outcomesOf(system: System, host: LiveHost): string[] {
  const moves = (actor: number): boolean =>
    enabled(host).some((choice) => choice.kind === 'pending' && choice.actor === actor);
  const view = stateView(system, (actor) => host.view(actor), moves);
  return system.scenario.outcomes.filter(({ holds }) => holds(view)).map(({ name }) => name);
}
