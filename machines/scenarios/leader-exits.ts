import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, PANICS, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { exit, userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Corpus B44: the leader of a process exits, and a thread lives on with all its memory. The scan must not miss it: up to
 * v5.2 it finds the thread, from v5.2 on the leader is listed as long as a thread lives (c03cd7738a83).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const leaderExits: Scenario = {
  id: 'leader-exits',
  topic: 'badness',
  question: 'The leader of a process has exited and a thread lives on: does the OOM killer find it?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        charger: { memcg: 'A', unkillable: true, program: [userFault()] },
        leader: { memcg: 'A', pages, program: [exit()] },
        thread: { memcg: 'A', threadOf: 'leader' },
      },
    }),
  outcomes: [killed('thread')],
  properties: [progress],
  expect: {
    'thread-killed': outcomes(
      'A A A A A A A A | A A A A A A A A',
      'oom_badness looks for the mm in every thread of the process',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'it exits, or is reaped'),
  },
  expectProperties: { 'P-PROG': verdicts('h h h h h X h h | h h h h h h h h', PANICS) },
};
