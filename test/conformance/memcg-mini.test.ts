import { describe, expect, it } from 'vitest';
import { explore } from '../../src/explore/index.js';
import { memcgMini } from '../support/memcg-mini.js';

const N2 = { tasks: 2, limit: 2, retries: 1 };
const N3 = { tasks: 3, limit: 3, retries: 1 };
const N4 = { tasks: 4, limit: 3, retries: 1 };

/** Models of the same in SPIN, TLC and C, which share nothing with this one, have the same counts. */
describe('explore finds the reference counts of memcg-mini', () => {
  it.each([
    ['2 tasks', N2, 1_382, 3_332, 0, 4],
    ['3 tasks', N3, 44_051, 146_949, 0, 8],
    ['2 tasks with the killer disabled', { ...N2, disabled: true }, 133, 210, 5, 1],
    ['2 tasks under a mutex', { ...N2, lock: true }, 1_097, 2_514, 0, 4],
    ['3 tasks that sleep under it', { ...N3, disabled: true, lock: true, trap: true }, 1_854, 4_179, 27, 1],
  ])('of %s', (_, sizes, states, steps, deadlocked, ends) => {
    expect(explore(memcgMini(sizes))).toMatchObject({ states, steps, deadlocked, ends });
  });

  it.each([
    ['3 tasks with the killer disabled', { ...N3, disabled: true }, 1_860, 16],
    ['4 tasks with the killer disabled', { ...N4, disabled: true }, 27_998, 64],
    ['3 tasks under a mutex', { ...N3, lock: true }, 28_121, 0],
  ])('of the states and deadlocks of %s', (_, sizes, states, deadlocked) => {
    expect(explore(memcgMini(sizes))).toMatchObject({ states, deadlocked });
  });

  it('of the livelock of 3 tasks under a mutex without a reaper', () => {
    expect(explore(memcgMini({ ...N3, lock: true, reaper: false }))).toMatchObject({
      states: 6_250,
      deadlocked: 0,
      doomed: 48,
    });
  });

  if (process.env['OOMLAB_TEST_ALL']) {
    it('of 4 tasks', () => {
      expect(explore(memcgMini(N4))).toMatchObject({
        states: 1_730_418,
        steps: 7_413_512,
        deadlocked: 0,
        ends: 16,
      });
    });
  }
});
