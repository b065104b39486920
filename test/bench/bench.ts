/**
 * The explorer beside its peers, in one run: `npm run bench`. Each first has to find the right counts. What counts are the
 * ratios, since machines differ and are shared; the medians of so many runs in turn are printed, and `--write` puts them into
 * docs/benchmarks.md.
 *
 * `--quick` leaves out what takes longer than some seconds. The peers in C and Promela are there where gcc and spin are
 * (Debian: `apt-get install gcc spin`), and left out with a word where they are not.
 */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { argv, execPath } from 'node:process';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { scenarios } from '../../machines/index.js';
import { runC, runSpin, type Definitions, type NativeModel } from './peers/run-native.js';

/** What every implementation reports. */
interface Found {
  readonly states: number;
  readonly edges: number;
  /** By its own clock: the search with the building of its model. */
  readonly ms?: number;
  /** The whole process, its start included; absent where it is the same. */
  readonly wholeMs?: number;
  readonly rssBytes?: number;
  readonly bytesPerState?: number;
}

interface Contender {
  readonly name: string;
  /** Where it needs fewer states than the others for the same verdicts: how many. */
  readonly states?: number;
  run(): Promise<Found | undefined>;
}

interface Contest {
  readonly title: string;
  readonly states: number;
  readonly edges: number;
  readonly rounds: number;
  /** Left out with --quick. */
  readonly long?: true;
  readonly contenders: readonly Contender[];
  /** What is asked of the ratios: how much faster the first is than another, at least. */
  readonly wanted: readonly Wanted[];
}

interface Wanted {
  readonly faster: string;
  readonly than: string;
  readonly times: number;
  /** Start-up counts. */
  readonly whole?: true;
}

const HERE = import.meta.dirname;
/** malloc on huge pages, where glibc can: for all of them alike, and as the command line gives it to its searches. */
const ENV = { ...process.env, GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

async function node(script: string, ...args: readonly string[]): Promise<Found> {
  const began = performance.now();
  const { stdout } = await promisify(execFile)(execPath, ['--max-old-space-size=8000', join(HERE, script), ...args], {
    env: ENV,
    maxBuffer: 2 ** 20,
  });
  return { ...(JSON.parse(stdout) as Found), wholeMs: performance.now() - began };
}

/** `oomlab check all`, as a user runs it; on one core where taskset can hold it there. */
async function checkAll(workers: number, cores: 'all' | 'one', ...more: readonly string[]): Promise<Found | undefined> {
  const main = join(HERE, '../../src/cli/main.js');
  const command = [execPath, main, 'check', 'all', '--kernel', 'all', '--json', ...more];
  const [program = '', ...parameters] = cores === 'one' ? ['taskset', '-c', '0', ...command] : command;
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined) return undefined;
  const began = performance.now();
  const { stdout } = await promisify(execFile)(program, parameters, {
    env: { ...process.env, OOMLAB_WORKERS: String(workers) },
    maxBuffer: 2 ** 28,
  });
  const wholeMs = performance.now() - began;
  const { rows } = JSON.parse(stdout) as { rows: readonly { readonly states: number; readonly steps: number }[] };
  const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((all, row) => all + of(row), 0);
  return { states: sum(({ states }) => states), edges: sum(({ steps }) => steps), wholeMs };
}

const oomlab = (name: string, model: string, given: object, states?: number): Contender => ({
  name,
  ...(states === undefined ? {} : { states }),
  run: () => node('run-oomlab.js', model, JSON.stringify(given)),
});

const typescript = (name: string, peer: string, given: Definitions): Contender => ({
  name,
  run: () => node('peers/run-typescript.js', peer, ...Object.entries(given).map(([key, value]) => `${key}=${value}`)),
});

const native = (model: NativeModel, given: Definitions, expectedStates: number): Contender[] => [
  { name: 'C', run: () => runC(model, given, { variant: 'plain' }) },
  { name: 'C, prefetching', run: () => runC(model, given, { variant: 'prefetch' }) },
  { name: 'C, prefetching, presized', run: () => runC(model, given, { variant: 'prefetch', expectedStates }) },
  { name: 'SPIN', run: () => runSpin(model, given, { flags: 'usual', expectedStates }) },
  { name: 'SPIN, tuned', run: () => runSpin(model, given, { flags: 'tuned', expectedStates }) },
];

const N3 = { N: 3, L: 3, R: 1, P: 2 };
const N4 = { N: 4, L: 3, R: 1, P: 2 };
const N5 = { N: 5, L: 4, R: 0, P: 2 };

/** The whole table as the tests have counted it, large scenarios apart. */
const TABLE = tableOf(readFileSync(join(HERE, '../../../test/scenarios/counts.json'), 'utf8'));

function tableOf(counts: string): { readonly rows: number; readonly states: number; readonly edges: number } {
  const large = scenarios.filter((one) => one.large === true).map(({ id }) => id);
  const rows = Object.entries(JSON.parse(counts) as { readonly [row: string]: readonly [number, number, number] });
  const kept = rows.filter(([row]) => !large.includes(row.split(' ')[0] ?? '')).map(([, figures]) => figures);
  const sum = (of: 0 | 1): number => kept.reduce((all, figures) => all + figures[of], 0);
  return { rows: kept.length, states: sum(0), edges: sum(1) };
}

