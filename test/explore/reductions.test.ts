import { describe, expect, it } from 'vitest';
import { depthFirst, explore, type Exploration, type ExploreOptions } from '../../src/explore/index.js';
import { isLiveness } from '../../src/model/index.js';
import { replay, ReferenceHost } from '../../src/system/index.js';
import { TOYS } from '../support/all-toys.js';

const WAYS: readonly (readonly [string, ExploreOptions])[] = [
  ['symmetry', { reductions: ['symmetry'] }],
  ['por', { reductions: ['por'] }],
  ['both', { reductions: ['symmetry', 'por'] }],
  ['both, depth first', { reductions: ['symmetry', 'por'], strategy: depthFirst() }],
];

const outcomesOf = ({ outcomes }: Exploration): unknown[] => outcomes.map(({ name, verdict }) => [name, verdict]);

describe('on every toy, reductions keep the verdicts that they do not refuse', () => {
  it.each(TOYS)('%s', (_, system) => {
    const full = explore(system);
    for (const [way, options] of WAYS) {
      const reduced = explore(system, options);
      expect([way, outcomesOf(reduced)]).toEqual([way, outcomesOf(full)]);
      expect([way, reduced.complete, reduced.states <= full.states]).toEqual([way, true, true]);
      const isOn = reduced.graph.reduced.applied.length > 0;
      for (const [i, property] of system.scenario.properties.entries()) {
        const [was, is] = [full.properties[i]!, reduced.properties[i]!];
        // Fair loops are not those of the reduced graph: two that take turns look like one that starves, or the other way round.
        const refused = isOn && isLiveness(property);
        expect([way, is.id, is.verdict]).toEqual([way, was.id, refused ? 'unknown' : was.verdict]);
        if (refused) expect(is.why).toMatch(/^(symmetry|por) does not keep it: /);
      }
      const runs = [
        ...reduced.outcomes.flatMap(({ witnesses }) => witnesses),
        ...reduced.properties.flatMap(({ counterexample }) => (counterexample === undefined ? [] : [counterexample])),
      ];
      for (const schedule of runs) replay(new ReferenceHost(system), { schedule });
    }
  });

  it('and are on for many: else the test above would say nothing', () => {
    const on = (name: 'symmetry' | 'por'): number =>
      TOYS.filter(([, system]) => {
        const reduced = explore(system, { reductions: [name] });
        return reduced.states < explore(system).states;
      }).length;
    expect(on('symmetry')).toBeGreaterThanOrEqual(8);
    expect(on('por')).toBeGreaterThanOrEqual(8);
  });
});
