import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { DYING_UNSEEN, outcomes, verdicts } from '../expectations.js';
import { killed, needlessVictim } from '../outcomes.js';
import { exit, userFault } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * A race that the mail does not speak of: while a user fault is about to kill, somebody kills the hog with kill(2). Whether
 * the killer notices decides if a second task dies.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const hogExits: Scenario = {
  id: 'hog-exits',
  topic: 'needless victims',
  question: 'The hog is killed by somebody else at the same time: is the charger killed all the same?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [userFault()] }, hog: { memcg: 'A', pages } },
      admin: { program: [{ type: 'kill', task: 'hog' }] },
    }),
  outcomes: [killed('hog'), needlessVictim('charger', 'hog')],
  properties: [oneVictim, balanced, progress],
  expect: {
    'hog-killed': outcomes('A A A A A A A A | A A A A A A A A', 'by one of the two'),
    'needless-victim': outcomes(
      's s s s s s s s | s s s s s s s s',
      'worked out: the hog can be gone between the failed charge and the scan',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'the hog exits'),
  },
  expectProperties: { 'P-ONEVICTIM': verdicts('h h h h h h h h | h h h X h h h h', DYING_UNSEEN) },
};

/** The same, when the hog leaves by exit(2): it is never SIGKILLed, but PF_EXITING for a while. */
export const hogLeaves: Scenario = {
  ...hogExits,
  id: 'hog-leaves',
  question: 'The hog exits by itself at the same time: is somebody killed all the same?',
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        charger: { memcg: 'A', program: [userFault()] },
        hog: { memcg: 'A', pages, program: [exit()] },
      },
    }),
  outcomes: [killed('hog'), killed('charger')],
  expect: {
    'hog-killed': outcomes(
      's s s s s s s s | s s s s s s s s',
      'worked out: chosen and signalled before it sets PF_EXITING',
    ),
    'charger-killed': outcomes(
      's s s s s s s s | s s s s s s s s',
      'worked out: the hog can be gone between the failed charge and the scan; v3.x waits for it only while it has its mm',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'the hog exits'),
  },
};
