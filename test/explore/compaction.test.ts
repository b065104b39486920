import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { breadthFirst, depthFirst, explore, search } from '../../src/explore/index.js';
import { buildSystem, ReferenceHost, replay } from '../../src/system/index.js';
import { memcgMini } from '../support/memcg-mini.js';
import { philosophers } from '../support/toys.js';

const recomputed = breadthFirst({ edges: 'recomputed' });

describe('hash compaction', () => {
  it('finds the published counts, and says how likely it left a state out', () => {
    const { states, steps, omission } = explore(memcgMini({ tasks: 3, limit: 3, retries: 1 }), { storage: 'compact' });
    expect([states, steps]).toEqual([44_051, 146_949]);
    // n(n-1)/2^65
    expect(omission).toBeCloseTo(5.26e-11, 12);
  });

  it('says nothing of the kind where storage is exact', () => {
    expect(explore(philosophers(3))).not.toHaveProperty('omission');
  });

  it('gives shortest schedules although it has forgotten the states', () => {
    const { outcomes, deadlocked } = explore(philosophers(6), { storage: 'compact', strategy: recomputed });
    const witness = outcomes.at(-1)?.witness ?? [];
    expect([deadlocked, witness.length]).toEqual([1, 6]);
    const host = new ReferenceHost(philosophers(6));
    replay(host, { schedule: witness });
    const hands = Array.from({ length: 6 }, (_, i) => host.view(i).path);
    expect(hands).toEqual(Array.from({ length: 6 }, () => 'one'));
  });

  it('keeps every verdict on states, and leaves open what needs the states or edges that it lacks', () => {
    const system = buildSystem(findScenario('slab-at-limit'), findKernel('v4.6'));
    const exact = explore(system);
    const compact = explore(system, { storage: 'compact', strategy: recomputed });
    expect([compact.states, compact.steps, compact.depth]).toEqual([exact.states, exact.steps, exact.depth]);
    const verdicts = ({ outcomes, properties }: typeof exact): [string, string][] => [
      ...outcomes.map(({ name, verdict }): [string, string] => [name, verdict]),
      ...properties.map(({ id, verdict }): [string, string] => [id, verdict]),
    ];
    const open = new Map([
      ['hangs', 'unknown'],
      ['P-PROG', 'unknown'],
    ]);
    expect(verdicts(compact)).toEqual(verdicts(exact).map(([name, verdict]) => [name, open.get(name) ?? verdict]));
    const lengths = ({ outcomes }: typeof exact) => outcomes.map(({ witness }) => witness?.length);
    expect(lengths(compact).slice(0, -1)).toEqual(lengths(exact).slice(0, -1));
  });

  it('takes less memory: two words a state where the local states take three', () => {
    const system = buildSystem(findScenario('slab-at-limit'), findKernel('v4.19'));
    const words = (storage: 'exact' | 'compact') => search(system, { storage, strategy: recomputed }).space.store.words;
    expect([words('exact'), words('compact')]).toEqual([3, 2]);
  });
});

describe('a bound', () => {
  it('of bytes ends the search before it would need more', () => {
    const bytes = 2_000_000;
    const graph = search(memcgMini({ tasks: 3, limit: 3, retries: 1 }), { bounds: { bytes } });
    expect(graph.stoppedBy).toBe('memory');
    expect(graph.space.bytes).toBeLessThan(bytes);
    expect(graph.states).toBeGreaterThan(10_000);
  });

  it('of states is met closely', () => {
    const { states, stoppedBy } = search(memcgMini({ tasks: 3, limit: 3, retries: 1 }), { bounds: { states: 1000 } });
    expect(stoppedBy).toBe('states');
    expect(states).toBeGreaterThan(1000);
    expect(states).toBeLessThan(1032);
  });

  it.each([
    ['bfs', breadthFirst()],
    ['dfs', depthFirst()],
  ])(
    'of depth is a number of steps: three from the start of four philosophers are 1 + 4 + 10 + 16 states (%s)',
    (_, strategy) => {
      const graph = search(philosophers(4), { strategy, bounds: { depth: 3 } });
      expect(graph.stoppedBy).toBe('depth');
      expect(graph.states).toBe(strategy.shortest ? 31 : graph.states);
      expect(graph.states).toBeLessThanOrEqual(31);
    },
  );
});
