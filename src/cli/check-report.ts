import { boundsText } from './bounds.js';
import type { Coverage } from '../explore/index.js';
import type { Plan } from './check-plan.js';
import { coverageLine, coverageList, coveredByAll, type CoveredKinds } from './coverage-text.js';
import { rowJson } from './row-json.js';
import type { Row } from '../check/row.js';
import { isRandom } from '../check/search-job.js';

/** What came of a plan. */
export interface Checked {
  readonly rows: readonly Row[];
  readonly interrupted: boolean;
}

/** Whether the runs shown are shortest ones; of a replay they are the run that was given. */
const isShortest = ({ strategy, rows }: Plan): boolean =>
  strategy === 'bfs' && !rows.some(({ job }) => job.reductions?.includes('por'));

/** The one document of `check --json`. */
export function checkJson(plan: Plan, { rows, interrupted }: Checked): { readonly [field: string]: unknown } {
  const { seed, bounds, strategy, sampling, start, confirmation } = plan;
  return {
    seed,
    bounds,
    strategy,
    ...(sampling === undefined ? {} : { sampling }),
    shortest: isShortest(plan),
    confirmedLive: confirmation,
    ...(start === undefined ? {} : { from: { token: start.token, step: start.step } }),
    rows: rows.map(rowJson),
    ...togetherJson(rows),
    ...(interrupted ? { interrupted, rowsLeft: plan.rows.length - rows.length } : {}),
  };
}

const coveragesOf = (rows: readonly Row[]): Coverage[] => rows.flatMap(({ coverage }) => coverage ?? []);

function togetherJson(rows: readonly Row[]): { readonly coverage?: CoveredKinds } {
  const coverages = coveragesOf(rows);
  return coverages.length === 0 ? {} : { coverage: coveredByAll(coverages) };
}

/** What no row came to. One row says it itself. */
function togetherText(rows: readonly Row[]): string[] {
  const coverages = coveragesOf(rows);
  if (coverages.length < 2) return [];
  const covered = coveredByAll(coverages);
  const vacuous = vacuousEverywhere(rows);
  return [
    `coverage of all rows together: ${coverageLine(covered)}`,
    ...coverageList(covered).map((line) => `    ${line}`),
    ...vacuous.map((line) => `    vacuous in every row: ${line}`),
  ];
}

/** Properties that hold in every row only because their premise never comes true. */
function vacuousEverywhere(rows: readonly Row[]): string[] {
  const properties = rows.flatMap((row) => row.properties);
  return [...new Set(properties.filter(({ vacuous }) => vacuous !== undefined).map(({ id }) => id))].filter((id) =>
    properties.every((one) => one.id !== id || one.vacuous !== undefined),
  );
}

/** The last lines: how many rows of each verdict, under which seed and bounds, and what is to be known of the runs shown. */
export function checkSummary(plan: Plan, { rows }: Checked, tokens: 'shown' | 'not shown'): string {
  const { strategy, seed, bounds, start } = plan;
  const counts = (['ok', 'failed', 'inconclusive'] as const)
    .map((verdict) => ({ verdict, rows: rows.filter((row) => row.verdict === verdict).length }))
    .filter((one) => one.rows > 0)
    .map((one) => `${one.rows} ${one.verdict}`);
  const left = plan.rows.length - rows.length;
  const interrupted = left > 0 ? `; INTERRUPTED, ${left} not begun` : '';
  const many = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  const lines = [
    `${many}: ${counts.join(', ') || 'none'}${interrupted} (${strategy}, seed ${seed}, ${boundsText(bounds)})`,
    ...(strategy === 'dfs' || strategy === 'sleep'
      ? [`${strategy}: the runs shown are not the shortest, and depth is the longest way that it went.`]
      : []),
    ...togetherText(rows),
    ...(rows.some(({ reduced }) => reduced?.by.includes('partial order'))
      ? [
          'partial order: the runs shown may have steps that do not matter, for want of shorter ones among those followed.',
        ]
      : []),
    ...(strategy === 'bounded'
      ? ['bounded: the runs shown have the fewest preemptions, and of those the fewest steps.']
      : []),
    ...(isRandom(strategy)
      ? [
          `${strategy}: runs drawn at random; what none of them met may still happen, and those shown were shrunk, as far as was near.`,
        ]
      : []),
    ...(start !== undefined && strategy !== 'replay'
      ? [`Verdicts speak of what comes after step ${start.step} of the token; the runs shown begin at its start.`]
      : []),
    ...(strategy === 'replay' ? ['replay: one run and the steps beside it; what it does not show is not judged.'] : []),
    ...(tokens === 'shown'
      ? ['Live actors have taken each run shown, step by step.']
      : ['--verbose shows a replay token for each outcome.']),
  ];
  return `\n${lines.join('\n')}\n`;
}
