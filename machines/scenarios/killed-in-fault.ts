import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { globalKill, killed } from '../outcomes.js';
import { faultWithSlab } from '../programs.js';
import { progress } from '../properties/progress.js';
import { scope } from '../properties/scope.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 10, with a SIGKILL on the way: the task whose charge failed without a record is killed before it gets to the
 * global killer. From v3.12 on x86 lets a killed task through to pagefault_out_of_memory.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const killedInFault: Scenario = {
  id: 'killed-in-fault',
  topic: 'global killer',
  question: 'The faulting task is killed on its way to the global killer: does it kill another one all the same?',
  sizes: SIZES,
  params: { ...NUMBERS },
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: 1, usage: 1 }, X: { limit: 9 } },
      tasks: {
        charger: { memcg: 'A', program: [faultWithSlab({ gfp: ['NORETRY'] })] },
        bystander: { memcg: 'X', pages: 2 },
      },
      admin: { program: [{ type: 'kill', task: 'charger' }] },
    }),
  outcomes: [killed('charger'), globalKill('bystander')],
  properties: [scope, progress],
  expect: {
    'charger-killed': outcomes('A A A A A A A A | A A A A A A A A', 'by the administrator'),
    'global-kill': outcomes(
      's s s s s s s s | s s s s s n n n',
      'worked out: only if the signal comes late; a dying current is the victim itself; v5.16: never global',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'the charger exits'),
  },
  expectProperties: {
    'P-SCOPE': verdicts('X X X X X X X X | X X X X X h h h', 'the same'),
  },
};
