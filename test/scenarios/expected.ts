import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Scenario } from '../../src/model/index.js';

/**
 * States, steps and levels of every row, as `[states, steps, depth]`. They pin the model against accidental change. That
 * they are right is not the file's word: small rows are counted again by another search on another host (up to 20,000
 * states, which is a row of every scenario but the large one, in `npm run test:all`).
 */
const counts = JSON.parse(readFileSync(new URL('./counts.json', import.meta.url), 'utf8')) as {
  readonly [row: string]: readonly [number, number, number];
};

/** A row's states; infinitely many where nobody has counted them. */
export const statesOfRow = (scenario: string, kernel: string): number =>
  counts[`${scenario} ${kernel}`]?.[0] ?? Infinity;

function expectedOutcomes(scenario: Scenario, kernel: string): { [name: string]: string } {
  const cells = Object.entries(scenario.expect).map(([name, { byKernel }]) => [name, byKernel[kernel]] as const);
  return Object.fromEntries(cells.filter(([, verdict]) => verdict !== undefined)) as { [name: string]: string };
}

/** A property that the file does not mention is expected to hold. */
function expectedProperties(scenario: Scenario, kernel: string): { [id: string]: string } {
  return Object.fromEntries(
    scenario.properties.map(({ id }) => [id, scenario.expectProperties?.[id]?.byKernel[kernel] ?? 'holds']),
  );
}

/** A searched row, as the explorer and as a report give it. */
interface SearchedRow {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly outcomes: readonly { readonly name: string; readonly verdict: string }[];
  readonly properties: readonly { readonly id: string; readonly verdict: string }[];
}

/** Holds a row against the verdicts in its scenario's file, and against its counts. */
export function expectRow(scenario: Scenario, kernel: string, row: SearchedRow): void {
  const outcomes = Object.fromEntries(row.outcomes.map(({ name, verdict }) => [name, verdict]));
  expect([kernel, outcomes]).toMatchObject([kernel, expectedOutcomes(scenario, kernel)]);
  const properties = Object.fromEntries(row.properties.map(({ id, verdict }) => [id, verdict]));
  expect([kernel, properties]).toEqual([kernel, expectedProperties(scenario, kernel)]);
  expect([kernel, row.states, row.steps, row.depth]).toEqual([kernel, ...(counts[`${scenario.id} ${kernel}`] ?? [])]);
}
