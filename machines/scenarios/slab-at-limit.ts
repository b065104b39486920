import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { enomem, killed, needlessVictim } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { noEnomem } from '../properties/enomem.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 1. "Random syscalls might fail with ENOMEM": a system call allocates slab memory at the limit of its memcg,
 * with a killable hog beside it.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const slabAtLimit: Scenario = {
  id: 'slab-at-limit',
  topic: 'ENOMEM',
  question: 'Does a system call get ENOMEM although a task could be killed for it?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [slabSyscall()] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [enomem('charger'), killed('hog'), needlessVictim('charger', 'hog')],
  properties: [noEnomem, oneVictim, balanced, progress],
  expect: {
    enomem: outcomes(
      'n A A A n n n n | n n n n n n n n',
      'mail: 3812c8c8f395 changed the ENOMEM semantic of memcg charges; the RFC restores it',
    ),
    'hog-killed': outcomes(
      'A n n n A A A A | A A A A A A A A',
      'semantics 3.4: outside a user fault nothing is recorded and nobody is killed',
    ),
    'needless-victim': outcomes(
      's n n n s s s s | s s s s s s s s',
      'worked out: the hog frees its memory between the last failed charge and the next scan, which passes over it',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'an idle hog exits, or is reaped'),
  },
  expectProperties: {
    'P-ENOMEM': verdicts('h X X X h h h h | h h h h h h h h', 'the same fact as the outcome enomem'),
  },
};
