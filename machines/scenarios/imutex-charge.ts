import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { enomem, killed, needlessVictim } from '../outcomes.js';
import { truncate, writeHolding } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { lockless } from '../properties/lock.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 3. "The primary motivation of the different memcg oom semantic was the deadlock avoidance": write(2) charges
 * with i_mutex held; the victim waits for it uninterruptibly in open(O_TRUNC) (corpus B01, CVE-2014-8171).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const imutexCharge: Scenario = {
  id: 'imutex-charge',
  topic: 'deadlock',
  question: 'The charger holds i_mutex, the victim waits for it: does it hang?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      mutexes: ['i_mutex'],
      tasks: {
        charger: { memcg: 'A', program: [writeHolding('i_mutex')] },
        hog: { memcg: 'A', pages, program: [truncate('i_mutex')] },
      },
    }),
  outcomes: [enomem('charger'), killed('hog'), needlessVictim('charger', 'hog')],
  properties: [lockless, oneVictim, balanced, progress],
  expect: {
    hangs: outcomes(
      's n n n n n n n | n n n n n n n n',
      'corpus B01; the mail: "we have an async oom teardown by the oom reaper now"',
    ),
    enomem: outcomes('n A A A n n n n | n n n n n n n n', 'semantics 3.4: page cache of a write(2) is no user fault'),
    'hog-killed': outcomes('A n n n A A A A | A A A A A A A A', 'the hog has most pages'),
    'needless-victim': outcomes('s n n n s s s s | s s s s s s s s', 'worked out, as in slab-at-limit'),
  },
  expectProperties: {
    'P-PROG': verdicts('X h h h h h h h | h h h h h h h h', 'the same fact as hangs'),
    'P-LOCK': verdicts(
      'h h h h h h h h | h h h h h h h h',
      'with the killer enabled and one charger nobody sleeps; v3.11 spins instead',
    ),
  },
};
