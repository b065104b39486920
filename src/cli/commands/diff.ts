import { paramsOf, type Scenario } from '../../model/index.js';
import { wrap } from '../../export/index.js';
import { boundsOf, jobBounds, type BoundsOptions } from '../bounds.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { diffPlanOf, type DiffPlan, type DiffPlanOptions } from '../diff-plan.js';
import { diffJson, diffMarkdown, diffText } from '../diff-text.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DIFF_FORMATS } from '../formats.js';
import { diffOf, isViolation, type ScenarioDiff } from '../../check/kernel-diff.js';
import { progressLine } from '../progress.js';
import { oneOf } from '../quantities.js';
import { searchInOrder } from '../search-in-order.js';
import type { SearchJob, SearchReport } from '../../check/search-job.js';
import { textOf } from '../text/text-scenarios.js';

export interface DiffOptions extends DiffPlanOptions, BoundsOptions, JsonOption {
  readonly format: string;
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
  const asked = await diffPlanOf(context, first, words, options);
  const { before, after } = asked;
  const names = [before.spec.id, after.spec.id] as const;
  if (names[0] === names[1]) {
    if (options.json) writeJson(io, { kernels: names, scenarios: [] });
    else io.out(`${names[0]} and ${names[1]} are one kernel: nothing is added, nothing removed.\n`);
    return EXIT.held;
  }
  const { diffs, interrupted } = await diffAll(context, asked, options);
  const isDifferent = ({ added, removed, changed }: ScenarioDiff): boolean =>
    added.length + removed.length + changed.length > 0;
  const different = diffs.filter(isDifferent);
  if (options.json) {
    writeJson(io, { kernels: names, scenarios: diffs.map(diffJson), ...(interrupted ? { interrupted } : {}) });
  } else {
    const draw = format === 'markdown' ? diffMarkdown : diffText;
    if (format === 'markdown') io.out(`## ${names[0]} → ${names[1]}\n\n`);
    for (const one of different) {
      const text = textOf(context.catalogue, one.scenario.id);
      io.out(`${draw(one, { names, patches: asked.patches, text })}\n`);
    }
    const same = diffs.filter((one) => !isDifferent(one)).map(({ scenario }) => scenario.id);
    if (same.length > 0) {
      const none = `No difference between ${names.join(' and ')} in ${same.join(', ')}.`;
      io.out(`${wrap(none, 72).join('\n')}\n`);
    }
    const violations = different.flatMap(({ added }) => added.filter(isViolation));
    io.out(summary(different, violations.length));
  }
  if (interrupted) return EXIT.interrupted;
  return different.some(({ added }) => added.some(isViolation)) ? EXIT.failed : EXIT.held;
}

function summary(different: readonly ScenarioDiff[], violations: number): string {
  const count = (of: (one: ScenarioDiff) => readonly unknown[]): number =>
    different.reduce((sum, one) => sum + of(one).length, 0);
  const added = count((one) => one.added);
  const removed = count((one) => one.removed);
  const changed = count((one) => one.changed);
  const bad = violations === 0 ? 'no violation is new' : `NEW VIOLATIONS: ${violations}`;
  return `\n${added} added, ${removed} removed, ${changed} changed; ${bad}.\n`;
}

async function diffAll(
  { io, searchAll, workers, catalogue }: Context,
  { before, after, base, patches, params, scenarios }: DiffPlan,
  options: DiffOptions,
): Promise<{ readonly diffs: ScenarioDiff[]; readonly interrupted: boolean }> {
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
