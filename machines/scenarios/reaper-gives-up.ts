import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { DYING_UNSEEN, outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { mmapWaitingFor, truncate, userFault } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 3, with a user fault as the charger, so that it kills in every kernel: the victim holds its mmap_sem for
 * writing and waits for a mutex that a third task, outside the memcg, holds for a while. Does the OOM killer go on to the
 * next task when the reaper has given up?
 *
 * The issue says of v4.6 that MMF_OOM_SKIP is set; v4.6 has no such flag. Giving up leaves TIF_MEMDIE set there, so later
 * scans wait for the victim (mm/oom_kill.c at 29c696e1c6ec, oom_reap_task).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const reaperGivesUp: Scenario = {
  id: 'reaper-gives-up',
  topic: 'deadlock',
  question: 'The reaper gives up on a victim that is only slow: is a second task killed?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages }, X: { limit: 9 } },
      mutexes: ['fs_lock'],
      tasks: {
        charger: { memcg: 'A', program: [userFault()] },
        hog: { memcg: 'A', pages, program: [mmapWaitingFor('fs_lock')] },
        bystander: { memcg: 'X', program: [truncate('fs_lock')] },
      },
    }),
  outcomes: [
    killed('hog'),
    {
      name: 'second-victim',
      description: 'the charger is killed while the hog still holds its memory',
      holds: (state) => state.actor('charger.task_struct').context['sigkill'] === true,
    },
  ],
  properties: [oneVictim, balanced, progress],
  expect: {
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'the third task lets go of the mutex in the end'),
    'hog-killed': outcomes('A A A A A A A A | A A A A A A A A', 'it has most pages'),
    'second-victim': outcomes(
      's s s s s s s s | s s s s s s s s',
      'worked out: also without the reaper, when the hog is gone before the next scan',
    ),
  },
  expectProperties: {
    'P-ONEVICTIM': verdicts(
      'h h h h h h h h | h h h X h h h h',
      `a victim that was given up has MMF_OOM_SKIP, which the property excuses; ${DYING_UNSEEN}`,
    ),
  },
};
