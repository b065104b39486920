import { HANGS, isLiveness, type OutcomeVerdict, type Property, type SafetyProperty } from '../model/index.js';
import type { Schedule, System } from '../system/index.js';
import { coverageOf, type Coverage } from './coverage.js';
import type { Aim } from './explain/aim.js';
import { shrink } from './explain/shrink.js';
import type { Graph } from './graph.js';
import { omissionProbability } from './hash-compaction.js';
import { hangThrough, type Hang } from './properties/hang.js';
import { violatingRun } from './properties/liveness.js';
import type { Sight } from './properties/look.js';
import { Notes, type StateSet } from './properties/notes.js';
import { schedulesInto } from './properties/witnesses.js';
import type { Reduced } from './reductions/reduction.js';
import { canReach } from './reach.js';
import { search, type SearchOptions } from './search.js';
import type { Progress, Sample, StoppedBy } from './strategies/strategy.js';

/** How often an outcome was met; `unknown` where a bound ended the search before that could be said. */
export interface OutcomeResult {
  readonly name: string;
  readonly verdict: OutcomeVerdict | 'unknown';
  /** A shortest schedule to an end (or, for `hangs`, to a deadlocked or doomed state) that meets it. */
  readonly witness?: Schedule;
  /** As many different schedules to such ends as were asked for and exist, `witness` first. */
  readonly witnesses: readonly Schedule[];
  /** Of a search by runs: how many steps the witness had when it was found. */
  readonly shrunkFrom?: number;
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
  /** Of a search by runs: how many steps the counterexample had when it was found. */
  readonly shrunkFrom?: number;
  /** It holds, and its premise, which is this, never came true in a complete search: it says nothing here. */
  readonly vacuous?: string;
}

/** What an exploration found. */
export interface Exploration {
  readonly graph: Graph;
  readonly system: System;
  readonly complete: boolean;
  readonly stoppedBy?: StoppedBy;
  /** With hash compaction, the chance that some state was left out, and with it whatever depends on it. */
  readonly omission?: number;
  /** Of a search by runs, what they were. */
  readonly sample?: Sample;
  /** Of a search by preemptions: all runs with so many were followed. */
  readonly preemptions?: number;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly ends: number;
  readonly deadlocked: number;
  /** States from which no end is reachable (deadlocked ones not counted). */
  readonly doomed: number;
  readonly outcomes: readonly OutcomeResult[];
  readonly properties: readonly PropertyResult[];
  /** What it did not come to, where that was asked for. */
  readonly coverage?: Coverage;
  /** What became of the reductions asked for; absent where none was. */
  readonly reduced?: Reduced;
}

/** How far an exploration has come, and what it has come to. */
export interface JudgedProgress extends Progress {
  /** Outcomes that were met, `hangs` where a deadlock was, and safety properties that were violated. */
  readonly seen: readonly string[];
}

export interface ExploreOptions extends Omit<SearchOptions, 'poll' | 'watch'> {
  /** Asked every few thousand states; an answer ends the search. The clock and the keyboard live with the caller. */
  readonly poll?: (progress: JudgedProgress) => StoppedBy | undefined;
  /** Schedules to keep for each outcome; 1 by default. */
  readonly witnesses?: number;
  /** Look also at what the search did not come to; some microseconds a step. */
  readonly coverage?: boolean;
  /** Runs drawn at random are shrunk before they are shown, unless this is false. */
  readonly shrink?: boolean;
}

/**
 * Explores every interleaving of a system and judges its outcomes and properties.
 *
 * Throws E101 to E108 where a machine breaks a law, E109 for one that did not do the same when it was asked again.
 */