const CONTESTS: readonly Contest[] = [
  {
    title: 'memcg-mini N3',
    states: 44_051,
    edges: 146_949,
    rounds: 1,
    contenders: [
      oomlab('oomlab', 'memcg-mini', { tasks: 3, limit: 3, retries: 1, threads: 2 }),
      typescript('xstate/graph, the same actors', 'actors-xstate-graph', N3),
      typescript('xstate/graph, one machine', 'memcg-mini-xstate-graph', N3),
      typescript('packed TypeScript', 'memcg-mini-packed', N3),
    ],
    wanted: [{ faster: 'oomlab', than: 'xstate/graph, the same actors', times: 40, whole: true }],
  },
  {
    title: 'memcg-mini N4',
    states: 1_730_418,
    edges: 7_413_512,
    rounds: 5,
    contenders: [
      oomlab('oomlab', 'memcg-mini', { tasks: 4, limit: 3, retries: 1, threads: 2 }),
      oomlab('oomlab, one thread', 'memcg-mini', { tasks: 4, limit: 3, retries: 1 }),
      oomlab('oomlab, one thread, plain loop', 'memcg-mini', { tasks: 4, limit: 3, retries: 1, loop: 'plain' }),
      typescript('packed TypeScript', 'memcg-mini-packed', N4),
      ...native('memcg-mini', N4, 1_730_418),
    ],
    wanted: [{ faster: 'oomlab', than: 'SPIN', times: 1.6 }],
  },
  {
    title: 'memcg-mini N5',
    states: 29_868_365,
    edges: 153_271_920,
    rounds: 3,
    long: true,
    contenders: [
      oomlab('oomlab', 'memcg-mini', { tasks: 5, limit: 4, retries: 0, threads: 2 }),
      oomlab('oomlab, presized', 'memcg-mini', {
        tasks: 5,
        limit: 4,
        retries: 0,
        threads: 2,
        expected: 29_900_000,
      }),
      oomlab('oomlab, one thread', 'memcg-mini', { tasks: 5, limit: 4, retries: 0 }),
      oomlab('oomlab with symmetry', 'memcg-mini', { tasks: 5, limit: 4, retries: 0, reduce: ['symmetry'] }, 309_222),
      typescript('packed TypeScript', 'memcg-mini-packed', N5),
      ...native('memcg-mini', N5, 29_868_365),
    ],
    wanted: [
      { faster: 'oomlab with symmetry', than: 'oomlab', times: 10 },
      { faster: 'oomlab', than: 'SPIN', times: 2.2 },
      { faster: 'oomlab', than: 'C, prefetching', times: 1 / 2.5 },
    ],
  },
  {
    title: 'dining philosophers 12',
    states: 531_440,
    edges: 4_251_516,
    rounds: 3,
    contenders: [
      oomlab('oomlab', 'phils', { count: 12, threads: 2 }),
      typescript('packed TypeScript', 'phils-packed', { N: 12 }),
      ...native('phils', { N: 12 }, 531_440),
    ],
    wanted: [],
  },
  {
    title: 'dining philosophers 14',
    states: 4_782_968,
    edges: 44_641_030,
    rounds: 1,
    long: true,
    contenders: [
      oomlab('oomlab', 'phils', { count: 14, threads: 2 }),
      oomlab('oomlab, one thread', 'phils', { count: 14 }),
      typescript('packed TypeScript', 'phils-packed', { N: 14 }),
      ...native('phils', { N: 14 }, 4_782_968),
    ],
    wanted: [],
  },
  {
    title: 'two-chargers on v4.19, the largest row of "check all"',
    states: 2_123_530,
    edges: 7_837_890,
    rounds: 3,
    contenders: [
      oomlab('oomlab', 'catalogue', { scenario: 'two-chargers', kernel: 'v4.19', threads: 2 }),
      oomlab('oomlab, one thread', 'catalogue', { scenario: 'two-chargers', kernel: 'v4.19' }),
      oomlab('oomlab, one thread, plain loop', 'catalogue', {
        scenario: 'two-chargers',
        kernel: 'v4.19',
        loop: 'plain',
      }),
    ],
    wanted: [],
  },
  {
    title: 'memcg-mini with 6 tasks, a limit of 4 and no retries, with symmetry',
    states: 1_618_149,
    edges: 9_766_244,
    rounds: 1,
    contenders: [
      oomlab('oomlab', 'memcg-mini', { tasks: 6, limit: 4, retries: 0, reduce: ['symmetry'], threads: 2 }),
      oomlab('oomlab, one thread', 'memcg-mini', { tasks: 6, limit: 4, retries: 0, reduce: ['symmetry'] }),
    ],
    wanted: [],
  },
  {
    title: `"check all --kernel all": ${TABLE.rows} rows, large scenarios apart, with all their verdicts`,
    states: TABLE.states,
    edges: TABLE.edges,
    rounds: 1,
    long: true,
    contenders: [
      { name: 'oomlab', run: () => checkAll(2, 'all') },
      { name: 'one process on one core', run: () => checkAll(1, 'one') },
    ],
    wanted: [],
  },
  {
    title: 'The same with --no-reduce: a search for each row, also for those that do the same as another',
    states: TABLE.states,
    edges: TABLE.edges,
    rounds: 3,
    long: true,
    contenders: [
      { name: 'oomlab', run: () => checkAll(2, 'all', '--no-reduce') },
      { name: 'one process', run: () => checkAll(1, 'all', '--no-reduce') },
      { name: 'one process on one core', run: () => checkAll(1, 'one', '--no-reduce') },
    ],
    wanted: [{ faster: 'oomlab', than: 'one process on one core', times: 1.7, whole: true }],
  },
];

