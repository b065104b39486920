import type { Patch } from '../../src/model/index.js';
import { hasFlag } from '../threads/charge.js';
import { DYING, tryChargeThatKills } from './charge-path-oom.js';

/** v5.3: __GFP_RETRY_MAYFAIL never invokes the OOM killer, as in the page allocator. */
export const mayfailNeverKills: Patch = {
  id: 'mayfail-never-kills',
  commits: [
    {
      id: 'unknown',
      subject: 'memcg, oom: no oom-kill for __GFP_RETRY_MAYFAIL (v5.3)',
      evidence: 'mail',
    },
  ],
  summary: 'A __GFP_RETRY_MAYFAIL charge fails where it killed once before.',
  machines: {
    task: {
      guards: { givesUp: (context) => hasFlag(context, 'RETRY_MAYFAIL') },
      replace: {
        try_charge: tryChargeThatKills({ gates: { dying: DYING, orderFirst: true }, whenNoVictim: 'force' }),
      },
    },
  },
};
