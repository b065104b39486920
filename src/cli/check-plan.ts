import { resolve } from 'node:path';
import { isLiveness, OomlabError, type Scenario } from '../model/index.js';
import { buildSystem } from '../system/index.js';
import { boundsOf, jobBounds, type Bounds, type BoundsOptions } from './bounds.js';
import type { Context } from './context.js';
import { weightOf } from './job-weight.js';
import { kernelSource } from './patch-file.js';
import { count, oneOf, paramsGiven, seedOf } from './quantities.js';
import { isAltered } from '../check/row.js';
import {
  isRandom,
  REDUCE,
  REDUCTIONS_OF,
  STORAGES,
  STRATEGIES,
  type Confirmation,
  type Sampling,
  type SearchJob,
  type StrategyName,
} from '../check/search-job.js';
import { havingParams, pairsOf, refuseUnknownProperty, sortWords, type Pair, type Sorted } from './selection.js';
import { textOf } from './text/text-scenarios.js';
import { startingPoint, type StartingPoint } from './starting-point.js';

/** What `check` is asked to do. */
export interface PlanOptions extends BoundsOptions {
  readonly kernel: readonly string[];
  readonly patch: readonly string[];
  readonly param: readonly string[];
  readonly large?: true;
  readonly strategy: string;
  readonly storage: string;
  /** `false` is what `--no-reduce` gives. */
  readonly reduce: string | false;
  readonly coverage?: true;
  readonly from?: string;
  readonly witnesses?: string;
  readonly runs: string;
  readonly bugDepth: string;
  readonly preemptions?: string;
  readonly property?: string;
  readonly seed: string;
  readonly json?: true;
  readonly verbose?: true;
}

/** One row to work out. */
export interface Planned extends Pair {
  readonly job: SearchJob;
}

export interface Plan {
  readonly rows: readonly Planned[];
  readonly strategy: StrategyName;
  readonly seed: number;
  readonly bounds: Bounds;
  readonly sampling?: Sampling;
  readonly confirmation: Confirmation;
  readonly start?: StartingPoint;
}

/** All rows to work out. Everything that can be wrong with what was asked is found here, before anything is written. */
export async function planOf(context: Context, words: readonly string[], options: PlanOptions): Promise<Plan> {
  const { catalogue, workers } = context;
  const strategy = oneOf('--strategy', options.strategy, STRATEGIES);
  const storage = oneOf('--storage', options.storage, STORAGES);
  if (storage === 'compact' && strategy !== 'bfs') {
    throw new OomlabError(
      'E123',
      `--storage compact goes with bfs, not with ${strategy}.`,
      'Leave one of the two out.',
    );
  }
  const reduce = options.reduce === false ? 'none' : oneOf('--reduce', options.reduce, REDUCE);
  const isNamed = reduce !== 'auto' && reduce !== 'none';
  if (storage === 'compact' && isNamed) {
    throw new OomlabError('E123', `--storage compact does not go with --reduce.`, 'Leave one of the two out.');
  }
  if (options.coverage && (storage === 'compact' || isNamed)) {
    throw new OomlabError(
      'E123',
      '--coverage looks at all states and steps: it goes without --reduce and --storage compact.',
      'Leave one of the two out.',
    );
  }
  const seed = seedOf(options.seed);
  const sampling = {
    seed,
    runs: count('--runs', options.runs),
    bugDepth: count('--bug-depth', options.bugDepth),
  };
  const preemptions = options.preemptions === undefined ? undefined : count('--preemptions', options.preemptions, 0);
  const witnesses = options.witnesses === undefined ? undefined : count('--witnesses', options.witnesses);
  boundsOf(options, workers);
  const sorted = sortWords(catalogue, {
    words,
    kernels: options.kernel,
    patches: options.patch,
    params: options.param,
  });
  const patches = sorted.patches.map((file) => resolve(file));
  const start =
    options.from === undefined ? undefined : await startingPoint(context, options.from, { ...sorted, patches });
  refuseNothing(words, sorted, strategy, start);
  const pairs = pairsAsked(context, sorted, options, start);
  // Who looks at runs to ends is shown no other than live actors have taken.
  const confirmation = options.verbose || witnesses !== undefined ? 'all' : 'counterexamples';
  const params = start?.params ?? paramsGiven(sorted.params);
  const bounds = boundsOf(options, Math.min(workers, pairs.length));
  const weights = await weightsOf(context, pairs, patches, params);
  const rows = pairs.map(({ scenario, kernel }): Planned => {
    const text = textOf(catalogue, scenario.id);
    const job: SearchJob = {
      scenario: scenario.id,
      ...(text === undefined ? {} : { text }),
      kernel,
      patches,
      params,
      strategy,
      storage,
      ...reductionsFor(scenario, reduce, options),
      ...(options.coverage ? { coverage: true as const } : {}),
      bounds: jobBounds(bounds),
      ...(isRandom(strategy) ? { sampling } : {}),
      ...(preemptions === undefined ? {} : { preemptions }),
      confirmation,
      weight: weights.get(scenario) ?? 0,
      ...(start === undefined ? {} : { from: start.token }),
      ...(witnesses === undefined ? {} : { witnesses }),
      ...(options.property === undefined ? {} : { property: options.property }),
    };
    return { scenario, kernel, job };
  });
  if (!options.json) tellUnexpected(context, rows);
  return {
    rows,
    strategy,
    seed,
    bounds,
    confirmation,
    ...(isRandom(strategy) ? { sampling } : {}),
    ...(start === undefined ? {} : { start }),
  };
}

