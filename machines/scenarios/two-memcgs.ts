import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf } from './sizes.js';

/**
 * Beside question 4: a task that was moved has pages in two memcgs when it is killed; a sleeper waits for the second one.
 * v3.11 and v3.12 batch the uncharge for the first page's memcg, and wake at once for any other.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const twoMemcgs: Scenario = {
  id: 'pages-of-two-memcgs',
  topic: 'oom_kill_disable',
  question: 'A killed task has pages in two memcgs: is the sleeper of the second one woken?',
  sizes: 'one page in each memcg; retries 0 (5); batch 1 (32); reaper tries 1 (10)',
  params: { ...NUMBERS },
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: 1 }, B: { limit: 1, oom_kill_disable: true } },
      tasks: {
        charger: { memcg: 'B', program: [userFault()] },
        moved: { memcg: 'A', pages: 1, program: [userFault()] },
      },
      admin: {
        program: [
          { type: 'move', task: 'moved', memcg: 'B' },
          { type: 'kill', task: 'moved' },
        ],
      },
    }),
  outcomes: [killed('charger'), killed('moved')],
  properties: [progress],
  expect: {
    hangs: outcomes(
      's s s s s s s s | s s s s s s s s',
      'corpus B53: the uncharge can come before the sleeper has marked under_oom',
    ),
    'charger-killed': outcomes(
      'n n n n n s n n | n n n n n n n n',
      'the killer of B is disabled; but moved away in the middle of its charge, the other one goes to the global killer',
    ),
    'moved-killed': outcomes('A A A A A A A A | A A A A A A A A', 'by the OOM killer of A or by the administrator'),
  },
  expectProperties: {
    'P-PROG': verdicts('X X X X X X X X | X X X X X X X X', 'the same fact as hangs'),
  },
};
