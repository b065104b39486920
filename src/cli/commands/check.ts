import { resolve } from 'node:path';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { counterexampleText } from '../counterexample.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { OomlabError } from '../../model/index.js';
import { buildSystem } from '../../system/index.js';
import { paintFor } from '../paint.js';
import { kernelSource } from '../patch-file.js';
import { progressLine } from '../progress.js';
import { count, duration, oneOf, paramsGiven, seedOf } from '../quantities.js';
import { rowJson } from '../row-json.js';
import { rowText } from '../row-text.js';
import { judgeRow, type Row } from '../row.js';
import { searchInOrder } from '../search-in-order.js';
import type { SearchJob } from '../search-job.js';
import { pairsOf, refuseUnknownProperty, sortWords, type Pair } from '../selection.js';

export interface CheckOptions extends JsonOption {
  readonly kernel: readonly string[];
  readonly patch: readonly string[];
  readonly param: readonly string[];
  readonly large?: true;
  readonly requireComplete?: true;
  readonly maxStates?: string;
  readonly maxTime?: string;
  readonly strategy: string;
  readonly property?: string;
  readonly seed: string;
  readonly verbose?: true;
}

const STRATEGIES = ['bfs'] as const;

/** `oomlab check`: explores every interleaving and compares what it finds with what the scenarios expect. */
export async function check(context: Context, words: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const { io } = context;
  const strategy = oneOf('--strategy', options.strategy, STRATEGIES);
  const seed = seedOf(options.seed);
  const bounds = boundsOf(options);
  const plan = await planOf(context, words, options, bounds);
  const printRow = async (row: Row, job: SearchJob): Promise<void> => {
    io.out(rowText(row, { detail: options.verbose ? 'verbose' : 'brief', paint: paintFor(io) }));
    for (const deviation of row.deviations) io.out(await counterexampleText(context, job, row, deviation));
  };

  const { rows, interrupted } = await checkAll(context, plan, options.json ? async () => {} : printRow);
  const left = plan.length - rows.length;
  if (options.json) {
    const document = { seed, bounds, strategy, rows: rows.map(rowJson) };
    writeJson(io, interrupted ? { ...document, interrupted, rowsLeft: left } : document);
  } else io.out(summary(rows, { seed, bounds, strategy, left, verbose: options.verbose === true }));
  if (interrupted) return EXIT.interrupted;
  if (rows.some(({ verdict }) => verdict === 'failed')) return EXIT.failed;
  return options.requireComplete && rows.some(({ verdict }) => verdict !== 'ok') ? EXIT.inconclusive : EXIT.held;
}

interface Bounds {
  readonly states: number | null;
  readonly ms: number | null;
}

const boundsOf = ({ maxStates, maxTime }: CheckOptions): Bounds => ({
  states: maxStates === undefined ? null : count('--max-states', maxStates),
  ms: maxTime === undefined ? null : duration('--max-time', maxTime),
});

interface Planned extends Pair {
  readonly job: SearchJob;
}

/** All rows to work out. Everything that can be wrong with what was asked is found here, before anything is written. */
async function planOf(
  context: Context,
  words: readonly string[],
  options: CheckOptions,
  bounds: Bounds,
): Promise<Planned[]> {
  const { catalogue, io } = context;
  const named = { words, kernels: options.kernel, patches: options.patch, params: options.param };
  const sorted = sortWords(catalogue, named);
  if (sorted.scenarios.length === 0) {
    throw new OomlabError('E120', 'No scenario is named.', 'Give one of "oomlab list", or "all".');
  }
  let pairs = pairsOf(catalogue, sorted, { large: options.large ? 'with' : 'without' });
  const { property } = options;
  if (property !== undefined) {
    refuseUnknownProperty(catalogue, [...new Set(pairs.map(({ scenario }) => scenario))], property);
    pairs = pairs.filter(({ scenario }) => scenario.properties.some(({ id }) => id === property));
  }
  const params = paramsGiven(sorted.params);
  const patches = sorted.patches.map((file) => resolve(file));
  const kernels = kernelSource(catalogue);
  if (sorted.scenarios.includes('all')) pairs = withParams(context, pairs, Object.keys(params));
  for (const { scenario, kernel } of pairs) buildSystem(scenario, await kernels(kernel, patches), params);
  if (sorted.scenarios.includes('all') && !options.large) tellLeftOut(context, pairs);
  if ((Object.keys(params).length > 0 || patches.length > 0) && !options.json) {
    io.err('Nothing is expected of outcomes with a patch or other parameters; "*" marks what differs without them.\n');
  }
  return pairs.map(({ scenario, kernel }) => ({
    scenario,
    kernel,
    job: {
      scenario: scenario.id,
      kernel,
      patches,
      params,
      ...(bounds.states === null ? {} : { maxStates: bounds.states }),
      ...(bounds.ms === null ? {} : { maxMs: bounds.ms }),
      ...(property === undefined ? {} : { property }),
    },
  }));
}