/** What a row may be reduced by. Left to itself, only by what keeps all that it is asked. */
function reductionsFor(
  { properties }: Scenario,
  reduce: (typeof REDUCE)[number],
  {
    strategy,
    storage,
    coverage,
    property,
    from,
  }: Pick<PlanOptions, 'strategy' | 'storage' | 'coverage' | 'property' | 'from'>,
): Pick<SearchJob, 'reductions' | 'reductionsNamed' | 'searchAnyway'> {
  const reductions = REDUCTIONS_OF[reduce];
  if (reduce === 'none') return { searchAnyway: true };
  if (reduce !== 'auto') return { reductions, reductionsNamed: true };
  const asked = properties.filter(({ id }) => property === undefined || id === property);
  const isForIt = strategy === 'bfs' && storage === 'exact' && !coverage && from === undefined;
  return isForIt && !asked.some(isLiveness) ? { reductions } : {};
}

/**
 * How much each scenario is beside the others. Builds whatever somebody's parameters and patches could have made impossible,
 * and no more: a table's kernels take a second to build, and those who search build them anyway.
 */
async function weightsOf(
  { catalogue }: Context,
  pairs: readonly Pair[],
  patches: readonly string[],
  params: SearchJob['params'],
): Promise<ReadonlyMap<Scenario, number>> {
  const kernels = kernelSource(catalogue);
  const weights = new Map<Scenario, number>();
  for (const { scenario, kernel } of pairs) {
    if (weights.has(scenario) && patches.length === 0) continue;
    weights.set(scenario, weightOf(buildSystem(scenario, await kernels(kernel, patches), params)));
  }
  return weights;
}

function refuseNothing(
  words: readonly string[],
  { scenarios }: Sorted,
  strategy: StrategyName,
  start: StartingPoint | undefined,
): void {
  if (start !== undefined) return;
  if (strategy === 'replay') {
    throw new OomlabError('E123', '--strategy replay needs a run.', 'Give one: --from TOKEN.');
  }
  if (scenarios.length === 0) {
    const code = words.length === 0 ? 'E123' : 'E120';
    throw new OomlabError(code, 'No scenario is named.', 'Give one of "oomlab list", or "all".');
  }
}

/** The pairs of scenario and kernel, of which those without the property or parameter asked for are left out. */
function pairsAsked(
  context: Context,
  sorted: Sorted,
  { large, property }: PlanOptions,
  start: StartingPoint | undefined,
): Pair[] {
  const { catalogue } = context;
  let pairs = start === undefined ? pairsOf(catalogue, sorted, { large: large ? 'with' : 'without' }) : [start];
  if (property !== undefined) {
    refuseUnknownProperty(catalogue, [...new Set(pairs.map(({ scenario }) => scenario))], property);
    pairs = pairs.filter(({ scenario }) => scenario.properties.some(({ id }) => id === property));
  }
  if (!sorted.scenarios.includes('all')) return pairs;
  pairs = withParams(context, pairs, Object.keys(paramsGiven(sorted.params)));
  if (!large) tellLeftOut(context, pairs);
  return pairs;
}

/** `all` with a parameter means all scenarios that have it. Throws E123 where none has. */
function withParams({ io }: Context, pairs: readonly Pair[], names: readonly string[]): Pair[] {
  const scenarios = havingParams(
    pairs.map(({ scenario }) => scenario),
    names,
  );
  const having = pairs.filter(({ scenario }) => scenarios.includes(scenario));
  if (having.length < pairs.length)
    io.err(`Left out: ${pairs.length - having.length} rows without ${names.join(' and ')}.\n`);
  return having;
}

function tellLeftOut({ catalogue, io }: Context, pairs: readonly Pair[]): void {
  const out = catalogue.scenarios.filter((one) => one.large && !pairs.some(({ scenario }) => scenario === one));
  if (out.length > 0) io.err(`Left out as large: ${out.map(({ id }) => id).join(', ')}. "--large" takes them in.\n`);
}

function tellUnexpected({ io }: Context, rows: readonly Planned[]): void {
  if (!rows.some(({ job }) => isAltered(job))) return;
  io.err(
    'Nothing is expected of outcomes with a patch, other parameters or another start; "*" marks what differs without them.\n',
  );
}
