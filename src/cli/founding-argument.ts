import { buildSystem, tokenOf } from '../system/index.js';
import { memoryShare } from './bounds.js';
import type { Context } from './context.js';
import { consistencyTable } from './consistency-table.js';
import { columnsOf } from './counterexample.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { liveRun } from './live-run.js';
import { changesTable, DEVIATES, outcomeTable } from './outcome-table.js';
import type { Chapter } from './catalogue.js';
import { outcomeText } from './run-outcome.js';
import { progressLine } from './progress.js';
import { replayCommand } from '../check/replay-command.js';
import { judgeRow, type Row } from '../check/row.js';
import { figure } from './row-text.js';
import { sizeText } from './quantities.js';
import { searchInOrder } from './search-in-order.js';
import { pairsOf } from './selection.js';
import { stepLine } from './step-line.js';

/** The run that stands for the mail's argument: the deadlock that the move to the end of the fault was made for. */
const FEATURED = { scenario: 'imutex-charge', kernel: 'v3.11', outcome: 'hangs' } as const;
/** The same scenario, live: the kernel as merged, where it ends. */
const LIVE = { kernel: 'v4.19', seed: 1, maxSteps: 300 } as const;

/** The founding mail's argument: the outcome table, one counterexample, one live run, and what to try next. */
export async function foundingArgument(context: Context): Promise<ExitCode> {
  const { io } = context;
  const [first, ...later] = chaptersOf(context);
  io.out(heading(`1. Outcomes: scenario x kernel, over every interleaving: ${first.title}`));
  io.out(`Each cell says how often an outcome is met over all ends of all interleavings; "hangs" speaks of
states from which no end can be reached. A property (P-…) is shown where some kernel violates it.
"-": not asked. "${DEVIATES}": not what the scenario's file expects.\n\n`);
  const { rows, interrupted } = await printTables(context, first);
  if (interrupted) return EXIT.interrupted;
  printConsistency(context, first, rows);
  for (const [i, chapter] of later.entries()) {
    io.out(heading(`${i + 2}. Outcomes: ${chapter.title}`));
    printChapter(context, chapter, rows);
  }
  const number = later.length + 2;
  io.out(heading(`${number}. A counterexample`));
  printCounterexample(context, rows);
  io.out(heading(`${number + 1}. The same scenario live: XState actors over RxJS streams`));
  if (await printLiveRun(context)) return EXIT.interrupted;
  io.out(heading(`${number + 2}. Next`));
  io.out(NEXT);
  return printVerdict(context, rows);
}

const heading = (text: string): string => `${text}\n${'='.repeat(text.length)}\n\n`;

/** Without chapters all kernels stand side by side. */
function chaptersOf({ catalogue }: Context): readonly [Chapter, ...Chapter[]] {
  const [first, ...later] = catalogue.chapters ?? [];
  return [first ?? { title: 'all kernels', kernels: catalogue.kernels.map(({ id }) => id) }, ...later];
}

function printChapter(
  { io, catalogue }: Context,
  { kernels, onlyChanges = false }: Chapter,
  rows: readonly Row[],
): void {
  for (const scenario of catalogue.scenarios) {
    const own = rows.filter((row) => row.scenario === scenario.id);
    const table = onlyChanges ? changesTable(scenario, kernels, own) : outcomeTable(scenario, kernels, own);
    if (own.length > 0 && table !== undefined) io.out(`${table}\n`);
  }
}

async function printTables(
  context: Context,
  { kernels }: Chapter,
): Promise<{ readonly rows: readonly Row[]; readonly interrupted: boolean }> {
  const { catalogue, io, searchAll, workers } = context;
  const pairs = pairsOf(catalogue, { scenarios: ['all'], kernels: ['all'] }, { large: 'without' });
  const bounds = { bytes: memoryShare(workers) };
  const jobs = pairs.map(({ scenario, kernel }) => ({
    scenario: scenario.id,
    kernel,
    patches: [],
    params: {},
    bounds,
  }));
  const progress = await progressLine(io, jobs.length);
  const rows: Row[] = [];
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  const print = (id: string): void => {
    const scenario = catalogue.findScenario(id);
    io.out(
      `${outcomeTable(
        scenario,
        kernels,
        rows.filter((row) => row.scenario === id),
      )}\n`,
    );
  };
  await searchInOrder(searchAll, jobs, {
    signal: stop.signal,
    onProgress: progress.update,
    onDone: progress.advance,
    async onReport(number, report) {
      const pair = pairs[number] as (typeof pairs)[number];
      rows.push(judgeRow(pair.scenario, jobs[number] as (typeof jobs)[number], report));
      if (pairs[number + 1]?.scenario === pair.scenario) return;
      progress.clear();
      print(pair.scenario.id);
    },
  }).finally(() => {
    progress.stop();
    release();
  });
  const unfinished = stop.signal.aborted ? rows.at(-1)?.scenario : undefined;
  if (unfinished !== undefined) print(unfinished);
  return { rows, interrupted: stop.signal.aborted };
}

