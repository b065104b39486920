import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { enomem, killed } from '../outcomes.js';
import { slabHolding } from '../programs.js';
import { lockless } from '../properties/lock.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 5. oom_kill_disable and a kernel allocation with a mutex held: "we can return to the original semantic as long
 * as the memcg oom killer is not handed over to the users space".
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const disabledSlab: Scenario = {
  id: 'disabled-slab',
  topic: 'oom_kill_disable',
  question: 'The killer is disabled and a system call allocates: ENOMEM, or a sleep with its locks held?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages, oom_kill_disable: true } },
      mutexes: ['i_mutex'],
      tasks: { charger: { memcg: 'A', program: [slabHolding('i_mutex')] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [enomem('charger'), killed('hog')],
  properties: [lockless, progress],
  expect: {
    enomem: outcomes(
      'n A A A A A A A | A A A A A A A A',
      'mail thread: "other charge path keep the ENOMEM semantic when the memcg oom killer is disabled"; traces S5 ops',
    ),
    'hog-killed': outcomes('n n n n n n n n | n n n n n n n n', 'the killer is disabled'),
    hangs: outcomes(
      'A n n n n n n n | n n n n n n n n',
      'semantics 3.2: v3.11 sleeps inside the charge, and nobody wakes it here',
    ),
  },
  expectProperties: {
    'P-PROG': verdicts('X h h h h h h h | h h h h h h h h', 'the same fact as hangs'),
    'P-LOCK': verdicts('X h h h h h h h | h h h h h h h h', 'corpus B02: v3.11 sleeps with the locks of its caller'),
  },
};
