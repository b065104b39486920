import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findKernel, scenarios } from '../../machines/index.js';
import { depthFirst, explore, search, sleepSets, type Exploration } from '../../src/explore/index.js';
import { isLiveness, type Property, type Scenario } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';
import { referenceCounts, type Counts } from './reference-count.js';

/**
 * States, steps and levels of every row, as `[states, steps, depth]`. They pin the model against accidental change. That
 * they are right is not the file's word: every row of up to REFERENCE_UP_TO states is counted again here by another search
 * on another host (up to 20,000, which is a row of every scenario but the large one, in `npm run test:all`).
 */
const counts = JSON.parse(readFileSync(new URL('./counts.json', import.meta.url), 'utf8')) as {
  readonly [row: string]: readonly [number, number, number];
};

const REFERENCE_UP_TO = process.env['OOMLAB_TEST_ALL'] ? 20_000 : 1_500;

/** Rows that are searched again with either loop, and depth first: every scenario has some of up to a million states. */
const LOOPS_UP_TO = process.env['OOMLAB_TEST_LARGE'] ? Infinity : process.env['OOMLAB_TEST_ALL'] ? 1_000_000 : 30_000;

/** Rows that are searched again with each reduction. */
const REDUCED_UP_TO = process.env['OOMLAB_TEST_ALL'] ? 100_000 : 1_500;

/** A large scenario's rows: those of less than a million states in `npm run test:all`, all where OOMLAB_TEST_LARGE says so. */
function isTried({ id }: Scenario, kernel: string): boolean {
  const states = counts[`${id} ${kernel}`]?.[0] ?? Infinity;
  const most = process.env['OOMLAB_TEST_LARGE'] ? Infinity : process.env['OOMLAB_TEST_ALL'] ? 1_000_000 : 0;
  return states <= most;
}

/** Checks every scenario on some kernels against the verdicts in its file, and its counts. */
export function checkKernels(kernels: readonly string[]): void {
  describe.each(kernels)('%s', (id) => {
    const kernel = findKernel(id);
    const asked = scenarios.filter(
      (one) => (one.kernels === undefined || one.kernels.includes(id)) && (!one.large || isTried(one, id)),
    );

    it.each(asked.map((scenario) => [scenario.id, scenario] as const))('answers %s as its file says', (_, scenario) => {
      const system = buildSystem(scenario, kernel);
      const result = explore(system);
      expect(result.complete).toBe(true);
      const outcomes = Object.fromEntries(result.outcomes.map(({ name, verdict }) => [name, verdict]));
      expect(outcomes).toMatchObject(expectedOutcomes(scenario, id));
      const properties = Object.fromEntries(result.properties.map((p) => [p.id, p.verdict]));
      expect(properties).toEqual(expectedProperties(scenario, id));
      const { states, steps, depth } = result;
      expect([states, steps, depth]).toEqual(counts[`${scenario.id} ${id}`]);
      if (states <= LOOPS_UP_TO) {
        for (const how of [{ loop: 'plain' }, { loop: 'generated' }] as const) {
          const again = search(system, how);
          expect([how.loop, again.states, again.steps, again.depth]).toEqual([how.loop, states, steps, depth]);
        }
        const deep = search(system, { strategy: depthFirst(), loop: 'generated' });
        expect(['dfs', deep.states, deep.steps]).toEqual(['dfs', states, steps]);
      }
      if (states <= REDUCED_UP_TO) {
        for (const reductions of [['symmetry'], ['por'], ['symmetry', 'por']] as const) {
          expect({ reductions, ...keptVerdicts(explore(system, { reductions })) }).toEqual({
            reductions,
            ...keptVerdicts(result),
          });
        }
        const spared = explore(system, { strategy: sleepSets() });
        expect([spared.states, spared.outcomes.map(({ verdict }) => verdict)]).toEqual([
          states,
          result.outcomes.map(({ verdict }) => verdict),
        ]);
      }
      if (states <= REFERENCE_UP_TO) {
        expect(referenceCounts(system)).toEqual({ states, steps, depth } satisfies Counts);
      }
    });
  });
}

/** What every reduction keeps. */
const keptVerdicts = ({ outcomes, properties, system }: Exploration): object => ({
  outcomes: outcomes.map(({ name, verdict }) => [name, verdict]),
  properties: properties
    .filter((_, i) => !isLiveness(system.scenario.properties[i] as Property))
    .map(({ id, verdict }) => [id, verdict]),
});

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
