import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed, reported, warned } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { honestWarn } from '../properties/warn.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf } from './sizes.js';

/**
 * Question 1 without a hog: two system calls allocate slab memory at the limit, and the only tasks to kill are themselves.
 * What a dying task still charges is forced onto the memcg, and a slab page stays.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
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
  outcomes: [enomem('first'), killed('first'), killed('second'), warned, reported()],
  properties: [honestWarn, progress],
  expect: {
    enomem: outcomes('n A A A n n n n | n n n n n n n n', 'as slab-at-limit'),
    'first-killed': outcomes(
      'A n n n A A A A | A A A A A A A A',
      'it is listed first among equals, and its death frees nothing',
    ),
    'second-killed': outcomes(
      'A n n n A A A A | A A A A A A A A',
      'worked out: the page forced for the first one stays, from v5.16 on it gets none: there is never room',
    ),
    warn: outcomes(
      'n n n n s s s n | n n n n n n n n',
      'corpus B28: WARN by a task whose fellow victims are all reaped',
    ),
    report: outcomes(
      'n n n n n n n s | s s n n n n n n',
      'corpus B28 after 3100dab2aa09, and B31 i: only reaped victims are left when the last of them gets oom_lock; 7775face2079',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'a dying task forces its charge'),
  },
};
