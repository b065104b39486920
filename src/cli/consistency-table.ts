import type { Comparison } from './catalogue.js';
import type { Row } from '../check/row.js';
import { borderless } from './borderless.js';

const WHAT_WIDTH = 33;
const CELL_WIDTH = 11;

/**
 * Where a kernel gives the same answers as the system that it is compared with: one line a question, one column a kernel,
 * `same` or `differs`. The verdicts compared are those of the rows.
 */
export function consistencyTable(
  comparisons: readonly Comparison[],
  kernels: readonly string[],
  rows: readonly Row[],
): string {
  const find = (scenario: string, kernel: string): Row | undefined =>
    rows.find((row) => row.scenario === scenario && row.kernel === kernel);
  const lines = comparisons.map(({ what, memcg, outside, outcomes }) => {
    const standard = find(outside.scenario, outside.kernel);
    return [what, ...kernels.map((kernel) => compare(find(memcg, kernel), standard, outcomes))];
  });
  return borderless({ name: WHAT_WIDTH, cell: CELL_WIDTH }, ['', ...kernels], lines);
}

function compare(row: Row | undefined, standard: Row | undefined, outcomes: readonly string[]): string {
  if (row === undefined || standard === undefined) return '-';
  const verdictOf = (of: Row, name: string): string | undefined =>
    of.outcomes.find((outcome) => outcome.name === name)?.verdict;
  return outcomes.every((name) => verdictOf(row, name) === verdictOf(standard, name)) ? 'same' : 'differs';
}
