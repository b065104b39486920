import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { FAULTS_AGAIN, outcomes, verdicts } from '../expectations.js';
import { globalKill } from '../outcomes.js';
import { faultWithSlab } from '../programs.js';
import { progress } from '../properties/progress.js';
import { scope } from '../properties/scope.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 10. The fall-back to the global OOM killer: a slab charge with __GFP_NORETRY inside a user fault fails before
 * mem_cgroup_oom, so nothing is recorded when pagefault_out_of_memory asks (corpus B37).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const slabInFault: Scenario = {
  id: 'slab-in-fault',
  topic: 'global killer',
  question: 'A charge fails inside a user fault and leaves no record: who dies?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages }, X: { limit: 9 } },
      tasks: {
        charger: { memcg: 'A', program: [faultWithSlab({ gfp: ['NORETRY'] })] },
        hog: { memcg: 'A', pages },
        bystander: { memcg: 'X', pages: pages + 1 },
      },
    }),
  outcomes: [globalKill('bystander')],
  properties: [scope, progress],
  expect: {
    'global-kill': outcomes(
      'A A A A A A A A | A A A A A n n n',
      'semantics 3.4, corpus B37: VM_FAULT_OOM without memcg_in_oom; the bystander has most pages; v5.16: never global',
    ),
    hangs: outcomes(
      'n n n n n n n n | n n n n n A A A',
      `each round kills somebody until there is room or the charger dies; ${FAULTS_AGAIN}`,
    ),
  },
  expectProperties: {
    'P-SCOPE': verdicts('X X X X X X X X | X X X X X h h h', 'the same fact'),
    'P-PROG': verdicts('h h h h h h h h | h h h h h X X X', FAULTS_AGAIN),
  },
};
