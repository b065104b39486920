import type { Patch } from '../../src/model/index.js';
import { oomSynchronize } from './oom-synchronize.js';

/** v6.5: at the end of a fault a task sleeps whatever oom_kill_disable says by then (corpus B52). */
export const sleepsWithoutRecheck: Patch = {
  id: 'sleeps-without-recheck',
  commits: [
    {
      id: '857f21397f71',
      subject: 'memcg, oom: remove unnecessary check in mem_cgroup_oom_synchronize()',
      evidence: 'source',
    },
  ],
  summary: 'mem_cgroup_oom_synchronize no longer reads oom_kill_disable again before it sleeps.',
  machines: { task: { replace: { mem_cgroup_oom_synchronize: oomSynchronize({ rechecks: false }) } } },
};
