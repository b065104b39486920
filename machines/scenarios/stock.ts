import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { killed } from '../outcomes.js';
import { munmap, userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf } from './sizes.js';

/**
 * Beside the mail: pages charged in advance hide in another CPU's stock, and draining it is asynchronous (corpus B56). One
 * task faults and frees its page again, leaving the rest of its batch in its stock, and faults once more; another one faults at the limit.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const hiddenStock: Scenario = {
  id: 'hidden-stock',
  topic: 'needless victims',
  question: 'Free charges sit in another CPU’s stock: is a task killed for them?',
  sizes: 'batch 2 (32); the memcg has room for one batch; retries 0 (5); reaper tries 1 (10)',
  params: { ...NUMBERS, batch: 2 },
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: 3 } },
      tasks: {
        first: { memcg: 'A', program: [userFault(), munmap(1), userFault()] },
        second: { memcg: 'A', pages: 1, program: [userFault()] },
      },
    }),
  outcomes: [killed('first'), killed('second')],
  properties: [progress],
  expect: {
    'first-killed': outcomes(
      's s s s s s s s | s s s s s s s s',
      'worked out: badness is at least 1, so it ties with the other while it maps nothing, and is listed first',
    ),
    'second-killed': outcomes(
      's s s s s s s s | s s s s s s s s',
      'worked out: the work item that drains the stock runs only after the last look at the margin',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'a killed task exits'),
  },
};
