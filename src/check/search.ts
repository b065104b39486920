import {
  bounded,
  breadthFirst,
  depthFirst,
  explore,
  pct,
  pctcp,
  portfolio,
  randomWalk,
  replaying,
  sleepSets,
  type ExploreOptions,
  type Foresight,
  type JudgedProgress,
  type NumberingThread,
  type Reduced,
  type StoppedBy,
} from '../explore/index.js';
import { HANGS, isLiveness, type Kernel, type Outcome, type Scenario } from '../model/index.js';
import { buildSystem, parseToken, type System } from '../system/index.js';
import { ArrayLibrary } from './array-library.js';
import { counterexamplesOf, evidenceStand, runsOf, type EvidenceStand } from './evidence.js';
import { Findings, type Found } from './findings.js';
import { judgeRow } from './row.js';
import type { Evidence, OutcomeFinding, PropertyFinding, Sampling, SearchJob, SearchReport } from './search-job.js';

/** What the one who asks for a search lends to it. */
export interface SearchMeans {
  readonly poll: (progress: JudgedProgress) => StoppedBy | undefined;
  /** Begins a thread, where there is a core for it. */
  readonly thread?: () => NumberingThread;
}

/** Searches one scenario on one kernel and puts what was found, confirmed by live actors, into plain data. */
export async function search(
  scenario: Scenario,
  kernel: Kernel,
  job: SearchJob,
  means: SearchMeans,
): Promise<SearchReport> {
  const start = performance.now();
  const asked = job.property === undefined ? scenario : onlyProperty(scenario, job.property);
  const complements = complementsOf(asked, job.kernel);
  const system = buildSystem({ ...asked, outcomes: [...asked.outcomes, ...complements] }, kernel, job.params);
  const found = explored(system, questionOf(job, complements), job.searchAnyway === true, {
    ...orderOf(job),
    ...limitsOf(job),
    storage: job.storage ?? 'exact',
    ...(job.coverage ? { coverage: true } : {}),
    ...(job.reductions === undefined ? {} : { reductions: job.reductions }),
    expected: expected(job),
    memory: arrays.lend,
    ...means,
    poll: ({ seen, ...progress }) => means.poll({ ...progress, seen: seen.filter((name) => !isOurs(name)) }),
  });
  const evidence = evidenceStand(system);
  const { complete, stoppedBy, omission, sample, coverage, reduced, preemptions, states, steps, depth } = found;
  const report = {
    kernel: kernel.spec.id,
    complete,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    ...(omission === undefined ? {} : { omission }),
    ...(sample === undefined ? {} : { sample }),
    ...(reduced === undefined || (reduced.applied.length === 0 && !job.reductionsNamed)
      ? {}
      : { reduced: reducedText(reduced) }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(preemptions === undefined ? {} : { preemptions }),
    states,
    steps,
    depth,
    outcomes: job.property === undefined ? outcomesOf(found, asked, evidence) : [],
    properties: propertiesOf(found, asked, evidence),
    liveRuns: 0,
    ms: 0,
  };
  const failed = judgeRow(scenario, job, report).verdict === 'failed';
  const runs = failed || job.confirmation === 'all' ? runsOf(report) : counterexamplesOf(report);
  return { ...report, liveRuns: await evidence.confirm(runs), ms: Math.round(performance.now() - start) };
}

const foresights = new Map<string, Foresight>();

/** A scenario has about as many states on one kernel as on the one before it; a share of the memory allowed at most. */
function expected({ scenario, bounds }: SearchJob): Foresight {
  const { states = 0, ...more } = foresights.get(scenario) ?? {};
  return { states: Math.min(states, (bounds?.bytes ?? Infinity) / 100, bounds?.states ?? Infinity), ...more };
}

/** The next search of this process takes over the arrays of the last: pages of memory cost more than their words. */
const arrays = new ArrayLibrary();

const findings = new Findings();

/** All of a job that decides what a search finds, except the kernel. */
const questionOf = (job: SearchJob, complements: readonly Outcome[]): string =>
  JSON.stringify([{ ...job, kernel: '', patches: [], ownPatches: 0 }, complements.map(({ name }) => name)]);

/** What was found, without the states: the live runs that come next need the memory less than anybody. */
function explored(system: System, question: string, isSearchedAnyway: boolean, options: ExploreOptions): Found {
  // What two kernels' machines do alike, the one may do in fewer fragments than it has.
  const recalled = isSearchedAnyway || options.coverage ? undefined : findings.recall(question, system);
  if (recalled !== undefined) return recalled;
  try {
    const { graph, ...found } = explore(system, options);
    foresights.set(system.scenario.id, graph.space.foresight);
    findings.keep(question, graph.host, found);
    return found;
  } finally {
    arrays.takeBack();
  }
}

const NO_SAMPLING: Sampling = { seed: 1, runs: 1, bugDepth: 1 };

function orderOf({
  strategy = 'bfs',
  from,
  sampling = NO_SAMPLING,
  preemptions,
}: SearchJob): Pick<ExploreOptions, 'strategy' | 'from'> {
  const schedule = from === undefined ? [] : parseToken(from).schedule;
  switch (strategy) {
    case 'bfs':
      return { strategy: breadthFirst(), from: schedule };
    case 'dfs':
      return { strategy: depthFirst(), from: schedule };
    case 'sleep':
      return { strategy: sleepSets(), from: schedule };
    case 'random':
      return { strategy: randomWalk(sampling), from: schedule };
    case 'pct':
      return { strategy: pct(sampling), from: schedule };
    case 'pctcp':
      return { strategy: pctcp(sampling), from: schedule };
    case 'portfolio':
      return { strategy: portfolio(sampling), from: schedule };
    case 'bounded':
      return { strategy: bounded(preemptions === undefined ? {} : { preemptions }), from: schedule };
    case 'replay':
      return { strategy: replaying(schedule) };
    default:
      return strategy satisfies never;
  }
}

function limitsOf({ bounds = {}, witnesses }: SearchJob): Pick<ExploreOptions, 'bounds' | 'witnesses'> {
  const { states, depth, bytes } = bounds;
  return {
    bounds: {
      ...(states === undefined ? {} : { states }),
      ...(depth === undefined ? {} : { depth }),
      ...(bytes === undefined ? {} : { bytes }),
    },
    ...(witnesses === undefined ? {} : { witnesses }),
  };
}

const reducedText = ({ applied, off }: Reduced): NonNullable<SearchReport['reduced']> => ({
  by: applied.map(({ says }) => says),
  off: [...off].map(([reduction, why]) => ({ reduction, why })),
});

function onlyProperty(scenario: Scenario, id: string): Scenario {
  return { ...scenario, outcomes: [], properties: scenario.properties.filter((property) => property.id === id) };
}

/** Names of ours beside a scenario's: no outcome of a catalogue starts with a blank. */
const lacking = (name: string): string => ` without ${name}`;
const isOurs = (name: string): boolean => name.startsWith(' ');

/**
 * For each outcome expected of every end, the outcome of lacking it: its witness is the counterexample. For `hangs` that is
 * any end at all.
 */
function complementsOf(scenario: Scenario, kernel: string): Outcome[] {
  return [...scenario.outcomes, { name: HANGS, description: '', holds: () => false }]
    .filter(({ name }) => scenario.expect[name]?.byKernel[kernel] === 'always')
    .map(({ name, holds }) => ({ name: lacking(name), description: '', holds: (state) => !holds(state) }));
}

function outcomesOf(
  { outcomes }: Pick<Found, 'outcomes'>,
  { outcomes: asked }: Scenario,
  evidence: EvidenceStand,
): OutcomeFinding[] {
  return [...asked.map(({ name }) => name), HANGS].flatMap((name): OutcomeFinding[] => {
    const result = outcomes.find((one) => one.name === name);
    if (result === undefined) return [];
    const { verdict, hang } = result;
    const witnesses =
      hang === undefined
        ? result.witnesses.map((schedule) => evidence.give(schedule))
        : [evidence.give(hang.schedule, hang.loop)];
    const [first, ...others] = witnesses;
    const witness = first && shrunk(first, result.shrunkFrom);
    const lack = outcomes.find((one) => one.name === lacking(name))?.witness;
    return [
      {
        name,
        verdict,
        ...(witness === undefined ? {} : { witness }),
        witnesses: witness === undefined ? [] : [witness, ...others],
        ...(lack === undefined ? {} : { without: evidence.give(lack) }),
      },
    ];
  });
}

const shrunk = (evidence: Evidence, from: number | undefined): Evidence =>
  from === undefined ? evidence : { ...evidence, shrunkFrom: from };

function propertiesOf(
  { properties }: Pick<Found, 'properties'>,
  { properties: asked }: Scenario,
  evidence: EvidenceStand,
): PropertyFinding[] {
  return properties.map(({ counterexample, loop, shrunkFrom, ...property }) => {
    const claim = asked.find(({ id }) => id === property.id);
    return {
      ...property,
      ...(claim !== undefined && isLiveness(claim) ? { fairness: claim.fairness } : {}),
      ...(counterexample === undefined
        ? {}
        : { counterexample: shrunk(evidence.give(counterexample, loop), shrunkFrom) }),
    };
  });
}
