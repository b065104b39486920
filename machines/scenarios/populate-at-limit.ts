import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { DYING_UNSEEN, outcomes, verdicts } from '../expectations.js';
import { killed, needlessVictim, shortPopulate } from '../outcomes.js';
import { mmapPopulate } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 2. "mmap(MAP_POPULATE) might result in not fully populated ranges while the mmap return code doesn't tell":
 * get_user_pages is no user fault.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const populateAtLimit: Scenario = {
  id: 'populate-at-limit',
  topic: 'ENOMEM',
  question: 'Does mmap(MAP_POPULATE) return success with pages missing?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [mmapPopulate(pages)] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [shortPopulate('charger'), killed('hog'), needlessVictim('charger', 'hog')],
  properties: [oneVictim, balanced, progress],
  expect: {
    'short-populate': outcomes(
      'n A A A n n n n | n n n n n n n n',
      'mail; traces S7: v4.15 populates 248 of 1024 pages, v5.10 all',
    ),
    'hog-killed': outcomes(
      'A n n n A A A A | A A A A A A A A',
      'semantics 3.4 and 3.9: g-u-p does not set may_oom; the RFC kills all the same',
    ),
    'needless-victim': outcomes('s n n n s s s s | s s s s s s s s', 'worked out, as in slab-at-limit'),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'an idle hog exits, or is reaped'),
  },
  expectProperties: { 'P-ONEVICTIM': verdicts('h h h h h h h h | h h h X h h h h', DYING_UNSEEN) },
};
