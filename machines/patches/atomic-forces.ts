import type { Patch } from '../../src/model/index.js';
import { hasFlag } from '../threads/charge.js';
import { DYING, tryChargeThatKills } from './charge-path-oom.js';

/** v5.4: an allocation that may not wait is charged above the limit (corpus B58). */
export const atomicForces: Patch = {
  id: 'atomic-forces',
  commits: [
    {
      id: '869712fd3de5',
      subject: 'mm: memcontrol: fix network errors from failing __GFP_ATOMIC charges',
      evidence: 'message',
    },
  ],
  summary: 'A GFP_ATOMIC charge at the limit is forced instead of failing.',
  machines: {
    task: {
      guards: { isAtomic: (context) => hasFlag(context, 'ATOMIC') },
      replace: {
        try_charge: tryChargeThatKills({
          gates: { dying: DYING, orderFirst: true, atomicForces: true },
          whenNoVictim: 'force',
        }),
      },
    },
  },
};
