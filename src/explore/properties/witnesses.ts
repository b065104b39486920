import type { Schedule } from '../../system/index.js';
import type { Graph } from '../graph.js';

/**
 * Up to so many different schedules into some states, in the order of these: first the way by which each was found, then, if
 * there are fewer states than schedules wanted, the ways through each other state from which a step leads to one of them.
 */
export function schedulesInto(graph: Graph, states: readonly number[], wanted: number): Schedule[] {
  const schedules = states.slice(0, wanted).map((state) => graph.scheduleTo(state));
  if (schedules.length < wanted && states.length > 0) {
    const known = new Set(schedules.map(String));
    const goals = new Set(states);
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
