import { HANGS, isLiveness, type OutcomeVerdict, type Property } from '../model/index.js';
import { isQuiet, type Schedule, type System } from '../system/index.js';
import { schedulesInto } from './properties/witnesses.js';
import { hangThrough, type Hang } from './properties/hang.js';
import { canReach } from './reach.js';
import { decider } from './properties/decider.js';
import { violatingRun } from './properties/liveness.js';
import type { Graph } from './graph.js';
import { search, type SearchOptions } from './search.js';
import type { StoppedBy } from './strategies/strategy.js';

/** How often an outcome was met; `unknown` where a bound ended the search before that could be said. */
export interface OutcomeResult {
  readonly name: string;
  readonly verdict: OutcomeVerdict | 'unknown';
  /** A shortest schedule to an end (or, for `hangs`, to a deadlocked or doomed state) that meets it. */
  readonly witness?: Schedule;
  /** As many different schedules to such ends as were asked for and exist, `witness` first. */
  readonly witnesses: readonly Schedule[];
  /** For `hangs`: the witness led on to where it stays. */
  readonly hang?: Hang;
}

export type PropertyVerdict = 'holds' | 'holdsUpTo' | 'violated' | 'unknown';

export interface PropertyResult {
  readonly id: string;
  readonly verdict: PropertyVerdict;
  /** Why a verdict is unknown or bounded. */
  readonly why?: string;
  /** A run that shows the violation; of a liveness property, up to where it repeats. */
  readonly counterexample?: Schedule;
  /** What repeats for ever after it; empty where the run stays where it is. */
  readonly loop?: Schedule;
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

export interface ExploreOptions extends SearchOptions {
  /** Schedules to keep for each outcome; 1 by default. */
  readonly witnesses?: number;
}

/**
 * Explores every interleaving of a system and judges its outcomes and properties.
 *
 * Throws E101 to E108 where a machine breaks a law, E109 for one that did not do the same when it was asked again.
 */
export function explore(system: System, options: ExploreOptions = {}): Exploration {
  const graph = search(system, options);
  graph.host.refuseChance();
  const { complete } = graph;
  const wanted = options.witnesses ?? 1;
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
    outcomes: [...judgeOutcomes(graph, kinds.ends, wanted), judgeHangs(graph, kinds)],
    properties: system.scenario.properties.map((property) => judgeProperty(graph, property)),
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
  for (const state of graph.terminals) {
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

function judgeOutcomes(graph: Graph, ends: readonly number[], wanted: number): OutcomeResult[] {
  return graph.system.scenario.outcomes.map(({ name, holds }) => {
    const met = ends.filter(decider(graph, holds));
    const witnesses = schedulesInto(graph, met, wanted);
    const [witness] = witnesses;
    const verdict = frequency(met.length, ends.length, graph.complete);
    return { name, verdict, ...(witness === undefined ? {} : { witness }), witnesses };
  });
}

function judgeHangs(graph: Graph, { ends, firstHung }: Kinds): OutcomeResult {
  const { complete } = graph;
  const hang = firstHung === undefined ? undefined : hangThrough(graph, firstHung);
  const verdict = firstHung !== undefined ? (ends.length > 0 || !complete ? 'sometimes' : 'always') : 'never';
  return {
    name: HANGS,
    verdict: complete || verdict !== 'never' ? verdict : 'unknown',
    ...(hang ? { witness: hang.schedule, hang } : {}),
    witnesses: hang ? [hang.schedule] : [],
  };
}

function frequency(met: number, of: number, complete: boolean): OutcomeVerdict | 'unknown' {
  if (!complete) return met > 0 ? 'sometimes' : 'unknown';
  return met === 0 ? 'never' : met === of ? 'always' : 'sometimes';
}

function judgeProperty(graph: Graph, property: Property): PropertyResult {
  const { id } = property;
  const { complete } = graph;
  if (isLiveness(property)) {
    const run = violatingRun(graph, property);
    if (run !== undefined) return { id, verdict: 'violated', counterexample: run.stem, loop: run.loop };
    return complete ? { id, verdict: 'holds' } : { id, verdict: 'unknown', why: `stopped by ${graph.stoppedBy}` };
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
