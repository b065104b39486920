import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { enomem, overcharge, warned } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { limit } from '../properties/limit.js';
import { progress } from '../properties/progress.js';
import { honestWarn } from '../properties/warn.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Questions 7a and 9. "If the oom killer is not able to make any forward progress … Either we fail the charge with ENOMEM
 * or force the charge and allow overcharge": a kernel allocation when nobody can be killed, and the WARN about it.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const noVictimSlab: Scenario = {
  id: 'no-victim-slab',
  topic: 'no victim',
  question: 'Nobody can be killed and a system call allocates: hang, ENOMEM or overcharge?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        charger: { memcg: 'A', program: [slabSyscall()], unkillable: true },
        hog: { memcg: 'A', pages, unkillable: true },
      },
    }),
  outcomes: [enomem('charger'), overcharge('A'), warned],
  properties: [limit, honestWarn, progress],
  expect: {
    enomem: outcomes(
      'n A A A n A n n | n n n n n A A A',
      'mail: the first option; v3.12 to v4.18 fail every kernel charge; a4ebf1b6ca1e',
    ),
    overcharge: outcomes(
      'n n n n A n A A | A A A A A n n n',
      'mail: the second option; traces v4.19 S4: usage ends above the limit; v5.16: semantics 3.12',
    ),
    warn: outcomes(
      'n n n n A A A n | n n n n n n n n',
      'question 9: WARN(!memcg_may_oom) in the RFC, unconditional on 2018-06-28, gone in v4.19 (3100dab2aa09)',
    ),
    hangs: outcomes(
      'A n n n n n n n | n n n n n n n n',
      'semantics 3.2: v3.11’s charge never fails, so it retries for ever',
    ),
  },
  expectProperties: {
    'P-PROG': verdicts('X h h h h h h h | h h h h h h h h', 'the same fact as hangs'),
    'P-LIMIT': verdicts('h h h h X h X X | X X X X X h h h', 'question 13: what the option to force breaks'),
  },
};
