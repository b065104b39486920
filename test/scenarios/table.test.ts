import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kernels, scenarios } from '../../machines/index.js';
import { askedOf } from '../../src/model/index.js';
import { build, type Built } from '../cli/support/built.js';
import { readReport, type ReportRow } from '../cli/support/report.js';
import { expectRow } from './expected.js';

let built: Built;
let rows: readonly ReportRow[];
let exit: number | null;

/** A minute or two on two cores, and others may be at work. */
const PATIENCE_MS = 900_000;

beforeAll(async () => {
  built = build();
  const ended = await built.start(['check', 'all', '--kernel', 'all', '--json']).ended;
  exit = ended.exit;
  rows = readReport(ended.out).rows;
}, PATIENCE_MS);
afterAll(() => built.remove());

const asked = scenarios.filter(({ large }) => large !== true);

describe('the whole table, as the command line searches it', () => {
  it('has every scenario on every kernel that it is asked of, all searched to the end, and holds', () => {
    const pairs = asked.flatMap((one) => askedOf(one, kernels).map((kernel) => `${one.id} ${kernel}`));
    expect(rows.map(({ scenario, kernel }) => `${scenario} ${kernel}`).sort()).toEqual(pairs.sort());
    expect(rows.filter(({ complete }) => !complete)).toEqual([]);
    expect(exit).toBe(0);
  });

  it.each(asked.map((scenario) => [scenario.id, scenario] as const))(
    'answers %s as its file says, in as many states, steps and levels as it always had',
    (id, scenario) => {
      for (const row of rows.filter((one) => one.scenario === id)) {
        expectRow(scenario, row.kernel, row);
      }
    },
  );
});
