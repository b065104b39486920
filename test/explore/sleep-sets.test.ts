import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore, search, sleepSets } from '../../src/explore/index.js';
import { busyReceiver, spinningLock, waitingLock } from '../support/liveness-toys.js';
import { memcgMini } from '../support/memcg-mini.js';
import { blueprints, systemOf, type Blueprint } from '../support/random-systems.js';
import { philosophers } from '../support/toys.js';
import { verdicts } from '../support/verdicts.js';

const SEED = 20180702;
const ALL = Boolean(process.env['OOMLAB_TEST_ALL']);
const [SYSTEMS, STATES] = ALL ? [1_000, 2_000] : [150, 500];

const upTo: fc.Arbitrary<Blueprint> = blueprints.filter(
  (one) => search(systemOf(one), { bounds: { states: STATES } }).complete,
);
describe('sleep sets', () => {
  it(`visit all states and spare steps, on ${SYSTEMS} random systems (seed ${SEED})`, () => {
    let spared = 0;
    const agree = fc.property(upTo, (blueprint) => {
      const system = systemOf(blueprint);
      const [full, found] = [explore(system), explore(system, { strategy: sleepSets() })];
      expect([found.states, found.ends, found.deadlocked, found.doomed]).toEqual([
        full.states,
        full.ends,
        full.deadlocked,
        full.doomed,
      ]);
      expect(found.complete).toBe(true);
      if (found.steps < full.steps) spared++;
    });
    fc.assert(agree, { seed: SEED, numRuns: SYSTEMS });
    expect(spared).toBeGreaterThan(SYSTEMS / 4);
  });

  // All states are there, so nothing need be refused: not even what fairness decides.
  it.each([
    ['philosophers', philosophers(5)],
    ['a waiting lock', waitingLock()],
    ['a spinning lock', spinningLock('with a pause')],
    ['a busy receiver', busyReceiver('now and then')],
    ['memcg-mini', memcgMini({ tasks: 2, limit: 2, retries: 1 })],
  ])('keep all verdicts of %s', (_, system) => {
    expect(verdicts(explore(system, { strategy: sleepSets() }))).toEqual(verdicts(explore(system)));
  });
});
