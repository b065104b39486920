import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { FAULTS_AGAIN, outcomes, verdicts } from '../expectations.js';
import { globalKill, killed } from '../outcomes.js';
import { faultWithSlab } from '../programs.js';
import { progress } from '../properties/progress.js';
import { scope } from '../properties/scope.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 6, in a user fault: up to v4.6 an order-4 charge is recorded like any other; from v4.18 on nothing is recorded,
 * the fault returns VM_FAULT_OOM, and the global OOM killer is asked (question 10).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const costlyFault: Scenario = {
  id: 'costly-fault',
  topic: 'order and gfp',
  question: 'A charge of order 4 in a user fault: whom does it kill?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages }, X: { limit: 9 } },
      tasks: {
        charger: { memcg: 'A', program: [faultWithSlab({ order: 4 })] },
        hog: { memcg: 'A', pages },
        bystander: { memcg: 'X', pages: pages + 1 },
      },
    }),
  outcomes: [killed('hog'), globalKill('bystander')],
  properties: [scope, progress],
  expect: {
    'global-kill': outcomes(
      'n n n A A A A A | A A A A A n n n',
      'semantics 2 and 3.7: order > 3 is not recorded from v4.18 on; v5.16: never global (semantics 3.12)',
    ),
    'hog-killed': outcomes(
      'A A A A A A A A | A A A A A n n n',
      'the memcg’s own killer up to v4.6; after that the global one, since the death of the bystander makes no room; v5.16: nobody',
    ),
    hangs: outcomes(
      'n n n n n n n n | n n n n n A A A',
      `each round kills somebody until there is room or the charger dies; ${FAULTS_AGAIN}`,
    ),
  },
  expectProperties: {
    'P-SCOPE': verdicts('h h h X X X X X | X X X X X h h h', 'corpus B37, note'),
    'P-PROG': verdicts('h h h h h h h h | h h h h h X X X', FAULTS_AGAIN),
  },
};
