import type { Patch } from '../../src/model/index.js';
import { tryChargeThatKills } from './charge-path-oom.js';

/** v5.18: what forces a charge is __GFP_HIGH, not GFP_ATOMIC, and it is looked at where the charge would fail. */
export const highForces: Patch = {
  id: 'high-forces',
  commits: [
    {
      id: '1461e8c2b6af',
      subject: 'memcg: unify force charging conditions',
      evidence: 'source',
    },
  ],
  summary: 'A charge with __GFP_HIGH is forced at nomem, after the other gates.',
  machines: {
    task: {
      replace: {
        try_charge: tryChargeThatKills({
          gates: { orderFirst: true, highForces: true },
          whenNoVictim: 'nomem',
          remembers: 'passed_oom',
        }),
      },
    },
  },
};
