import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import {
  explore,
  missChance,
  pct,
  pctChance,
  pctcp,
  portfolio,
  randomWalk,
  type Exploration,
  type Strategy,
} from '../../src/explore/index.js';
import type { StateView } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';
import { relay, senders } from '../support/senders.js';
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

describe('one run by PCT for message passing', () => {
  /** In how many runs the letters of these senders come in falling order, each run with its own seed. */
  function shareFalling(count: number, bugDepth: number): { readonly share: number; readonly lanes: number } {
    const falling = Array.from({ length: count }, (_, i) => `sender${count - 1 - i}`);
    const system = senders(count, 'one that remembers');
    const outcome = {
      name: 'falling',
      description: '',
      holds: (state: StateView) => String(state.actor('mailbox0').context['letters']) === String(falling),
    };
    const asking = { ...system, scenario: { ...system.scenario, outcomes: [outcome] } };
    let [meets, lanes] = [0, 0];
    for (let seed = 1; seed <= TRIALS; seed++) {
      const strategy = pctcp({ seed, runs: 1, bugDepth, length: 2 * count });
      const found = explore(asking, { strategy, shrink: false });
      if (met(found, 'falling')) meets++;
      lanes = Math.max(lanes, found.sample!.promise!.lanes);
    }
    return { share: meets / TRIALS, lanes };
  }

  it.each([
    // The letters of two come in either order: one ordering. Nothing caused a letter but its own sending.
    [2, 1],
    [2, 2],
    // Three letters in one order take two orderings.
    [3, 2],
  ])(
    'meets the falling order of %i letters at depth %i with the promised chance (seeds 1 to 2000)',
    (count, bugDepth) => {
      const { share, lanes } = shareFalling(count, bugDepth);
      expect(lanes).toBe(2 * count);
      const promised = pctChance(lanes, 2 * count, bugDepth);
      expect(share).toBeGreaterThan(promised - deviation(promised));
    },
  );

  it('puts mail that was caused by mail on one chain', () => {
    // A letter that is handed on six times: each piece was caused by the one before, so all are one chain beside the starter.
    const { sample, complete } = explore(relay(6), { strategy: pctcp({ seed: 1, runs: 40, bugDepth: 2 }) });
    expect([complete, sample!.longest, sample!.promise!.lanes]).toEqual([true, 8, 2]);
  });
});

describe('a portfolio', () => {
  it('looks by preemptions first, which is all that a small system needs', () => {
    const found = explore(lostUpdate(2), { strategy: portfolio({ seed: 1, runs: 100, bugDepth: 2 }) });
    expect([found.complete, found.states, found.steps, met(found, 'lost')]).toEqual([true, 13, 14, true]);
  });

  it('goes on with runs of several kinds, and judges each state once', () => {
    const system = buildSystem(findScenario('two-chargers'), findKernel('v4.18'));
    const strategy = (): Strategy => portfolio({ seed: 1, runs: 50, bugDepth: 2 });
    const found = explore(system, { strategy: strategy(), shrink: false });
    expect([found.complete, found.stoppedBy, found.sample?.runs]).toEqual([false, 'runs', 50]);
    expect(found.preemptions).toBeGreaterThanOrEqual(-1);
    expect(found.sample?.promise).toMatchObject({ bugDepth: 2 });
    const { terminals } = found.graph;
    expect(new Set(terminals).size).toBe(terminals.length);
    expect(found.ends + found.deadlocked).toBe(terminals.length);
    const again = explore(system, { strategy: strategy(), shrink: false });
    expect([again.states, again.steps, again.outcomes]).toEqual([found.states, found.steps, found.outcomes]);
  });

  it('stops where it is told to, in whichever part it is', () => {
    const system = buildSystem(findScenario('two-chargers'), findKernel('v4.18'));
    for (const states of [200, 5_000]) {
      const found = explore(system, { strategy: portfolio({ seed: 1, runs: 300, bugDepth: 2 }), bounds: { states } });
      expect([found.stoppedBy, found.complete]).toEqual(['states', false]);
    }
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
