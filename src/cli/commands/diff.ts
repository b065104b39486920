import { paramsOf } from '../../model/index.js';
import { boundsOf, jobBounds, type BoundsOptions } from '../bounds.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { diffPlanOf, type DiffPlan, type DiffPlanOptions } from '../diff-plan.js';
import { diffReport, diffReportJson, namesOf, type Compared } from '../diff-report.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DIFF_FORMATS } from '../formats.js';
import { diffOf, isViolation } from '../../check/kernel-diff.js';
import { oneOf } from '../quantities.js';
import { reportsOf } from '../reports-of.js';
import type { SearchJob } from '../../check/search-job.js';
import { textIn } from '../text/text-scenarios.js';

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

async function diffAll(context: Context, plan: DiffPlan, options: DiffOptions): Promise<Compared> {
  const { workers, catalogue } = context;
  const { before, after, base, patches, params, scenarios } = plan;
  const bounds = jobBounds(boundsOf(options, Math.min(workers, 2 * scenarios.length)));
  const jobs = scenarios.flatMap(({ id }) =>
    base.map((kernel, side): SearchJob => ({
      scenario: id,
      ...textIn(catalogue, id),
      kernel,
      patches: side === 1 ? patches : [],
      params,
      bounds,
    })),
  );
  const { reports, interrupted } = await reportsOf(context, jobs);
  const diffs = scenarios.flatMap((scenario, i) => {
    const [old, now] = [reports[2 * i], reports[2 * i + 1]];
    if (old === undefined || now === undefined) return [];
    const sides = [
      { kernel: before, report: old },
      { kernel: after, report: now },
    ] as const;
    return [diffOf(scenario, paramsOf(scenario, params), ...sides)];
  });
  return { diffs, interrupted };
}
