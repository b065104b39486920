import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { globalKill, overcharge, warned } from '../outcomes.js';
import { userFault } from '../programs.js';
import { limit } from '../properties/limit.js';
import { progress } from '../properties/progress.js';
import { scope } from '../properties/scope.js';
import { honestWarn } from '../properties/warn.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Questions 7b, 9 and 13. The same in a user fault, with a killable task outside the memcg: failing the charge makes
 * pagefault_out_of_memory call the global killer, forcing it goes over the limit.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19.
 */
export const noVictimFault: Scenario = {
  id: 'no-victim-fault',
  topic: 'no victim',
  question: 'Nobody in the memcg can be killed and a user fault charges: what happens, and to whom?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages }, X: { limit: 9 } },
      tasks: {
        charger: { memcg: 'A', program: [userFault()], unkillable: true },
        hog: { memcg: 'A', pages, unkillable: true },
        bystander: { memcg: 'X', pages: pages + 1 },
      },
    }),
  outcomes: [globalKill('bystander'), overcharge('A'), warned],
  properties: [limit, scope, honestWarn, progress],
  expect: {
    hangs: outcomes(
      'A A A A n n n n',
      'traces S4: the task re-faults for ever; enomem kills outside until the machine panics',
    ),
    'global-kill': outcomes(
      'n n n n n A n n',
      'mail (e): nothing is recorded, so pagefault_out_of_memory goes global (corpus B07)',
    ),
    overcharge: outcomes('n n n n A n A A', 'mail: force; traces v4.19 S4'),
    warn: outcomes('n n n n n n A n', 'question 9: the RFC warns only for kernel allocations'),
  },
  expectProperties: {
    'P-PROG': verdicts('X X X X h X h h', 'where it hangs, and with the option to fail where the machine panics'),
    'P-LIMIT': verdicts('h h h h X h X X', 'question 13: what the option to force breaks'),
    'P-SCOPE': verdicts('h h h h h X h h', 'question 13: what the option to fail breaks (corpus B07, B37)'),
  },
};
