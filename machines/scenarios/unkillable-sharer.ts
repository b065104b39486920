import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, PANICS, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { exit, userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Corpus B51: the hog's mm is shared by a process with an oom_score_adj of −1000. Up to v4.7 that one is spared, and the
 * memory stays until it exits by itself; from v4.8 on all that share the mm are killed.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const unkillableSharer: Scenario = {
  id: 'unkillable-sharer',
  topic: 'badness',
  question: 'The victim shares its mm with an unkillable process: is that one killed, too?',
  sizes: SIZES,
  params: { pages: 1, ...NUMBERS },
  cast: ({ pages = 1, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        charger: { memcg: 'A', unkillable: true, program: [userFault()] },
        hog: { memcg: 'A', pages, program: [exit()] },
        sharer: { memcg: 'A', sharesMmWith: 'hog', unkillable: true, program: [exit()] },
      },
    }),
  outcomes: [killed('hog'), killed('sharer')],
  properties: [progress],
  expect: {
    'hog-killed': outcomes('s s s s s s s s | s s s s s s s s', 'unless it has exited before'),
    'sharer-killed': outcomes(
      'n n n s s s s s | s s s s s s s s',
      'mm/oom_kill.c oom_kill_process: oom_score_adj −1000 spares a process that shares the mm up to v4.7',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'in the end both exit'),
  },
  expectProperties: { 'P-PROG': verdicts('h h h h h X h h | h h h h h h h h', PANICS) },
};