/** `all` with a parameter means all scenarios that have it. Throws E123 where none has. */
function withParams({ io }: Context, pairs: readonly Pair[], names: readonly string[]): Pair[] {
  const having = pairs.filter(({ scenario }) => names.every((name) => name in scenario.params));
  if (having.length === 0) {
    const known = [...new Set(pairs.flatMap(({ scenario }) => Object.keys(scenario.params)))];
    throw new OomlabError(
      'E123',
      `No scenario has the parameter ${names.join(' and ')}.`,
      `There are ${known.join(', ')}.`,
    );
  }
  if (having.length < pairs.length)
    io.err(`Left out: ${pairs.length - having.length} rows without ${names.join(' and ')}.\n`);
  return having;
}

function tellLeftOut({ catalogue, io }: Context, pairs: readonly Pair[]): void {
  const out = catalogue.scenarios.filter((one) => one.large && !pairs.some(({ scenario }) => scenario === one));
  if (out.length > 0) io.err(`Left out as large: ${out.map(({ id }) => id).join(', ')}. "--large" takes them in.\n`);
}

/** Works all rows out, and hands each on in catalogue order as soon as it and those before it are there. */
async function checkAll(
  context: Context,
  plan: readonly Planned[],
  onRow: (row: Row, job: SearchJob) => Promise<void>,
): Promise<{ readonly rows: readonly Row[]; readonly interrupted: boolean }> {
  const { io, searchAll } = context;
  const progress = await progressLine(io, plan.length);
  const rows: Row[] = [];
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  try {
    await searchInOrder(
      searchAll,
      plan.map(({ job }) => job),
      {
        signal: stop.signal,
        onProgress: progress.update,
        onDone: progress.advance,
        async onReport(number, report) {
          const { scenario, job } = plan[number] as Planned;
          const row = judgeRow(scenario, job, report);
          rows.push(row);
          progress.clear();
          await onRow(row, job);
        },
      },
    );
  } finally {
    progress.stop();
    release();
  }
  return { rows, interrupted: stop.signal.aborted };
}

interface Circumstances {
  readonly seed: number;
  readonly bounds: Bounds;
  readonly strategy: string;
  readonly left: number;
  readonly verbose: boolean;
}

/** The last line: how many rows of each verdict, and under which seed and bounds. */
function summary(rows: readonly Row[], { seed, bounds, strategy, left, verbose }: Circumstances): string {
  const counts = (['ok', 'failed', 'inconclusive'] as const)
    .map((verdict) => ({ verdict, rows: rows.filter((row) => row.verdict === verdict).length }))
    .filter((one) => one.rows > 0)
    .map((one) => `${one.rows} ${one.verdict}`);
  const limits = [
    bounds.states === null ? 'states unbounded' : `stopped above ${bounds.states} states a row`,
    bounds.ms === null ? 'time unbounded' : `at most ${bounds.ms} ms a row`,
  ];
  const interrupted = left > 0 ? `; INTERRUPTED, ${left} not begun` : '';
  const tokens = verbose ? '' : '\n--verbose shows a replay token for each outcome.';
  return `\n${rows.length} ${rows.length === 1 ? 'row' : 'rows'}: ${counts.join(', ') || 'none'}${interrupted} (${strategy}, seed ${seed}, ${limits.join(', ')})${tokens}\n`;
}
