import { HANGS, isLiveness, type OutcomeVerdict, type Property } from '../model/index.js';
import { isQuiet, type Schedule, type System } from '../system/index.js';
import { hangThrough, type Hang } from './hang.js';
import { decider } from './predicate.js';
import { search, type Graph, type SearchOptions, type StoppedBy } from './search.js';

/** How often an outcome was met; `unknown` where a bound ended the search before that could be said. */
export interface OutcomeResult {
  readonly name: string;
  readonly verdict: OutcomeVerdict | 'unknown';
  /** A shortest schedule to an end (or, for `hangs`, to a deadlocked or doomed state) that meets it. */
  readonly witness?: Schedule;
  /** For `hangs`: the witness led on to where it stays. */
  readonly hang?: Hang;
}

export type PropertyVerdict = 'holds' | 'holdsUpTo' | 'violated' | 'unknown';

export interface PropertyResult {
  readonly id: string;
  readonly verdict: PropertyVerdict;
  /** Why a verdict is unknown or bounded. */
  readonly why?: string;
  readonly counterexample?: Schedule;
}

/** What an exploration found. */
export interface Exploration {
  readonly graph: Graph;
  readonly system: System;
  readonly complete: boolean;
  readonly stoppedBy?: StoppedBy;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly ends: number;
  readonly deadlocked: number;
  /** States from which no end is reachable (deadlocked ones not counted). */
  readonly doomed: number;
  readonly outcomes: readonly OutcomeResult[];
  readonly properties: readonly PropertyResult[];
}

/** Explores every interleaving of a system and judges its outcomes and properties. */
export function explore(system: System, options: SearchOptions = {}): Exploration {
  const graph = search(system, options);
  const complete = graph.stoppedBy === undefined;
  const kinds = classify(graph);
  return {
    graph,
    system,
    complete,
    ...(graph.stoppedBy === undefined ? {} : { stoppedBy: graph.stoppedBy }),
    states: graph.states,
    steps: graph.steps,
    depth: graph.depth,
    ends: kinds.ends.length,
    deadlocked: kinds.deadlocked.length,
    doomed: kinds.doomed,
    outcomes: [...judgeOutcomes(graph, kinds.ends, complete), judgeHangs(graph, kinds, complete)],
    properties: system.scenario.properties.map((property) => judgeProperty(graph, property, complete)),
  };
}

interface Kinds {
  readonly ends: readonly number[];
  readonly deadlocked: readonly number[];
  readonly doomed: number;
  /** The first deadlocked or doomed state in breadth-first order. */
  readonly firstHung: number | undefined;
}

/** Ends, deadlocks, and the doomed: one backward sweep from the ends. */
function classify(graph: Graph): Kinds {
  const ends: number[] = [];
  const deadlocked: number[] = [];
  for (let state = 0; state < graph.expanded; state++) {
    if (!graph.isTerminal(state)) continue;
    graph.visit(state);
    (isQuiet(graph.system, (actor) => graph.host.view(actor)) ? ends : deadlocked).push(state);
  }
  if (graph.stoppedBy !== undefined) return { ends, deadlocked, doomed: 0, firstHung: deadlocked[0] };
  const saved = canReach(graph, ends);
  let hung = 0;
  let firstHung: number | undefined;
  for (let state = 0; state < graph.states; state++) {
    if (saved[state] === 1) continue;
    hung++;
    firstHung ??= state;
  }
  return { ends, deadlocked, doomed: hung - deadlocked.length, firstHung };
}

/** For every state, 1 if one of the goals can be reached from it. */
function canReach(graph: Graph, goals: readonly number[]): Uint8Array {
  const { starts, targets } = graph.edges;
  const into = new Int32Array(graph.states + 1);
  for (let edge = 0; edge < targets.length; edge++) into[targets[edge]! + 1]!++;
  for (let i = 0; i < graph.states; i++) into[i + 1]! += into[i]!;
  const fill = into.slice(0, graph.states);
  const sources = new Int32Array(targets.length);
  for (let from = 0; from < graph.states; from++) {
    for (let edge = starts[from]!; edge < starts[from + 1]!; edge++) sources[fill[targets[edge]!]!++] = from;
  }

  const reached = new Uint8Array(graph.states);
  const queue = new Int32Array(graph.states);
  let length = 0;
  for (const goal of goals) {
    reached[goal] = 1;
    queue[length++] = goal;
  }
  while (length > 0) {
    const state = queue[--length]!;
    for (let i = into[state]!; i < into[state + 1]!; i++) {
      const source = sources[i]!;
      if (reached[source] === 1) continue;
      reached[source] = 1;
      queue[length++] = source;
    }
  }
  return reached;
}

function judgeOutcomes(graph: Graph, ends: readonly number[], complete: boolean): OutcomeResult[] {
  return graph.system.scenario.outcomes.map(({ name, holds }) => {
    const met = ends.filter(decider(graph, holds));
    const witness = met[0] === undefined ? {} : { witness: graph.scheduleTo(met[0]) };
    return { name, verdict: frequency(met.length, ends.length, complete), ...witness };
  });
}

function judgeHangs(graph: Graph, { ends, firstHung }: Kinds, complete: boolean): OutcomeResult {
  const hang = firstHung === undefined ? undefined : hangThrough(graph, firstHung);
  const verdict = firstHung !== undefined ? (ends.length > 0 || !complete ? 'sometimes' : 'always') : 'never';
  return {
    name: HANGS,
    verdict: complete || verdict !== 'never' ? verdict : 'unknown',
    ...(hang ? { witness: hang.schedule, hang } : {}),
  };
}

function frequency(met: number, of: number, complete: boolean): OutcomeVerdict | 'unknown' {
  if (!complete) return met > 0 ? 'sometimes' : 'unknown';
  return met === 0 ? 'never' : met === of ? 'always' : 'sometimes';
}

function judgeProperty(graph: Graph, property: Property, complete: boolean): PropertyResult {
  const { id } = property;
  if (isLiveness(property)) {
    return { id, verdict: 'unknown', why: `liveness (${property.fairness}) is not decided by this version` };
  }
  const { kind, holds } = property;
  const wanted = kind === 'always' ? false : true;
  const decide = decider(graph, holds);
  let found: number | undefined;
  for (let state = 0; state < graph.states && found === undefined; state++) {
    if (decide(state) === wanted) found = state;
  }
  if (kind === 'sometimes') {
    if (found !== undefined) return { id, verdict: 'holds' };
    return complete ? { id, verdict: 'violated' } : { id, verdict: 'unknown', why: `stopped by ${graph.stoppedBy}` };
  }
  if (found !== undefined) return { id, verdict: 'violated', counterexample: graph.scheduleTo(found) };
  return complete ? { id, verdict: 'holds' } : { id, verdict: 'holdsUpTo', why: `stopped by ${graph.stoppedBy}` };
}
