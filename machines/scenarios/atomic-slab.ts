import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { enomem, killed, overcharge } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * Corpus B58: a charge that may not wait, such as that of a network packet.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const atomicSlab: Scenario = {
  id: 'atomic-slab',
  topic: 'order and gfp',
  question: 'GFP_ATOMIC at the limit: ENOMEM, or an overcharge?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages } },
      tasks: { charger: { memcg: 'A', program: [slabSyscall({ gfp: ['ATOMIC'] })] }, hog: { memcg: 'A', pages } },
    }),
  outcomes: [enomem('charger'), killed('hog'), overcharge('A')],
  properties: [progress],
  expect: {
    enomem: outcomes('A A A A A A A A | A A A n n n n n', 'corpus B58: network packets were dropped'),
    overcharge: outcomes(
      'n n n n n n n n | n n n A A A A A',
      '869712fd3de5; traces S4: queued signals go over the limit on 6.1',
    ),
    'hog-killed': outcomes('n n n n n n n n | n n n n n n n n', 'it may not wait, so it never reaches the killer'),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'it waits for nobody'),
  },
};
