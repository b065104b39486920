import { HANGS } from '../../model/index.js';
import type { Schedule, System } from '../../system/index.js';
import type { Graph } from '../graph.js';
import { IntList } from '../numbers.js';
import { decider } from '../properties/decider.js';
import { Notes } from '../properties/notes.js';
import { search } from '../search.js';
import type { TableHost } from '../table.js';
import { askedOnly, type Aim } from './aim.js';

/**
 * The states, from some point of a run on, from which a run can still pass: come to an end without that which is aimed at. Of
 * an outcome, an end that does not have it; of `hangs`, any end; of a property, an end on a way that never decides it.
 */
export class Passing {
  private readonly graph: Graph;
  private readonly next: Int32Array;
  /** Steps of the run before the states that are known here. */
  readonly after: number;

  private constructor(graph: Graph, next: Int32Array, after: number) {
    this.graph = graph;
    this.next = next;
    this.after = after;
  }

  /**
   * Looks from the start of the run, and where that is too far, from later and later states of it. Nothing if even what
   * follows its last step is too far.
   */
  static around(system: System, schedule: Schedule, aim: Aim, states: number): Passing | undefined {
    for (let left = schedule.length; ; left = Math.floor(left / 2)) {
      const after = schedule.length - left;
      const passing = Passing.after(system, schedule.slice(0, after), aim, states);
      if (passing !== undefined || left === 0) return passing;
    }
  }

  private static after(system: System, from: Schedule, aim: Aim, states: number): Passing | undefined {
    const asked = askedOnly(system, aim);
    let notes: Notes | undefined;
    const graph = search(asked, { from, bounds: { states }, watch: (space) => (notes = new Notes(space)) });
    if (!graph.complete || notes === undefined) return undefined;
    return new Passing(graph, waysToPass(graph, notes, aim), from.length);
  }

  /** The host by whose numbers states are known here. */
  get host(): TableHost {
    return this.graph.host;
  }

  /** Whether a run that stands there can still pass. */
  canPass(vector: Int32Array): boolean {
    const state = this.graph.space.numberOf(vector);
    return state >= 0 && this.next[state] !== NONE;
  }

  /** The choices of the shortest way on to an end that passes. */
  wayOn(vector: Int32Array): Schedule {
    const { graph, next } = this;
    const way: number[] = [];
    for (let state = graph.space.numberOf(vector); (next[state] as number) >= 0; state = next[state] as number) {
      way.push(graph.successors(state).indexOf(next[state] as number));
    }
    return way;
  }
}

/** No way to pass; the end of one. */
const NONE = -2;
const HERE = -1;

/** Per state, the next one on a shortest way to an end that passes: breadth-first, backwards. */
function waysToPass(graph: Graph, { ends, met }: Notes, aim: Aim): Int32Array {
  const next = new Int32Array(graph.states).fill(NONE);
  const forbidden = forbiddenStates(graph, aim);
  const bad = new Set(aim.kind === 'outcome' && aim.name !== HANGS ? met[0]?.map(({ state }) => state) : []);
  const queue = new IntList();
  for (const end of ends) {
    if (bad.has(end) || forbidden(end)) continue;
    next[end] = HERE;
    queue.push(end);
  }
  const { starts, sources } = backwards(graph);
  for (let head = 0; head < queue.length; head++) {
    const state = queue.at(head);
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
      const source = sources[edge]!;
      if (next[source] !== NONE || forbidden(source)) continue;
      next[source] = state;
      queue.push(source);
    }
  }
  return next;
}

/** The states in which a property is decided: no run that passes comes there. */
function forbiddenStates(graph: Graph, aim: Aim): (state: number) => boolean {
  const [property] = graph.system.scenario.properties;
  if (aim.kind !== 'property' || property === undefined) return () => false;
  const decide = decider(graph.space, property.holds);
  return (state) => decide(state) === (property.kind !== 'always');
}

/** The edges of a graph by where they lead. */
function backwards(graph: Graph): { readonly starts: Int32Array; readonly sources: Int32Array } {
  const edges = graph.allEdges();
  const starts = new Int32Array(graph.states + 1);
  for (const target of edges.targets) starts[target + 1]!++;
  for (let state = 0; state < graph.states; state++) starts[state + 1]! += starts[state]!;
  const filled = starts.slice();
  const sources = new Int32Array(edges.targets.length);
  for (let source = 0; source < graph.states; source++) {
    for (let edge = edges.starts[source]!; edge < edges.starts[source + 1]!; edge++) {
      sources[filled[edges.targets[edge]!]!++] = source;
    }
  }
  return { starts, sources };
}