const options = new Set(argv.slice(2));
const lines: string[] = [];
let missed = 0;
for (const contest of CONTESTS) {
  if (contest.long && options.has('--quick')) continue;
  const results = await hold(contest);
  lines.push(...report(contest, results));
}
console.log(lines.join('\n'));
if (options.has('--write')) {
  const file = join(HERE, '../../../docs/benchmarks.md');
  const config = await resolveConfig(file, { editorconfig: true });
  writeFileSync(file, await format(document(lines), { ...config, filepath: file }));
}
process.exitCode = missed > 0 ? 1 : 0;

/** Runs all in turn, so that a noisy while is shared by all, and takes the median of each. */
async function hold({ title, states, edges, rounds, contenders }: Contest): Promise<Map<string, Found | undefined>> {
  const all = new Map<string, (Found | undefined)[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run, states: fewer } of contenders) {
      process.stderr.write(`${title}, round ${round + 1} of ${rounds}: ${name}\n`);
      const found = await run();
      const isRight = fewer === undefined ? found?.states === states && found.edges === edges : found?.states === fewer;
      if (found !== undefined && !isRight) {
        throw new Error(
          `${name} found ${found.states} states and ${found.edges} edges of ${title}, not ${fewer ?? `${states} and ${edges}`}`,
        );
      }
      all.get(name)?.push(found);
    }
  }
  return new Map([...all].map(([name, runs]) => [name, median(runs)]));
}

function median(runs: readonly (Found | undefined)[]): Found | undefined {
  const found = runs.filter((run) => run !== undefined).sort((a, b) => msOf(a) - msOf(b));
  return found[found.length >> 1];
}

function report(
  { title, states, edges, contenders, wanted }: Contest,
  results: Map<string, Found | undefined>,
): string[] {
  const own = results.get('oomlab');
  const rows = [...results].map(([name, found]) => {
    if (found === undefined) return `| ${name} | not on this machine | | | | |`;
    const ratio = own === undefined ? '' : (msOf(found) / msOf(own)).toFixed(2);
    const memory = found.rssBytes === undefined ? '' : `${Math.round(found.rssBytes / 1e6)} MB`;
    const perState = found.bytesPerState === undefined ? '' : found.bytesPerState.toFixed(1);
    return `| ${name} | ${inMs(found.ms)} | ${inMs(found.wholeMs)} | ${ratio} | ${memory} | ${perState} |`;
  });
  const verdicts = wanted.flatMap(({ faster, than, times, whole }) => {
    const [one, other] = [results.get(faster), results.get(than)];
    if (one === undefined || other === undefined) return [];
    const is = whole ? wholeOf(other) / wholeOf(one) : msOf(other) / msOf(one);
    if (is < times) missed++;
    const clock = whole ? ', start-up included' : '';
    return [
      `${is >= times ? 'Met' : 'MISSED'}: ${is.toFixed(2)} times as fast as ${than}${clock}; wanted ${times.toFixed(2)}.`,
    ];
  });
  return [
    `## ${title}`,
    '',
    `${states.toLocaleString('en-US')} states, ${edges.toLocaleString('en-US')} edges, found by each${contenders.some((one) => one.states !== undefined) ? '; with symmetry, one of each orbit' : ''}.`,
    '',
    '| implementation | ms | process, ms | times oomlab | peak RSS | bytes a state |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
    '',
    ...verdicts,
    ...(verdicts.length > 0 ? [''] : []),
  ];
}

function wholeOf({ wholeMs, ms = NaN }: Found): number {
  return wholeMs ?? ms;
}

function msOf(found: Found): number {
  return found.ms ?? wholeOf(found);
}

function inMs(ms: number | undefined): string {
  return ms === undefined ? '' : Math.round(ms).toLocaleString('en-US');
}

function document(body: readonly string[]): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.`,
    '',
    'Everything in one run, in turn, the median of its rounds; quote the ratios, machines differ and are shared. "ms" is by',
    'each one\u2019s own clock, from the building of its model to the last state (of C and SPIN, without compilation); "process"',
    'is a Node program from its start to its end. Ratios are of the first, where nothing else is said. "bytes a state" is what',
    'arena, parents and table take at the end. oomlab numbers its states in a second thread, where nothing else is said: that',
    'is what its command line does with a search that has two cores to itself. All others use one core, but for V8\u2019s own',
    'threads.',
    '',
    ...body,
  ].join('\n');
}
