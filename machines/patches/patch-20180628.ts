import type { Patch } from '../../src/model/index.js';
import { chargePath } from './charge-path-oom.js';
import { memCgroupOom } from './mem-cgroup-oom.js';

/**
 * The patch after the review: oom_kill_disable first, memcg_may_oom renamed in_user_fault, WARN in every case (Michal
 * Hocko, 2018-06-28, 20180628151101.25307-1-mhocko@kernel.org).
 */
export const patch20180628: Patch = {
  id: 'patch-20180628',
  commits: [
    {
      id: 'unknown',
      subject: 'PATCH: memcg, oom: move out_of_memory back to the charge path (2018-06-28)',
      evidence: 'mail',
    },
  ],
  summary: 'The RFC after its review: the same results, the WARN unconditional.',
  machines: { task: chargePath({ memCgroupOom: memCgroupOom({ warns: 'always' }), whenNoVictim: 'force' }) },
};
