import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { woken } from '../properties/wake.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Semantics 3.0.6: a slab page that is uncharged goes straight to the counters and wakes nobody, in any kernel. A handler
 * that makes room by it leaves the sleeper asleep.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const slabFreed: Scenario = {
  id: 'slab-freed',
  topic: 'oom_kill_disable',
  question: 'A user fault sleeps for OOM; its handler frees slab memory of the memcg: does it wake?',
  sizes: SIZES,
  params: { pages: 1, ...NUMBERS },
  cast: ({ pages = 1, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages + 1, usage: 1, oom_kill_disable: true } },
      tasks: { charger: { memcg: 'A', program: [userFault()] }, hog: { memcg: 'A', pages } },
      handler: { program: [{ type: 'free_slab', memcg: 'A' }], listensTo: 'A' },
    }),
  outcomes: [],
  properties: [woken, progress],
  expect: { hangs: outcomes('A A A A A A A A | A A A A A A A A', 'memcg_uncharge_kmem: no memcg_oom_recover') },
  expectProperties: {
    'P-WAKE': verdicts('X X X X X X X X | X X X X X X X X', 'there is room, and nobody tells the sleeper'),
    'P-PROG': verdicts('X X X X X X X X | X X X X X X X X', 'the same'),
  },
};
