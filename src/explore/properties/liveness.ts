import type { LivenessProperty } from '../../model/index.js';
import type { Schedule } from '../../system/index.js';
import type { Graph } from '../graph.js';
import { IntList } from '../numbers.js';
import { components, loners, type Component } from './components.js';
import { debtsOf, fairAlone, unfairness, type Debts } from './fairness.js';
import { fairRound } from './lasso.js';
import type { StateSet } from './notes.js';

/** A fair run that never comes to the goal, or never comes there to stay: a way, and what repeats for ever after it. */
export interface Lasso {
  readonly stem: Schedule;
  /** Empty where the run stays where it is: nothing is enabled, or nothing makes the scheduler go on. */
  readonly loop: Schedule;
}

/**
 * A fair run of the explored graph that violates a liveness property, or `undefined` if there is none.
 *
 * A run that has come to a state without a step stays there for ever; without fairness it may do so anywhere. Otherwise the
 * run ends in a strongly connected component of the states that it may stay in, which is fair to everybody (Emerson and Lei
 * 1987: components that starve somebody lose the states in which he is owed a step, and what is left is looked at again).
 */
export function violatingRun(graph: Graph, property: LivenessProperty, goals: StateSet): Lasso | undefined {
  const goal = new Uint8Array(graph.states);
  for (let state = 0; state < graph.states; state++) if (goals.has(state)) goal[state] = 1;
  const region = property.kind === 'eventually' ? withoutGoal(graph, goal) : everywhere(graph, property, goal);
  const isBad = (state: number): boolean => region.states[state] === 1 && goal[state] === 0;
  const resting = property.fairness === 'none' ? first(graph.states, isBad) : first(graph.terminals, isBad);
  const around = property.fairness === 'none' ? undefined : fairComponent(graph, property, region.states, goal);
  if (resting !== undefined && (around === undefined || resting <= (around.component[0] as number))) {
    return { stem: region.wayTo(resting), loop: [] };
  }
  if (around === undefined) return undefined;
  const [start] = around.component;
  if (start === undefined) return undefined;
  const loop = fairRound(around.debts, around.component, start, (state) => goal[state] === 0);
  return { stem: region.wayTo(start), loop };
}

/** The states in which a violating run may be for ever, and how it comes there. */
interface Region {
  readonly states: Uint8Array;
  wayTo(state: number): Schedule;
}

/** `eventually`: all that can be reached without ever meeting the goal. */
function withoutGoal(graph: Graph, goal: Uint8Array): Region {
  const { starts, targets } = graph.allEdges();
  const states = new Uint8Array(graph.states);
  const from = new Int32Array(graph.states).fill(-1);
  const queue = new IntList();
  const find = (state: number, source: number): void => {
    if (states[state] === 1 || goal[state] === 1) return;
    states[state] = 1;
    from[state] = source;
    queue.push(state);
  };
  find(0, -1);
  for (let head = 0; head < queue.length; head++) {
    const state = queue.at(head);
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) find(targets[edge]!, state);
  }
  return { states, wayTo: (state) => graph.scheduleAlong(from, state) };
}

/** `always eventually` stays among the states without the goal, whatever was before; `eventually always` only visits them. */
function everywhere(graph: Graph, { kind }: LivenessProperty, goal: Uint8Array): Region {
  const states = kind === 'always eventually' ? goal.map((is) => 1 - is) : new Uint8Array(graph.states).fill(1);
  return { states, wayTo: (state) => graph.scheduleTo(state) };
}

/** Of the components in which a fair run can stay for ever, and which have a state without the goal, that which begins first. */
function fairComponent(
  graph: Graph,
  { fairness }: LivenessProperty,
  region: Uint8Array,
  goal: Uint8Array,
): { readonly component: Component; readonly debts: Debts } | undefined {
  const debts = debtsOf(graph, fairness);
  const edges = graph.allEdges();
  const alone = fairAlone(
    debts,
    loners(edges, region).filter((state) => goal[state] === 0),
  );
  let best: Component | undefined = alone === undefined ? undefined : Int32Array.of(alone);
  const waiting = components(edges, region);
  for (let component = waiting.pop(); component !== undefined; component = waiting.pop()) {
    if (best !== undefined && (component[0] as number) > (best[0] as number)) continue;
    if (!component.some((state) => goal[state] === 0)) continue;
    const verdict = unfairness(debts, component);
    if (verdict === 'fair') best = component;
    if (typeof verdict === 'string') continue;
    const smaller = new Uint8Array(graph.states);
    for (const state of verdict.rest) smaller[state] = 1;
    for (const part of components(edges, smaller)) waiting.push(part);
    // A part of one state alone was judged with the loners.
  }
  return best === undefined ? undefined : { component: best, debts };
}

function first(states: number | Iterable<number>, will: (state: number) => boolean): number | undefined {
  if (typeof states !== 'number') {
    for (const state of states) if (will(state)) return state;
    return undefined;
  }
  for (let state = 0; state < states; state++) if (will(state)) return state;
  return undefined;
}
