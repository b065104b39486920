import type { Patch } from '../../src/model/index.js';
import { DYING, tryChargeThatKills } from './charge-path-oom.js';
import { memCgroupOom } from './mem-cgroup-oom.js';

/** v4.20: the OOM event is counted in mem_cgroup_oom, where the order has been looked at (corpus B33). */
export const oomEventAfterOrder: Patch = {
  id: 'oom-event-after-order',
  commits: [
    {
      id: '7a1adfddaf0d',
      subject: "mm: don't raise MEMCG_OOM event due to failed high-order allocation",
      evidence: 'message',
    },
  ],
  summary: 'A charge of order above 3 no longer counts an OOM event, nor one that ends at a gate before.',
  machines: {
    task: {
      replace: {
        try_charge: tryChargeThatKills({
          gates: { dying: DYING, orderFirst: true },
          whenNoVictim: 'force',
          remembers: 'oomed',
        }),
        mem_cgroup_oom: memCgroupOom({ warns: 'never', countsEvent: true }),
      },
    },
  },
};
