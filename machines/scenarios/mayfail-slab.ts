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
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19.
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
      'n A A A s s s s',
      'mail: MAYFAIL && oomed → nomem, after one successful invocation; no effect before the RFC',
    ),
    'hog-killed': outcomes('A n n n A A A A', 'the one invocation kills'),
    hangs: outcomes('n n n n n n n n', 'it gives up after one kill'),
  },
};
