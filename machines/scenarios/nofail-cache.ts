import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed, overcharge } from '../outcomes.js';
import { cacheSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 12. __GFP_NOFAIL: a page cache charge of a file system that cannot back out.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const nofailCache: Scenario = {
  id: 'nofail-cache',
  topic: 'order and gfp',
  question: '__GFP_NOFAIL at the limit: a kill, the root memcg, or an overcharge?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [cacheSyscall({ gfp: ['NOFAIL'] })] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [enomem('charger'), killed('hog'), overcharge('A')],
  properties: [progress],
  expect: {
    enomem: outcomes('n n n n n n n n | n n n n n n n n', '__GFP_NOFAIL never fails'),
    'hog-killed': outcomes(
      'A n n n n n n n | n n n n n A A A',
      'v3.11 does not look at the flag; later the gate is before mem_cgroup_oom; v5.16: semantics 2.1',
    ),
    overcharge: outcomes(
      'n n A A A A A A | A A A A A n n n',
      'v3.12 bypasses to root, uncounted (84235de394d9); from v4.4 on the charge is forced; from v5.16 on only where the killer finds nobody',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'it never waits for anybody but an exiting hog'),
  },
};
