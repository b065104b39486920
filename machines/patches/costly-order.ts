import type { Patch } from '../../src/model/index.js';
import { inUserFault } from '../threads/charge.js';

/** v4.18: an allocation above PAGE_ALLOC_COSTLY_ORDER is not worth a kill; nothing is recorded for it. */
export const costlyOrder: Patch = {
  id: 'costly-order',
  commits: [
    {
      id: 'unknown',
      subject: 'memcg OOM is skipped for order > PAGE_ALLOC_COSTLY_ORDER (v4.18)',
      evidence: 'first version',
    },
  ],
  summary: 'A charge of order above 3 gets ENOMEM and records no OOM.',
  machines: {
    task: {
      updates: {
        mem_cgroup_oom: (context) => {
          const { order = 0 } = (context['op'] ?? {}) as { readonly order?: number };
          return inUserFault(context) && order <= 3 ? { memcg_in_oom: context['over'] ?? null } : {};
        },
      },
    },
  },
};
