import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { notified } from '../properties/notify.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * What the patch forgot: a user fault at the limit kills, and an eventfd is registered. In the charge path of the RFC to
 * v4.19 nothing is notified (corpus B32, mended by 7056d3a37d2c in v5.0).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const silentKill: Scenario = {
  id: 'silent-kill',
  topic: 'notification',
  question: 'Is a kill announced to the registered eventfd?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [userFault()] }, hog: { memcg: 'A', pages } },
      listeners: { eventfd: 'A' },
      observers: { observer: 'episodes' },
    }),
  outcomes: [
    killed('hog'),
    {
      name: 'unannounced',
      description: 'the hog is killed and the eventfd was never signalled',
      holds: (state) =>
        state.actor('hog.task_struct').context['sigkill'] === true &&
        state.actor('eventfd').context['signalled'] === false,
    },
  ],
  properties: [notified, progress],
  expect: {
    'hog-killed': outcomes('A A A A A A A A | A A A A A A A A', 'it has most pages'),
    unannounced: outcomes(
      'n n n n A A A A | A n n n n n n n',
      'corpus B32; traces v4.19 S6: 10 kills, 0 signals; v4.15, v5.0, v5.10, v6.1: signalled',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'an idle hog exits, or is reaped'),
  },
  expectProperties: {
    'P-NOTIFY': verdicts('h h h h X X X X | X h h h h h h h', 'the same fact'),
  },
};
