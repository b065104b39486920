import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { LOCKSTEP, outcomes, verdicts } from '../expectations.js';
import { overcharge } from '../outcomes.js';
import { munmap, userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * memory.limit_in_bytes is written while a fault charges. res_counter sets the limit under the counter's lock; page_counter
 * exchanges it, looks at usage again and puts the old limit back if a charger got in between (semantics 3.0.1).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const limitLowered: Scenario = {
  id: 'limit-lowered',
  topic: 'limit',
  question: 'The limit is lowered while a task charges: can usage end above it?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        charger: { memcg: 'A', program: [userFault(), munmap(1)] },
        hog: { memcg: 'A', pages: 1, unkillable: true },
      },
      admin: {
        program: [
          { type: 'write_limit', memcg: 'A', pages: 1 },
          { type: 'write_oom_control', memcg: 'A', value: 1 },
          { type: 'write_oom_control', memcg: 'A', value: 0 },
        ],
      },
    }),
  outcomes: [overcharge('A')],
  properties: [progress],
  expect: {
    overcharge: outcomes(
      'n n n n n n n n | n n n n n n n n',
      'mm/page_counter.c page_counter_set_max: the re-read of usage; forced charges of a dying task are freed',
    ),
    hangs: outcomes(
      'n n n n n n n n | n n n n n n n s',
      'the charger fits, or is killed; v6.5: corpus B52, the killer is enabled before it sleeps',
    ),
  },
  expectProperties: {
    'P-PROG': verdicts('h h X X X X X X | X X X X X X X X', LOCKSTEP),
  },
};
