import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { enomem, killed, needlessVictim } from '../outcomes.js';
import { mmapWaitingFor, writeHolding } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 3, with the oom_reaper locked out: the victim holds its mmap_sem for writing while it waits for the charger's
 * mutex, so the reaper's trylock fails until it gives up, sets MMF_OOM_SKIP, and the next OOM goes on (corpus B22).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const reaperLockedOut: Scenario = {
  id: 'reaper-locked-out',
  topic: 'deadlock',
  question: 'And if the oom_reaper cannot get the victim’s mmap_sem?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS, reaperTries: 2 },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      mutexes: ['fs_lock'],
      tasks: {
        charger: { memcg: 'A', program: [writeHolding('fs_lock')] },
        hog: { memcg: 'A', pages, program: [mmapWaitingFor('fs_lock')] },
      },
    }),
  outcomes: [enomem('charger'), killed('hog'), needlessVictim('charger', 'hog')],
  properties: [oneVictim, balanced, progress],
  expect: {
    hangs: outcomes(
      's n n n n n n n | n n n n n n n n',
      'v3.11 as B01; later the reaper gives up and the charger itself is the next victim',
    ),
    enomem: outcomes('n A A A n n n n | n n n n n n n n', 'semantics 3.4'),
    'hog-killed': outcomes('A n n n A A A A | A A A A A A A A', 'the hog has most pages'),
    'needless-victim': outcomes(
      's n n n s s s s | s s s s s s s s',
      'semantics 3.6: oom_reap_task always sets MMF_OOM_SKIP, reaped or given up',
    ),
  },
  expectProperties: {
    'P-PROG': verdicts('X h h h h h h h | h h h h h h h h', 'the same fact as hangs'),
  },
};
