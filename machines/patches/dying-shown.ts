import type { Patch } from '../../src/model/index.js';
import { oomEvaluateTask } from './oom-mm.js';

/** v5.6: a scan sees a dying process until it has left its cgroup. */
export const dyingShown: Patch = {
  id: 'dying-shown',
  commits: [
    {
      id: '9c974c772464',
      subject: 'cgroup: Iterate tasks that did not finish do_exit()',
      evidence: 'message',
    },
  ],
  summary: 'The scan sees dying processes again, so a victim on its way out ends it.',
  machines: {
    task_struct: {
      replace: { oom_evaluate_task: oomEvaluateTask({ passesDying: false }) },
    },
  },
};
