import type { Scenario } from '../../src/model/index.js';
import { actorsOf, type TaskCast } from '../cast.js';
import { DYING_UNSEEN, outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf } from './sizes.js';

interface Contest {
  readonly id: string;
  readonly question: string;
  /** The memcg's limit; what the tasks do not map is page cache. */
  readonly limit: number;
  readonly large: Partial<TaskCast>;
  readonly small: Partial<TaskCast>;
  readonly kills: readonly [large: string, small: string];
  readonly fact: string;
}

/** Whom a fault kills of two idle tasks, one of which is larger. */
const contest = ({ id, question, limit, large, small, kills: [largeDies, smallDies], fact }: Contest): Scenario => ({
  id,
  topic: 'badness',
  question,
  sizes: `limit ${limit} pages, three of them mapped, the others page cache; retries 0 (5, from v5.9 on 16)`,
  params: { ...NUMBERS },
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit, usage: limit - 3 } },
      tasks: {
        charger: { memcg: 'A', program: [userFault()], unkillable: true },
        large: { memcg: 'A', pages: 2, ...large },
        small: { memcg: 'A', pages: 1, ...small },
      },
    }),
  outcomes: [killed('large'), killed('small')],
  properties: [oneVictim, progress],
  expect: {
    'large-killed': outcomes(largeDies, fact),
    'small-killed': outcomes(smallDies, fact),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'whoever is chosen exits, or is reaped'),
  },
  expectProperties: { 'P-ONEVICTIM': verdicts('h h h h h h h h | h h h X h h h h', DYING_UNSEEN) },
});

/**
 * Whom the OOM killer chooses: rss plus oom_score_adj times a thousandth of the limit, in whole pages (mm/oom_kill.c
 * oom_badness). Beside the mail; its people choose victims by it every day.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const badnessContests: readonly Scenario[] = [
  contest({
    id: 'adj-decides',
    question: 'A smaller task has an oom_score_adj of 2 in a memcg of 1000 pages: who is killed?',
    limit: 1000,
    large: {},
    small: { oom_score_adj: 2 },
    kills: ['s s s s s s s s | s s s s s s s s', 'A A A A A A A A | A A A A A A A A'],
    fact: 'oom_badness: 1 + 2 × (1000 / 1000) beats 2',
  }),
  contest({
    id: 'adj-too-small',
    question: 'The same with 1000 in a memcg of 999 pages: who is killed?',
    limit: 999,
    large: {},
    small: { oom_score_adj: 1000 },
    kills: ['A A A A A A A A | A A A A A A A A', 's s s s s s s s | s s s s s s s s'],
    fact: 'oom_badness: totalpages / 1000 is 0, so that no oom_score_adj but −1000 has an effect',
  }),
  contest({
    id: 'adj-ties',
    question: 'Two tasks are equally bad: who is killed?',
    limit: 1000,
    large: {},
    small: { oom_score_adj: 1 },
    kills: ['A A A A A A A A | A A A s s s s s', 's s s s s s s s | s s s A A A A A'],
    fact: 'oom_evaluate_task: the first one scanned keeps its place up to v5.2, the last one takes it from v5.3 on (f168a9a54ec3)',
  }),
];