export function explore(system: System, options: ExploreOptions = {}): Exploration {
  const judged: { notes?: Notes } = {};
  const { poll, ...order } = options;
  const graph = search(system, {
    ...order,
    watch: (space) => (judged.notes = new Notes(space)),
    ...(poll && { poll: (progress) => poll({ ...progress, seen: seenIn(system, judged.notes as Notes) }) }),
  });
  const notes = judged.notes as Notes;
  graph.host.refuseChance();
  const { complete } = graph;
  const hung = hungStates(graph, notes);
  const short = options.shrink === false || graph.sample === undefined ? asFound : shrinker(graph);
  return {
    graph,
    system,
    complete,
    ...(graph.stoppedBy === undefined ? {} : { stoppedBy: graph.stoppedBy }),
    ...(graph.space.storage === 'exact' ? {} : { omission: omissionProbability(graph.states) }),
    ...(graph.sample === undefined ? {} : { sample: graph.sample }),
    ...(graph.preemptions === undefined ? {} : { preemptions: graph.preemptions }),
    ...(options.reductions === undefined ? {} : { reduced: graph.reduced }),
    ...(options.coverage ? { coverage: coverageOf(graph) } : {}),
    states: graph.states,
    steps: graph.steps,
    depth: graph.depth,
    ends: notes.ends.length,
    deadlocked: notes.deadlocked.length,
    doomed: hung.doomed,
    outcomes: [...judgeOutcomes(graph, notes, options.witnesses ?? 1), judgeHangs(graph, notes, hung)].map((outcome) =>
      shortOutcome(outcome, short),
    ),
    properties: graph.system.scenario.properties.map((property) =>
      shortProperty(judgeProperty(graph, notes, property), short),
    ),
  };
}

function seenIn({ scenario: { outcomes, properties } }: System, { met, deadlocked, decisive }: Notes): string[] {
  const isViolated = (property: Property): boolean => property.kind !== 'sometimes' && decisive.has(property);
  return [
    ...outcomes.filter((_, i) => (met[i] as readonly Sight[]).length > 0).map(({ name }) => name),
    ...(deadlocked.length > 0 ? [HANGS] : []),
    ...properties.filter(isViolated).map(({ id }) => id),
  ];
}

/** What a run is shown as. */
type Short = (schedule: Schedule, aim: Aim) => { readonly schedule: Schedule; readonly from?: number };

const asFound: Short = (schedule) => ({ schedule });

const shrinker =
  ({ system, prefix }: Graph): Short =>
  (schedule, aim) =>
    prefix.length > 0 ? { schedule } : shrink(system, schedule, aim);

function shortOutcome(result: OutcomeResult, short: Short): OutcomeResult {
  // A hang that goes on for ever is led to where it stays, and that is short already.
  if (result.witness === undefined || (result.hang?.loop.length ?? 0) > 0) return result;
  const { schedule, from } = short(result.witness, { kind: 'outcome', name: result.name });
  if (from === undefined) return result;
  const hang = result.hang && { ...result.hang, schedule, noReturn: schedule.length };
  const witnesses = [schedule, ...result.witnesses.slice(1)];
  return { ...result, witness: schedule, witnesses, ...(hang && { hang }), shrunkFrom: from };
}

function shortProperty(result: PropertyResult, short: Short): PropertyResult {
  if (result.counterexample === undefined || result.loop !== undefined) return result;
  const { schedule, from } = short(result.counterexample, { kind: 'property', name: result.id });
  return from === undefined ? result : { ...result, counterexample: schedule, shrunkFrom: from };
}

/** The states from which no end can be reached. */
interface Hung {
  /** Without the deadlocked ones. */
  readonly doomed: number;
  /** The first deadlocked or doomed state in the order of the search. */
  readonly first: number | undefined;
  /** Whether there may be doomed states that were not looked for. */
  readonly unknown: boolean;
}

/** One backward sweep from the ends. Without the edges and without the states there is nothing to sweep over. */
function hungStates(graph: Graph, { ends, deadlocked }: Notes): Hung {
  const unknown = !graph.complete || (graph.edges === undefined && graph.space.storage === 'compact');
  if (unknown) return { doomed: 0, first: deadlocked[0], unknown };
  const saved = canReach(graph, ends);
  let hung = 0;
  let first: number | undefined;
  for (let state = 0; state < graph.states; state++) {
    if (saved[state] === 1) continue;
    hung++;
    first ??= state;
  }
  return { doomed: hung - deadlocked.length, first, unknown };
}

