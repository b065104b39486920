import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { killed, reported } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Corpus B31 i and B51: two processes share an mm (CLONE_VM). Killing one kills both; the second one waits for oom_lock, and
 * when it gets it only a reaped victim is left.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const sharedMm: Scenario = {
  id: 'shared-mm',
  topic: 'no victim',
  question: 'Two processes share an mm and both charge at the limit: is a report printed although one was just killed?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: {
        first: { memcg: 'A', pages, program: [slabSyscall()] },
        second: { memcg: 'A', sharesMmWith: 'first', program: [slabSyscall()] },
      },
    }),
  outcomes: [killed('first'), killed('second'), reported()],
  properties: [oneVictim, balanced, progress],
  expect: {
    'first-killed': outcomes(
      'A n n n A A A A | A A A A A A A A',
      'whoever is chosen, all that share its mm are killed',
    ),
    'second-killed': outcomes('A n n n A A A A | A A A A A A A A', 'the same'),
    report: outcomes(
      'n n n n n n n s | s s n n n n n n',
      'corpus B31 i: MMF_OOM_SKIP is set by the time the second one gets oom_lock; 7775face2079',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'both exit'),
  },
};
