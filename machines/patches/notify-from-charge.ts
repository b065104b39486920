import type { Patch } from '../../src/model/index.js';
import { memCgroupOom } from './mem-cgroup-oom.js';

/** v5.0: a kill from the charge path is announced again, as it was before v4.19 (corpus B32). */
export const notifyFromCharge: Patch = {
  id: 'notify-from-charge',
  commits: [
    {
      id: '7056d3a37d2c',
      subject: 'memcg, oom: notify on oom killer invocation from the charge path',
      evidence: 'mail',
    },
  ],
  summary: 'The charge path marks under_oom, takes the oom_lock bits and notifies the eventfds before it kills.',
  machines: {
    task: {
      guards: {
        progressLocked: (context, event) => event['output'] === 'progress' && context['locked'] === true,
      },
      replace: { mem_cgroup_oom: memCgroupOom({ warns: 'never', countsEvent: true, notifies: true }) },
    },
  },
};
