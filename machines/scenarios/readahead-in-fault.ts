import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { faultWithReadahead } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * "The caller may handle a failed allocation gracefully (like optional page cache readahead) and so an OOM killer
 * invocation might not even be necessary": the comment that the mail's patch removes. An optional charge in a fault.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const readaheadInFault: Scenario = {
  id: 'readahead-in-fault',
  topic: 'progress',
  question: 'Is somebody killed for an allocation that was optional?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [faultWithReadahead()] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [killed('hog')],
  properties: [balanced, progress],
  expect: {
    'hog-killed': outcomes(
      'A n n n A A A A | A A A A A A A A',
      'mail: the removed comment; 4942642080ea drops the record when the fault succeeds',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'the fault goes on without the page'),
  },
  expectProperties: {
    'P-STATE': verdicts('h h h h h h h h | h h h h h h h h', 'corpus B08 (leaked oom_lock) was mended before v3.12'),
  },
};
