import type { Scenario } from '../model/index.js';
import { borderless } from './borderless.js';
import { figure } from './row-text.js';
import type { Row } from '../check/row.js';

/** A cell's mark where the verdict is not what the scenario's file expects. */
export const DEVIATES = '!';

const NAME_WIDTH = 18;
const CELL_WIDTH = 11;

/**
 * A scenario's verdicts: one line per outcome and per property that some kernel violates, one column per kernel, and a line
 * of states explored. Plain ASCII, to be
 * pasted into a mail. A kernel that the scenario is not asked of has `-`.
 */
export function outcomeTable(scenario: Scenario, kernels: readonly string[], all: readonly Row[]): string {
  const rows = all.filter(({ kernel }) => kernels.includes(kernel));
  const lines = verdictLines(kernels, rows);
  return tableOf(scenario, kernels, [...lines, statesLine(kernels, rows)]);
}

/** The lines in which some of the kernels differ; undefined where none does. */
export function changesTable(scenario: Scenario, kernels: readonly string[], all: readonly Row[]): string | undefined {
  const rows = all.filter(({ kernel }) => kernels.includes(kernel));
  const lines = verdictLines(kernels, rows).filter(([, ...cells]) => new Set(cells).size > 1);
  return lines.length === 0 ? undefined : tableOf(scenario, kernels, lines);
}

type Line = readonly [name: string, ...cells: string[]];

function tableOf({ id, question }: Scenario, kernels: readonly string[], lines: readonly Line[]): string {
  return `${id}: ${question}\n${borderless({ name: NAME_WIDTH, cell: CELL_WIDTH }, ['', ...kernels], lines)}`;
}

function verdictLines(kernels: readonly string[], rows: readonly Row[]): Line[] {
  const rowOf = (kernel: string): Row | undefined => rows.find((row) => row.kernel === kernel);
  const names = [...new Set(rows.flatMap(({ outcomes }) => outcomes.map(({ name }) => name)))];
  // A property that holds everywhere says nothing about the difference between kernels.
  const violated = rows.flatMap(({ properties }) => properties.filter(({ verdict }) => verdict === 'violated'));
  const broken = [...new Set(violated.map(({ id }) => id))];
  return [
    ...names.map((name): Line => [name, ...kernels.map((kernel) => outcomeCell(rowOf(kernel), name))]),
    ...broken.map((id): Line => [id, ...kernels.map((kernel) => propertyCell(rowOf(kernel), id))]),
  ];
}

const statesLine = (kernels: readonly string[], rows: readonly Row[]): Line => [
  'states',
  ...kernels.map((kernel) => statesCell(rows.find((row) => row.kernel === kernel))),
];

function outcomeCell(row: Row | undefined, name: string): string {
  const outcome = row?.outcomes.find((one) => one.name === name);
  if (row === undefined || outcome === undefined) return '-';
  const deviates = row.deviations.some((one) => one.kind === 'outcome' && one.name === name);
  // Of a search that was stopped, `sometimes` says only that it was met.
  const verdict = !row.complete && outcome.verdict === 'sometimes' ? 'seen' : outcome.verdict;
  return `${verdict}${deviates ? DEVIATES : ''}`;
}

function propertyCell(row: Row | undefined, id: string): string {
  const property = row?.properties.find((one) => one.id === id);
  if (row === undefined || property === undefined) return '-';
  const deviates = row.deviations.some((one) => one.kind === 'property' && one.name === id);
  return `${property.verdict}${deviates ? DEVIATES : ''}`;
}

/** A search that was stopped has seen at least so many, which must not look like all there are. */
const statesCell = (row: Row | undefined): string =>
  row === undefined ? '-' : row.complete ? figure(row.states) : `>${figure(row.states)}`;
