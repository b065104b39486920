import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { killed, needlessVictim } from '../outcomes.js';
import { truncate, writeHolding } from '../programs.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Beside question 3: the victim cannot exit (it waits for the charger's mutex) and its mm has a blockable notifier. Up to
 * v4.18 the reaper claims success without reaping; from v4.19 on it retries and gives up (corpus B27). Either way
 * MMF_OOM_SKIP is set and the charger is next. v4.6 knows no notifiers and reaps.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const blockableNotifier: Scenario = {
  id: 'blockable-notifier',
  topic: 'needless victims',
  question: 'The victim has a blockable mmu notifier and waits for the charger: what does the reaper do?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS, reaperTries: 2 },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        charger: { memcg: 'A', program: [writeHolding('i_mutex')] },
        hog: { memcg: 'A', pages, notifier: true, program: [truncate('i_mutex')] },
      },
      mutexes: ['i_mutex'],
    }),
  outcomes: [killed('hog'), needlessVictim('charger', 'hog')],
  properties: [oneVictim, progress],
  expect: {
    'hog-killed': outcomes('A n n n A A A A | A A A A A A A A', 'system calls kill only in v3.11 and from the RFC on'),
    'needless-victim': outcomes('s n n n s s s s | s s s s s s s s', 'corpus B27'),
    hangs: outcomes(
      's n n n n n n n | n n n n n n n n',
      'v3.11 as imutex-charge; later the charger is killed, forces its charge and lets go',
    ),
  },
  expectProperties: {
    'P-PROG': verdicts('X h h h h h h h | h h h h h h h h', 'the same fact as hangs'),
  },
};
