import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { globalKill, killed } from '../outcomes.js';
import { faultWithSlab } from '../programs.js';
import { progress } from '../properties/progress.js';
import { scope } from '../properties/scope.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 6, in a user fault: up to v4.6 an order-4 charge is recorded like any other; from v4.18 on nothing is recorded,
 * the fault returns VM_FAULT_OOM, and the global OOM killer is asked (question 10).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19.
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
    'global-kill': outcomes('n n n A A A A A', 'semantics 2 and 3.7: order > 3 is not recorded from v4.18 on'),
    'hog-killed': outcomes(
      'A A A A A A A A',
      'the memcg’s own killer up to v4.6; after that the global one, since the death of the bystander makes no room',
    ),
    hangs: outcomes('n n n n n n n n', 'each round kills somebody until there is room or the charger dies'),
  },
  expectProperties: {
    'P-SCOPE': verdicts('h h h X X X X X', 'corpus B37, note'),
  },
};
