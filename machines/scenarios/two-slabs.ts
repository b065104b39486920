import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf } from './sizes.js';

/**
 * Question 1 without a hog: two system calls allocate slab memory at the limit, and the only tasks to kill are themselves.
 * What a dying task still charges is forced onto the memcg, and a slab page stays.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19.
 */
export const twoSlabs: Scenario = {
  id: 'two-slabs',
  topic: 'ENOMEM',
  question: 'Two system calls at the limit and nobody else to kill: do both die, or does one fail?',
  sizes: 'a memcg full of page cache; retries 0 (5); batch 1 (32); reaper tries 1 (10)',
  params: { ...NUMBERS },
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: 1, usage: 1 } },
      tasks: {
        first: { memcg: 'A', program: [slabSyscall()] },
        second: { memcg: 'A', program: [slabSyscall()] },
      },
    }),
  outcomes: [enomem('first'), killed('first'), killed('second')],
  properties: [progress],
  expect: {
    enomem: outcomes('n A A A n n n n', 'as slab-at-limit'),
    'first-killed': outcomes('A n n n A A A A', 'it is listed first among equals, and its death frees nothing'),
    'second-killed': outcomes(
      'A n n n A A A A',
      'worked out: the page forced for the first one stays, so there is never room',
    ),
    hangs: outcomes('n n n n n n n n', 'a dying task forces its charge'),
  },
};
