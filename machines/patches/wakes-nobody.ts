import type { Patch } from '../../src/model/index.js';
import { oomSynchronize } from './oom-synchronize.js';

/** v6.5: a task that leaves mem_cgroup_oom_synchronize wakes nobody (corpus B52, second half). */
export const wakesNobody: Patch = {
  id: 'wakes-nobody',
  commits: [
    {
      id: '18b1d18bc2bd',
      subject: 'memcg, oom: remove explicit wakeup in mem_cgroup_oom_synchronize()',
      evidence: 'shortlog',
    },
  ],
  summary: 'Whoever lets go of the oom_lock bits no longer wakes the next in line.',
  machines: {
    task: { replace: { mem_cgroup_oom_synchronize: oomSynchronize({ rechecks: false, wakesNext: false }) } },
  },
};
