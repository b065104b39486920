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
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
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
      'A A A A n n n n | n n n n n A A A',
      'traces S4, v4.15 and v6.1: the task re-faults for ever; enomem kills outside until the machine panics',
    ),
    'global-kill': outcomes(
      'n n n n n A n n | n n n n n n n n',
      'mail (e): nothing is recorded, so pagefault_out_of_memory goes global (corpus B07)',
    ),
    overcharge: outcomes(
      'n n n n A n A A | A A A A A n n n',
      'mail: force; traces v4.19 S4; from v5.16 on it fails (a4ebf1b6ca1e)',
    ),
    warn: outcomes('n n n n n n A n | n n n n n n n n', 'question 9: the RFC warns only for kernel allocations'),
  },
  expectProperties: {
    'P-PROG': verdicts(
      'X X X X h X h h | h h h h h X X X',
      'where it hangs, and with the option to fail where the machine panics',
    ),
    'P-LIMIT': verdicts('h h h h X h X X | X X X X X h h h', 'question 13: what the option to force breaks'),
    'P-SCOPE': verdicts(
      'h h h h h X h h | h h h h h h h h',
      'question 13: what the option to fail breaks (corpus B07, B37)',
    ),
  },
};
