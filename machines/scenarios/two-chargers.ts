import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { DYING_UNSEEN, outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/** A cast of tasks that fault at the limit at once, beside the hog that fills the memcg. */
const faulting =
  (...chargers: readonly string[]): Scenario['cast'] =>
  ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        ...Object.fromEntries(chargers.map((id) => [id, { memcg: 'A', program: [userFault()] }])),
        hog: { memcg: 'A', pages },
      },
    });

/**
 * Question 11. "Keep retrying as long as the memcg oom killer is able to make a forward progress": two tasks fault at the
 * limit at once.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const twoChargers: Scenario = {
  id: 'two-chargers',
  topic: 'progress',
  question: 'Two tasks charge at the limit at once: do both get on?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: faulting('first', 'second'),
  outcomes: [killed('hog'), killed('first'), killed('second')],
  properties: [oneVictim, balanced, progress],
  expect: {
    hangs: outcomes(
      'n n n n n n n n | n n n n n n n n',
      'somebody is always killed, and a killed task exits or is reaped',
    ),
    'hog-killed': outcomes('A A A A A A A A | A A A A A A A A', 'it has most pages, and no task frees any before it'),
    'first-killed': outcomes('s s s s s s s s | s s s s s s s s', 'worked out: a needless victim, as in slab-at-limit'),
    'second-killed': outcomes('s s s s s s s s | s s s s s s s s', 'the same'),
  },
  expectProperties: { 'P-ONEVICTIM': verdicts('h h h h h h h h | h h h X h h h h', DYING_UNSEEN) },
};

/** The same with three: millions of states. */
export const threeChargers: Scenario = {
  ...twoChargers,
  id: 'three-chargers',
  question: 'Three tasks charge at the limit at once: do all get on?',
  large: true,
  expect: {
    hangs: twoChargers.expect['hangs']!,
    'hog-killed': twoChargers.expect['hog-killed']!,
  },
  cast: faulting('first', 'second', 'third'),
};
