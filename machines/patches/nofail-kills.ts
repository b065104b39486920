import type { Patch } from '../../src/model/index.js';
import { DYING, tryChargeThatKills } from './charge-path-oom.js';

/** v5.13: __GFP_NOFAIL invokes the OOM killer before it forces the charge. */
export const nofailKills: Patch = {
  id: 'nofail-kills',
  commits: [{ id: '3d0cbb981693', subject: 'memcg: enable memcg oom-kill for __GFP_NOFAIL', evidence: 'source' }],
  summary: 'A __GFP_NOFAIL charge kills like any other, and is forced only where nobody can be killed.',
  machines: {
    task: {
      replace: {
        try_charge: tryChargeThatKills({
          gates: { dying: DYING, orderFirst: true, atomicForces: true, nofailKills: true },
          whenNoVictim: 'force',
        }),
      },
    },
  },
};
