import { paramsOf, type Scenario } from '../../model/index.js';
import { boundsOf, jobBounds, type BoundsOptions } from '../bounds.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { diffPlanOf, type DiffPlan, type DiffPlanOptions } from '../diff-plan.js';
import { diffReport, diffReportJson, namesOf, type Compared } from '../diff-report.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DIFF_FORMATS } from '../formats.js';
import { diffOf, isViolation } from '../../check/kernel-diff.js';
import { progressLine } from '../progress.js';
import { oneOf } from '../quantities.js';
import { searchInOrder } from '../search-in-order.js';
import type { SearchJob, SearchReport } from '../../check/search-job.js';
import { textOf } from '../text/text-scenarios.js';

export interface DiffOptions extends DiffPlanOptions, BoundsOptions, JsonOption {
  readonly format: string;
  readonly requireComplete?: true;
}

/** `oomlab diff`: what can happen on one kernel and not on another, with a shortest run each, and where they part. */
export async function diff(
  context: Context,
  first: string,
  words: readonly string[],
  options: DiffOptions,
): Promise<ExitCode> {
  const { io } = context;
  const format = oneOf('--format', options.format, DIFF_FORMATS);
  const plan = await diffPlanOf(context, first, words, options);
  const names = namesOf(plan);
  if (names[0] === names[1]) {
    if (options.json) writeJson(io, { kernels: names, scenarios: [] });
    else io.out(`${names[0]} and ${names[1]} are one kernel: nothing is added, nothing removed.\n`);
    return EXIT.held;
  }
  const compared = await diffAll(context, plan, options);
  if (options.json) writeJson(io, diffReportJson(plan, compared));
  else io.out(diffReport(plan, compared, { format, catalogue: context.catalogue }));
  if (compared.interrupted) return EXIT.interrupted;
  const { diffs } = compared;
  if (diffs.some(({ added }) => added.some(isViolation))) return EXIT.failed;
  return options.requireComplete && diffs.some(({ complete }) => !complete) ? EXIT.inconclusive : EXIT.held;
}

async function diffAll(
  { io, searchAll, workers, catalogue }: Context,
  { before, after, base, patches, params, scenarios }: DiffPlan,
  options: DiffOptions,
): Promise<Compared> {
  const bounds = jobBounds(boundsOf(options, Math.min(workers, 2 * scenarios.length)));
  const textIn = ({ id }: Scenario): Pick<SearchJob, 'text'> => {
    const text = textOf(catalogue, id);
    return text === undefined ? {} : { text };
  };
  const jobs = scenarios.flatMap((scenario): SearchJob[] =>
    [before, after].map((_, side) => ({
      scenario: scenario.id,
      ...textIn(scenario),
      kernel: base[side] as string,
      patches: side === 1 ? patches : [],
      params,
      bounds,
    })),
  );
  const progress = await progressLine(io, jobs.length);
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  const reports: SearchReport[] = [];
  try {
    await searchInOrder(searchAll, jobs, {
      signal: stop.signal,
      onProgress: progress.update,
      onDone: progress.advance,
      onReport: (number, report) => {
        reports[number] = report;
        return Promise.resolve();
      },
    });
  } finally {
    progress.stop();
    release();
  }
  const diffs = scenarios.flatMap((scenario, i) => {
    const [old, now] = [reports[2 * i], reports[2 * i + 1]];
    if (old === undefined || now === undefined) return [];
    return [
      diffOf(scenario, paramsOf(scenario, params), { kernel: before, report: old }, { kernel: after, report: now }),
    ];
  });
  return { diffs, interrupted: stop.signal.aborted };
}
