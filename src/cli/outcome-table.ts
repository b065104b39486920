import Table from 'cli-table3';
import type { Scenario } from '../model/index.js';
import { figure } from './row-text.js';
import type { Row } from './row.js';

/** A cell's mark where the verdict is not what the scenario's file expects. */
export const DEVIATES = '!';

const NAME_WIDTH = 22;
const CELL_WIDTH = 12;

/**
 * A scenario's verdicts: one line per outcome, one column per kernel, and a line of states explored. Plain ASCII, to be
 * pasted into a mail. A kernel that the scenario is not asked of has `-`.
 */
export function outcomeTable(scenario: Scenario, kernels: readonly string[], rows: readonly Row[]): string {
  const table = new Table({
    head: ['', ...kernels.map((id) => folded(id, CELL_WIDTH - 1))],
    chars: BORDERLESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    colWidths: [NAME_WIDTH, ...kernels.map(() => CELL_WIDTH)],
  });
  const rowOf = (kernel: string): Row | undefined => rows.find((row) => row.kernel === kernel);
  const names = [...new Set(rows.flatMap(({ outcomes }) => outcomes.map(({ name }) => name)))];
  for (const name of names) table.push([name, ...kernels.map((kernel) => outcomeCell(rowOf(kernel), name))]);
  table.push(['states', ...kernels.map((kernel) => statesCell(rowOf(kernel)))]);
  const lines = table.toString().split('\n');
  return `${scenario.id}: ${scenario.question}\n${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function outcomeCell(row: Row | undefined, name: string): string {
  const outcome = row?.outcomes.find((one) => one.name === name);
  if (row === undefined || outcome === undefined) return '-';
  const deviates = row.deviations.some((one) => one.kind === 'outcome' && one.name === name);
  // Of a search that was stopped, `sometimes` says only that it was met.
  const verdict = !row.complete && outcome.verdict === 'sometimes' ? 'seen' : outcome.verdict;
  return `${verdict}${deviates ? DEVIATES : ''}`;
}

/** A search that was stopped has seen at least so many, which must not look like all there are. */
const statesCell = (row: Row | undefined): string =>
  row === undefined ? '-' : row.complete ? figure(row.states) : `>${figure(row.states)}`;

/** A name on several lines, broken after its dashes. */
function folded(name: string, width: number): string {
  const lines = [''];
  for (const part of name.split(/(?<=-)/)) {
    const last = lines.at(-1) ?? '';
    if (last.length + part.length <= width) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.join('\n');
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
