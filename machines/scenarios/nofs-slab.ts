import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { enomem, killed } from '../outcomes.js';
import { slabSyscall, userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Question 12, beside the mail: a slab charge of a file system without __GFP_FS. out_of_memory returns true for it without a
 * kill; from the RFC on the charge then retries for ever (corpus B34, mended by f9c645621a28 in v5.4).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const nofsSlab: Scenario = {
  id: 'nofs-slab',
  topic: 'order and gfp',
  question: '__GFP_FS is not set and the memcg is at its limit: ENOMEM, a kill, or a spin?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [slabSyscall({ gfp: ['NOFS'] })] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [enomem('charger'), killed('hog')],
  properties: [progress],
  expect: {
    enomem: outcomes(
      'A A A A n n n n | n n n n n n n n',
      'v3.11 and v3.12: memcg_charge_kmem has oom=false for it; later nothing is recorded outside a fault',
    ),
    'hog-killed': outcomes(
      'n n n n n n n n | n n n A A A A A',
      'the same; out_of_memory: gfp without FS returns true before it selects',
    ),
    hangs: outcomes('n n n n A A A A | A A A n n n n n', 'corpus B34; seen on 4.19.0 with xfs, 6 of 6'),
  },
  expectProperties: {
    'P-PROG': verdicts('h h h h X X X X | X X X h h h h h', 'the same fact as hangs'),
  },
};

/**
 * The same gate, at the end of a user fault: from v4.7 on the kill that was put off until then is not done either, and the
 * fault is taken again. So what the RFC retries in the charge was a spin before, in user mode and with no lock held.
 */
export const nofsFault: Scenario = {
  ...nofsSlab,
  id: 'nofs-fault',
  question: 'A user fault charges without __GFP_FS and the memcg is at its limit: a kill, or a spin?',
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [userFault({ gfp: ['NOFS'] })] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [killed('charger'), killed('hog')],
  expect: {
    'hog-killed': outcomes(
      'A A A n n n n n | n n n A A A A A',
      '3da88fb3bacf (v4.7): memcg OOMs pass the gate of out_of_memory; f9c645621a28 (v5.4) lets them through',
    ),
    hangs: outcomes('n n n A A A A A | A A A n n n n n', 'worked out: nobody is killed, and the fault is taken again'),
  },
  expectProperties: {
    'P-PROG': verdicts('h h h X X X X X | X X X h h h h h', 'the same fact as hangs'),
  },
};
