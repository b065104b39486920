import type { Schedule } from '../../system/index.js';
import type { Graph } from '../graph.js';
import type { Sight } from './look.js';

/**
 * Up to so many different schedules into some states, in the order of these: first the way by which each was found, then, if
 * there are fewer states than schedules wanted, the ways through each other state from which a step leads to one of them.
 */
export function schedulesInto(graph: Graph, sights: readonly Sight[], wanted: number): Schedule[] {
  const schedules = sights.slice(0, wanted).map(({ state, image }) => graph.scheduleTo(state, image));
  // In a reduced graph, steps from state to state need not be steps of a run.
  if (schedules.length < wanted && sights.length > 0 && graph.reduced.applied.length === 0) {
    const known = new Set(schedules.map(String));
    const goals = new Set(sights.map(({ state }) => state));
    for (let from = 0; from < graph.states && schedules.length < wanted; from++) {
      for (const [choice, target] of graph.successors(from).entries()) {
        if (!goals.has(target) || schedules.length === wanted) continue;
        const schedule = [...graph.scheduleTo(from), choice];
        if (known.has(String(schedule))) continue;
        known.add(String(schedule));
        schedules.push(schedule);
      }
    }
  }
  return schedules;
}
