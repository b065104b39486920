import { describe, expect, it } from 'vitest';
import { depthFirst, search } from '../../src/explore/index.js';
import type { System } from '../../src/system/index.js';
import { referenceCounts } from '../scenarios/reference-count.js';
import { anderson, petersonFilter } from '../support/beem.js';
import { busyReceiver, door, lamp, pings, postedWork, spinningLock, waitingLock } from '../support/liveness-toys.js';
import { memcgMini } from '../support/memcg-mini.js';
import { oomToy } from '../support/oom-toy.js';
import { latchedMail, lockPair, lostUpdate, petersonPair, philosophers, timedSleepers } from '../support/toys.js';
import { dieHard, tCommit, twoPhase } from '../support/tla-examples.js';

/** What the published counts do not already hold to two searches: each of a size that the reference host can search. */
const TOYS: readonly (readonly [string, System])[] = [
  ['philosophers', philosophers(6)],
  ['philosophers with a left-handed one', philosophers(5, 'leftHanded')],
  ['Peterson', petersonPair()],
  ["Peterson's filter", petersonFilter(2)],
  ['Anderson', anderson(2)],
  ['Lock', lockPair()],
  ['the lost update', lostUpdate(4)],
  ['two-phase commit', twoPhase(4)],
  ['TCommit', tCommit(3)],
  ['DieHard', dieHard()],
  ['latched mail, watched', latchedMail()],
  ['timed sleepers', timedSleepers(1, 2, 3)],
  ['a small OOM path', oomToy(['charger', 'other'])],
  ['memcg-mini', memcgMini({ tasks: 2, limit: 2, retries: 1 })],
  ['memcg-mini with the killer off', memcgMini({ tasks: 2, limit: 2, retries: 1, disabled: true })],
  ['a waiting lock', waitingLock()],
  ['a spinning lock', spinningLock('with a pause')],
  ['a door', door('may walk for ever')],
  ['a lamp', lamp('with a hand')],
  ['posted work', postedWork()],
  ['a busy receiver', busyReceiver('now and then')],
  ['pings', pings('another')],
];

describe('the plain loop, the generated loop, depth first and the reference host find the same', () => {
  it.each(TOYS)('of %s', (_, system) => {
    const expected = referenceCounts(system);
    for (const loop of ['plain', 'generated'] as const) {
      const { states, steps, depth } = search(system, { loop });
      expect({ loop, states, steps, depth }).toEqual({ loop, ...expected });
    }
    const { states, steps } = search(system, { strategy: depthFirst() });
    expect([states, steps]).toEqual([expected.states, expected.steps]);
  });
});
