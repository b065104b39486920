import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { reported, warned } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { honestWarn } from '../properties/warn.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Corpus B30, counted as reports per charge: nobody can be killed, and each charge prints the whole OOM report. (The printk
 * storm and the stall that it leads to are not modelled; their cause is.)
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const reportStorm: Scenario = {
  id: 'report-storm',
  topic: 'no victim',
  question: 'Nobody can be killed and a task charges twice: how often is that reported?',
  sizes: SIZES,
  params: { pages: 1, ...NUMBERS },
  cast: ({ pages = 1, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      reports: 2,
      tasks: { charger: { memcg: 'A', pages, unkillable: true, program: [slabSyscall(), slabSyscall()] } },
    }),
  outcomes: [warned, reported(2)],
  properties: [honestWarn, progress],
  expect: {
    '2-reports': outcomes(
      'n n n n n n n A | A A A A A A A A',
      'corpus B30: 3100dab2aa09 prints the header in each charge; 7775face2079 spares dying tasks only',
    ),
    warn: outcomes('n n n n A A A n | n n n n n n n n', 'WARN_ON and not WARN_ON_ONCE, as no-victim-slab'),
    hangs: outcomes('A n n n n n n n | n n n n n n n n', 'v3.11’s charge never fails'),
  },
  expectProperties: {
    'P-PROG': verdicts('X h h h h h h h | h h h h h h h h', 'the same fact as hangs'),
  },
};
