import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 12. __GFP_NORETRY: ENOMEM before any kill.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const noretrySlab: Scenario = {
  id: 'noretry-slab',
  topic: 'order and gfp',
  question: '__GFP_NORETRY at the limit: does it kill before it fails?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [slabSyscall({ gfp: ['NORETRY'] })] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [enomem('charger'), killed('hog')],
  properties: [progress],
  expect: {
    enomem: outcomes(
      'A A A A A A A A | A A A A A A A A',
      'semantics 2.1: the NORETRY gate comes before any OOM; v3.11 has oom=false for it',
    ),
    'hog-killed': outcomes('n n n n n n n n | n n n n n n n n', 'the same'),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'it fails at once'),
  },
};
