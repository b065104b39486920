import { commitText, patchText } from '../export/index.js';
import type { SearchReport } from '../check/search-job.js';
import type { BisectPlan } from './bisect-plan.js';
import { answerOf, stagesOf, type Answer, type Stage, type Turn } from './bisection.js';
import type { Reports } from './reports-of.js';
import { incompleteness } from './row-text.js';

/** What came of a plan. */
export interface Bisected {
  /** Of the kernels whose search was begun. */
  readonly stages: readonly Stage[];
  /** Of the kernels, by name. */
  readonly reports: ReadonlyMap<string, SearchReport>;
  readonly searches: number;
  /** Searches that were stopped before anything could be said. */
  readonly open: readonly SearchReport[];
  /** Searches that were not begun. */
  readonly left: number;
  readonly interrupted: boolean;
}

/** Where it comes and goes, out of what was found with each of the patches. */
export function bisectedOf({ kernels, searches, kind, name }: BisectPlan, { reports, interrupted }: Reports): Bisected {
  const answer = (report: SearchReport | undefined): Answer => {
    if (report === undefined) return 'stopped';
    return report.broken ? 'broken' : answerOf(report, kind, name);
  };
  const reportOf = (kernel: string, patches: number): SearchReport | undefined =>
    reports[searches.findIndex((one) => one.kernel.id === kernel && one.patches === patches)];
  const begun = reports.filter((report) => report !== undefined);
  const whole = kernels.flatMap(({ id, patches }) => {
    const report = reportOf(id, patches.length);
    return report === undefined ? [] : [[id, report] as const];
  });
  const known = new Map(whole);
  return {
    stages: stagesOf(kernels, (kernel, patches) => answer(reportOf(kernel.id, patches))).filter(({ kernel }) =>
      known.has(kernel),
    ),
    reports: known,
    searches: searches.length,
    open: begun.filter((report) => answer(report) === 'stopped'),
    left: searches.length - begun.length,
    interrupted,
  };
}

/** Kernel by kernel, with the patches that made the difference. */
export function bisectText({ scenario, name, kind }: BisectPlan, bisected: Bisected): string {
  const { stages, reports } = bisected;
  const what = kind === 'property' ? `the violation of ${name}` : name;
  const lines = [
    `${scenario.id}: ${scenario.question}`,
    '',
    `${what}, kernel by kernel:`,
    ...stages.flatMap((stage) => stageLines(stage, reports.get(stage.kernel))),
    ...closingLines(bisected),
  ];
  return `${lines.join('\n')}\n`;
}

function stageLines({ kernel, after, found, turns }: Stage, report: SearchReport | undefined): string[] {
  const word = found === true ? 'possible' : found === false ? 'impossible' : incompleteness(report ?? {});
  return [
    `  ${kernel.padEnd(20)} ${word}${after === undefined ? '' : `, after ${after}`}`,
    ...turns.flatMap(turnLines),
  ];
}

function turnLines({ happens, patches, isOpen }: Turn): string[] {
  const why = isOpen ? 'together: a search between them was stopped' : 'together: those between cannot stand alone';
  return [
    ...patches.flatMap((patch) => [
      `      ${happens ? 'made possible' : 'made impossible'} by ${patchText(patch)}`,
      ...patch.commits.map((commit) => `          ${commitText(commit)}`),
    ]),
    ...(patches.length > 1 ? [`      (${why})`] : []),
  ];
}

/** What is not known must not look like what is not there. */
function closingLines({ stages, searches, open, left, interrupted }: Bisected): string[] {
  const by = [...new Set(open.map(({ stoppedBy }) => stoppedBy ?? 'a bound'))].join(' and ');
  return [
    ...(open.length > 0 ? [`NOT COMPLETE: ${open.length} of ${searches} searches stopped by ${by}.`] : []),
    ...(interrupted ? [left > 0 ? `INTERRUPTED, ${left} of ${searches} searches not begun.` : 'INTERRUPTED.'] : []),
    ...(open.length + left === 0 && stages.every(({ turns }) => turns.length === 0) ? ['No patch changes it.'] : []),
  ];
}

/** As scripts read it. */
export const bisectJson = (
  { scenario, name, kind }: BisectPlan,
  { stages, reports, open, left, interrupted }: Bisected,
): { readonly [field: string]: unknown } => ({
  scenario: scenario.id,
  name,
  kind,
  complete: open.length + left === 0,
  stages: stages.map((stage) => stageJson(stage, reports.get(stage.kernel))),
  ...(interrupted ? { interrupted, searchesLeft: left } : {}),
});

const stageJson = ({ kernel, after, found, turns }: Stage, report: SearchReport | undefined): object => ({
  kernel,
  after: after ?? null,
  possible: typeof found === 'boolean' ? found : null,
  ...(typeof found === 'boolean' ? {} : { stoppedBy: report?.stoppedBy ?? null }),
  by: byOf(turns),
  turns: turns.map((turn) => ({ possible: turn.happens, by: patchesJson(turn) })),
});

/** What made the kernel otherwise than the one below it: nothing where what came went again. Each turn is the other way. */
const byOf = (turns: readonly Turn[]): object[] | null =>
  turns[0] === undefined || turns.length % 2 === 0 ? null : patchesJson(turns[0]);

const patchesJson = ({ patches }: Turn): object[] =>
  patches.map(({ id, summary, commits }) => ({ id, summary, commits }));