/** The mail's "inconsistent with !memcg case", as verdicts. */
function printConsistency({ io, catalogue }: Context, { kernels }: Chapter, rows: readonly Row[]): void {
  const { comparisons = [] } = catalogue;
  if (comparisons.length === 0) return;
  io.out(`Is a memcg charge consistent with the page allocator outside any memcg (v4.18)?\n`);
  io.out(`${consistencyTable(comparisons, kernels, rows)}\n`);
}

function printCounterexample({ io, catalogue }: Context, rows: readonly Row[]): void {
  const { scenario, kernel, outcome } = FEATURED;
  const row = rows.find((one) => one.scenario === scenario && one.kernel === kernel);
  const witness = row?.outcomes.find(({ name }) => name === outcome)?.witness;
  if (witness === undefined) {
    io.out(`${scenario} on ${kernel} has no run with "${outcome}".\n\n`);
    return;
  }
  const system = buildSystem(catalogue.findScenario(scenario), catalogue.findKernel(kernel));
  io.out(`${columnsOf(system, witness, { title: `${scenario} on ${kernel}: ${outcome}` })}\n`);
  io.out(`replay: ${replayCommand(witness.token)}\n\n`);
}

/** Tells whether the user interrupted it. */
async function printLiveRun({ io, catalogue }: Context): Promise<boolean> {
  const system = buildSystem(catalogue.findScenario(FEATURED.scenario), catalogue.findKernel(LIVE.kernel));
  io.out(`oomlab run ${FEATURED.scenario} --kernel ${LIVE.kernel} --seed ${LIVE.seed}\n\n`);
  const { steps, outcome, interrupted } = await liveRun(io, system, {
    seed: LIVE.seed,
    maxSteps: LIVE.maxSteps,
    onStep: (step) => io.out(`${stepLine(step, { ms: step.at })}\n`),
  });
  const token = tokenOf(system, steps);
  io.out(`\n${outcomeText(outcome, { interrupted, maxSteps: LIVE.maxSteps })}\nreplay  ${replayCommand(token)}\n\n`);
  return interrupted;
}

const NEXT = `  npx oomlab list                                         scenarios, kernels, properties, machines
  npx oomlab check slab-at-limit                          one question, all kernels
  npx oomlab check all --kernel v4.19 --verbose           a replay token for each witness
  npx oomlab run sleeper-limit-raised-anytime --pace 20ms
  npx oomlab show TOKEN                                   any run as thread columns
  npx oomlab chart task --kernel rfc-20180620             the statechart, as Mermaid
  npx oomlab check slab-at-limit --patch my-fix.ts        your own kernel change

`;

function printVerdict({ io, workers }: Context, rows: readonly Row[]): ExitCode {
  const failed = rows.filter(({ verdict }) => verdict === 'failed');
  const states = figure(rows.reduce((sum, row) => sum + row.states, 0));
  const open = rows.filter(({ complete }) => !complete).length;
  const how = open === 0 ? 'all complete' : `${open} NOT COMPLETE`;
  const bound = `at most ${sizeText(memoryShare(workers))} of memory a row`;
  io.out(`${rows.length} rows, ${states} states (bfs, seed ${LIVE.seed}, ${bound}; ${how}): `);
  io.out(failed.length === 0 ? 'every expectation and property held.\n' : `${failed.length} failed.\n`);
  for (const { scenario, kernel, deviations } of failed) {
    for (const { kind, name, expected, found } of deviations) {
      io.out(`  FAILED ${scenario} on ${kernel}: ${kind} ${name}, expected ${expected}, found ${found}\n`);
    }
  }
  return failed.length === 0 ? EXIT.held : EXIT.failed;
}