function judgeOutcomes(graph: Graph, { met, always, ends }: Notes, wanted: number): OutcomeResult[] {
  return graph.system.scenario.outcomes.map(({ name }, i) => {
    const sights = met[i] as readonly Sight[];
    const witnesses = schedulesInto(graph, sights, wanted);
    const [witness] = witnesses;
    const verdict = frequency(sights.length, always[i] === ends.length, graph.complete);
    return { name, verdict, ...(witness === undefined ? {} : { witness }), witnesses };
  });
}

function judgeHangs(graph: Graph, { ends }: Notes, { first, unknown }: Hung): OutcomeResult {
  const hang = first === undefined ? undefined : unknown ? deadlockAt(graph, first) : hangAt(graph, first);
  const verdict = first !== undefined ? (ends.length > 0 || !graph.complete ? 'sometimes' : 'always') : 'never';
  return {
    name: HANGS,
    verdict: unknown && verdict === 'never' ? 'unknown' : verdict,
    ...(hang ? { witness: hang.schedule, hang } : {}),
    witnesses: hang ? [hang.schedule] : [],
  };
}

/** In a reduced graph steps are not those of a run: from the hung state on, all is searched. */
function hangAt(graph: Graph, state: number): Hang {
  if (graph.reduced.applied.length === 0) return hangThrough(graph, state);
  return hangThrough(search(graph.system, { from: graph.scheduleTo(state) }), 0);
}

function deadlockAt(graph: Graph, state: number): Hang {
  const schedule = graph.scheduleTo(state);
  return { schedule, noReturn: schedule.length, loop: [] };
}

function frequency(met: number, everywhere: boolean, complete: boolean): OutcomeVerdict | 'unknown' {
  if (!complete) return met > 0 ? 'sometimes' : 'unknown';
  return met === 0 ? 'never' : everywhere ? 'always' : 'sometimes';
}

function judgeProperty(graph: Graph, notes: Notes, property: Property): PropertyResult {
  const { id } = property;
  const open = graph.complete ? undefined : `stopped by ${graph.stoppedBy}`;
  const refusal = graph.reduced.applied.flatMap(({ name, refuses }) => {
    const why = refuses(property);
    return why === undefined ? [] : [`${name} does not keep it: ${why}`];
  })[0];
  if (refusal !== undefined) return { id, verdict: 'unknown', why: refusal };
  if (isLiveness(property)) {
    if (graph.space.storage === 'compact') return { id, verdict: 'unknown', why: 'hash compaction keeps no states' };
    const run = violatingRun(graph, property, notes.goals.get(property) as StateSet);
    if (run !== undefined) return { id, verdict: 'violated', counterexample: run.stem, loop: run.loop };
    return open === undefined ? { id, verdict: 'holds' } : { id, verdict: 'unknown', why: open };
  }
  const decisive = notes.decisive.get(property);
  if (property.kind === 'sometimes') {
    if (decisive !== undefined) return { id, verdict: 'holds' };
    return open === undefined ? { id, verdict: 'violated' } : { id, verdict: 'unknown', why: open };
  }
  if (decisive !== undefined) {
    return { id, verdict: 'violated', counterexample: graph.scheduleTo(decisive.state, decisive.image) };
  }
  if (open !== undefined) return { id, verdict: 'holdsUpTo', why: open };
  return { id, verdict: 'holds', ...vacuity(graph, notes, property) };
}

/** Partial order keeps what properties see, and of premises nothing. */
function vacuity(graph: Graph, { meant }: Notes, property: SafetyProperty): Pick<PropertyResult, 'vacuous'> {
  const { premise } = property;
  const isKept = !graph.reduced.applied.some(({ name }) => name === 'por');
  return premise !== undefined && isKept && !meant.has(property) ? { vacuous: premise.description } : {};
}
