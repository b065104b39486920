import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 6. An allocation above PAGE_ALLOC_COSTLY_ORDER in a system call. The charge is one page here, as always; the
 * order only decides.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19.
 */
export const costlySlab: Scenario = {
  id: 'costly-slab',
  topic: 'order and gfp',
  question: 'A kernel allocation of order 4 at the limit: a kill, or ENOMEM?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [slabSyscall({ order: 4 })] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [enomem('charger'), killed('hog')],
  properties: [progress],
  expect: {
    enomem: outcomes(
      'n A A A A A A A',
      'v3.11 has no order gate (mem_cgroup_do_charge); RFC: order > 3 is OOM_SKIPPED',
    ),
    'hog-killed': outcomes('A n n n n n n n', 'the same'),
    hangs: outcomes('n n n n n n n n', 'ENOMEM, or a hog that exits'),
  },
};
