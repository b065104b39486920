import { describe, expect, it } from 'vitest';
import { findKernel, kernels, scenarios } from '../../machines/index.js';
import { depthFirst, explore, search, sleepSets, type Exploration } from '../../src/explore/index.js';
import { askedOf, isLiveness, type Property, type Scenario } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';
import { expectRow, statesOfRow } from './expected.js';
import { referenceCounts, type Counts } from './reference-count.js';

const LARGE = Boolean(process.env['OOMLAB_TEST_LARGE']);
const ALL = LARGE || Boolean(process.env['OOMLAB_TEST_ALL']);

/** Rows of up to so many states are searched at all: a large scenario's larger rows where OOMLAB_TEST_LARGE says so. */
const LARGEST = LARGE ? Infinity : 1_000_000;

/** Rows that are searched again with either loop, and depth first: every scenario has some of up to a million states. */
const LOOPS_UP_TO = ALL ? LARGEST : 30_000;

/** Rows that are searched again with each reduction. */
const REDUCED_UP_TO = ALL ? 100_000 : 30_000;

/** Rows that are counted again by the reference search. */
const REFERENCE_UP_TO = ALL ? 20_000 : 1_500;

/**
 * The rows that are searched here: all of them in `npm run test:all`, else one a scenario. Which kernel's that is goes round,
 * so that every kernel has its share; the verdicts and counts of all of them are those of table.test.ts.
 */
function isTried(scenario: Scenario, kernel: string): boolean {
  const asked = askedOf(scenario, kernels);
  if (ALL) return asked.includes(kernel) && (!scenario.large || statesOfRow(scenario.id, kernel) <= LARGEST);
  const small = asked.filter((id) => statesOfRow(scenario.id, id) <= LOOPS_UP_TO);
  return small[scenarios.indexOf(scenario) % small.length] === kernel;
}

/** Checks every scenario on some kernels against the verdicts in its file, and its counts. */
export function checkKernels(on: readonly string[]): void {
  describe.each(on)('%s', (id) => {
    const kernel = findKernel(id);
    const tried = scenarios.filter((one) => isTried(one, id));

    it.each(tried.map((scenario) => [scenario.id, scenario] as const))('answers %s as its file says', (_, scenario) => {
      const system = buildSystem(scenario, kernel);
      const result = explore(system);
      expect(result.complete).toBe(true);
      expectRow(scenario, id, result);
      const { states, steps, depth } = result;
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
