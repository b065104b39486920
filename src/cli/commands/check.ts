import { checkJson, checkSummary, type Checked } from '../check-report.js';
import { planOf, type Plan, type Planned, type PlanOptions } from '../check-plan.js';
import { writeJson, type Context } from '../context.js';
import { counterexampleText } from '../counterexample.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { paintFor } from '../paint.js';
import { progressLine } from '../progress.js';
import { rowText } from '../row-text.js';
import { judgeRow, type Row } from '../../check/row.js';
import { searchInOrder } from '../search-in-order.js';
import type { SearchJob } from '../../check/search-job.js';

export interface CheckOptions extends PlanOptions {
  readonly requireComplete?: true;
}

/** `oomlab check`: explores every interleaving and compares what it finds with what the scenarios expect. */
export async function check(context: Context, words: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const { io } = context;
  const plan = await planOf(context, words, options);
  // Who asks for several runs wants to see them.
  const detail = options.verbose ? 'verbose' : options.witnesses === undefined ? 'brief' : 'outcomes';
  const printRow = async (row: Row, job: SearchJob): Promise<void> => {
    io.out(rowText(row, { detail, paint: paintFor(io) }));
    for (const deviation of row.deviations) io.out(await counterexampleText(context, job, row, deviation));
  };

  const checked = await checkAll(context, plan, options.json ? async () => {} : printRow);
  if (options.json) writeJson(io, checkJson(plan, checked));
  else io.out(checkSummary(plan, checked, detail === 'brief' ? 'not shown' : 'shown'));
  const { rows, interrupted } = checked;
  if (interrupted) return EXIT.interrupted;
  if (rows.some(({ verdict }) => verdict === 'failed')) return EXIT.failed;
  return options.requireComplete && rows.some(({ verdict }) => verdict !== 'ok') ? EXIT.inconclusive : EXIT.held;
}

/** Works all rows out, and hands each on in catalogue order as soon as it and those before it are there. */
async function checkAll(
  { io, searchAll }: Context,
  plan: Plan,
  onRow: (row: Row, job: SearchJob) => Promise<void>,
): Promise<Checked> {
  const progress = await progressLine(io, plan.rows.length);
  const rows: Row[] = [];
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  try {
    await searchInOrder(
      searchAll,
      plan.rows.map(({ job }) => job),
      {
        signal: stop.signal,
        onProgress: progress.update,
        onDone: progress.advance,
        async onReport(number, report) {
          const { scenario, job } = plan.rows[number] as Planned;
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
