import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { overcharge } from '../outcomes.js';
import { userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf } from './sizes.js';

/**
 * Question 8. "Allowing to migrate tasks away from the memcg to a different unlimited memcg with move_charge_at_immigrate
 * disabled": tasks are moved away in the middle of a charge, and leave nobody to kill (corpus B47).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const movedAway: Scenario = {
  id: 'moved-away',
  topic: 'no victim',
  question: 'Tasks are moved away while they charge: how far above its limit can the memcg get?',
  sizes: 'two tasks of one charge each, all pages of the memcg belong to nobody; retries 0 (5); batch 1 (32)',
  params: { ...NUMBERS },
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: 1, usage: 1 }, X: { limit: 9 } },
      tasks: {
        first: { memcg: 'A', program: [userFault()] },
        second: { memcg: 'A', program: [userFault()] },
      },
      admin: {
        program: [
          { type: 'move', task: 'first', memcg: 'X' },
          { type: 'move', task: 'second', memcg: 'X' },
        ],
      },
    }),
  outcomes: [
    { ...overcharge('A', 2), name: 'runaway', description: 'A ends two pages above its limit, one for each task' },
  ],
  properties: [progress],
  expect: {
    runaway: outcomes(
      'n n n n s n s s | s s s s s n n n',
      'mail: "the later might allow runaways"; corpus B47: 5.0 times the limit on v4.19; mended by a4ebf1b6ca1e',
    ),
    hangs: outcomes(
      'n n n n n n n n | n n n n n n n n',
      'moved tasks charge elsewhere, or their charge is forced or fails, or they are killed',
    ),
  },
  expectProperties: {
    'P-PROG': verdicts('h h h h h X h h | h h h h h h h h', 'the machine panics: nobody gets on'),
  },
};
