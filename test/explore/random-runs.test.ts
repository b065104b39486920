import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import {
  explore,
  missChance,
  pct,
  pctChance,
  randomWalk,
  type Exploration,
  type Strategy,
} from '../../src/explore/index.js';
import { buildSystem } from '../../src/system/index.js';
import { latchedMail, lostUpdate, philosophers } from '../support/toys.js';

const met = ({ outcomes }: Exploration, name: string): boolean =>
  outcomes.find((one) => one.name === name)?.verdict === 'sometimes';

const TRIALS = 2000;
/** Five standard deviations of a share of so many trials: one false alarm in two million. */
const deviation = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / TRIALS);

/** In how many of so many single runs, each with its own seed, an update was lost. */
function shareLost(strategyOf: (seed: number) => Strategy): number {
  const system = lostUpdate(2);
  let lost = 0;
  for (let seed = 1; seed <= TRIALS; seed++)
    if (met(explore(system, { strategy: strategyOf(seed), shrink: false }), 'lost')) lost++;
  return lost / TRIALS;
}

describe('one run meets the lost update of two threads, two steps each (seeds 1 to 2000)', () => {
  it('at random, in half of all runs: the second step must be the other thread’s', () => {
    expect(Math.abs(shareLost((seed) => randomWalk({ seed, runs: 1 })) - 1 / 2)).toBeLessThan(deviation(1 / 2));
  });

  it('by PCT with d = 2 and k = 4, in a quarter: the change must come before the second of four steps', () => {
    const share = shareLost((seed) => pct({ seed, runs: 1, bugDepth: 2, length: 4 }));
    expect(Math.abs(share - 1 / 4)).toBeLessThan(deviation(1 / 4));
    // What the theorem promises.
    expect(pctChance(2, 4, 2)).toBe(1 / 8);
    expect(share).toBeGreaterThan(1 / 8 - deviation(1 / 8));
  });

  it('by PCT with d = 1, never', () => {
    expect(shareLost((seed) => pct({ seed, runs: 1, bugDepth: 1, length: 4 }))).toBe(0);
  });
});

describe('a search by runs', () => {
  it.each([
    ['at random', (seed: number) => randomWalk({ seed, runs: 40 })],
    ['by PCT', (seed: number) => pct({ seed, runs: 40, bugDepth: 3 })],
  ])('%s is the same again with the same seed, and another with another (seeds 1 and 2)', (_, strategyOf) => {
    const system = buildSystem(findScenario('two-chargers'), findKernel('v4.18'));
    const taken = (seed: number): unknown => {
      const { graph, steps, sample, outcomes } = explore(system, { strategy: strategyOf(seed), shrink: false });
      return { states: [...graph.space.store.arena.subarray(0, 500)], steps, sample, outcomes };
    };
    expect(taken(1)).toEqual(taken(1));
    expect(taken(1)).not.toEqual(taken(2));
  });

  it('finds the deadlock of six philosophers, by a run that is one (seed 1)', () => {
    const system = philosophers(6);
    for (const strategy of [
      randomWalk({ seed: 1, runs: 500, maxLength: 50 }),
      pct({ seed: 1, runs: 500, maxLength: 50, bugDepth: 6 }),
    ]) {
      const found = explore(system, { strategy });
      expect(met(found, 'hangs')).toBe(true);
      const { witness } = found.outcomes.find(({ name }) => name === 'hangs')!;
      const replayed = explore(system, { from: witness! });
      expect([replayed.states, replayed.deadlocked]).toEqual([1, 1]);
    }
  });

  it('is complete only if it has expanded all, and otherwise says that its runs ended it', () => {
    const all = explore(lostUpdate(2), { strategy: randomWalk({ seed: 1, runs: 1000 }) });
    expect([all.complete, all.states]).toEqual([true, 13]);
    expect(all.sample!.runs).toBeLessThan(1000);
    const one = explore(lostUpdate(2), { strategy: randomWalk({ seed: 1, runs: 1 }) });
    expect([one.stoppedBy, one.sample]).toEqual(['runs', { runs: 1, cut: 0, longest: 4, threads: 2, alternatives: 0 }]);
  });

  it('cuts off runs that go on for ever, and counts them', () => {
    // Without a deadlock nobody ever stops.
    const strategy = randomWalk({ seed: 1, runs: 3, maxLength: 30 });
    const { sample } = explore(philosophers(6, 'leftHanded'), { strategy });
    expect(sample).toMatchObject({ runs: 3, cut: 3, longest: 30 });
  });

  it('takes each receiver’s mail for one more thread', () => {
    const { sample } = explore(latchedMail(), { strategy: pct({ seed: 1, runs: 200, bugDepth: 2 }) });
    expect(sample!.threads).toBeGreaterThan(1);
  });

  it('promises what the theorem does: 1/(n·k^(d−1)) a run, after those that only measured k', () => {
    const { sample } = explore(lostUpdate(3), { strategy: pct({ seed: 1, runs: 20, bugDepth: 2 }) });
    const { bugDepth, length, missed } = sample!.promise!;
    expect([sample!.threads, length, bugDepth]).toEqual([3, 6, 2]);
    expect(missed).toBeCloseTo((1 - 1 / (3 * 6)) ** 4, 12);
    expect(missChance(1, 1)).toBe(0);
  });
});
