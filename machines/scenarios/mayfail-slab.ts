import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 12. __GFP_RETRY_MAYFAIL (before v4.13 __GFP_REPEAT): from the RFC on it gives up after one successful OOM invocation.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const mayfailSlab: Scenario = {
  id: 'mayfail-slab',
  topic: 'order and gfp',
  question: '__GFP_RETRY_MAYFAIL at the limit: ENOMEM, a kill, or both?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        charger: { memcg: 'A', program: [slabSyscall({ gfp: ['RETRY_MAYFAIL'] })] },
        hog: { memcg: 'A', pages },
      },
    }),
  outcomes: [enomem('charger'), killed('hog')],
  properties: [progress],
  expect: {
    enomem: outcomes(
      'n A A A s s s s | s s s A A A A A',
      'mail: MAYFAIL && oomed → nomem, after one successful invocation; no effect before the RFC; v5.4: semantics 2.1',
    ),
    'hog-killed': outcomes('A n n n A A A A | A A A n n n n n', 'the one invocation kills; from v5.4 on there is none'),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'it gives up after one kill'),
  },
};
