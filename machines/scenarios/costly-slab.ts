import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed, oomCounted } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 6. An allocation above PAGE_ALLOC_COSTLY_ORDER in a system call. The charge is one page here, as always; the
 * order only decides.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
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
  outcomes: [enomem('charger'), killed('hog'), oomCounted('A')],
  properties: [progress],
  expect: {
    enomem: outcomes(
      'n A A A A A A A | A A A A A A A A',
      'v3.11 has no order gate (mem_cgroup_do_charge); RFC: order > 3 is OOM_SKIPPED',
    ),
    'hog-killed': outcomes('A n n n n n n n | n n n n n n n n', 'the same'),
    'oom-event': outcomes(
      'n n A A A A A A | n n n n n n n n',
      'corpus B33: counted before the order is looked at (no such counter before v4.4); 7a1adfddaf0d',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'ENOMEM, or a hog that exits'),
  },
};
