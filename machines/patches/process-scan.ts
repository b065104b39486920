import type { Context, Op, Patch, Value } from '../../src/model/index.js';
import { walking } from '../objects/cgroup.js';
import { clampedBadness } from '../threads/badness.js';
import { oomEvaluateTask } from './oom-mm.js';

const none = (list: Value | undefined): boolean => (list as readonly Value[]).length === 0;

/** A leader stays on the list until its last thread is gone. */
const processGone = (context: Context): boolean => context['gone'] === true && none(context['remaining']);

/**
 * signal->live is zero: every thread of the process is exiting, though it may still have its mm. A scan of the whole machine
 * goes by for_each_process and not by css_task_iter.
 */
const allThreadsExit = (context: Context, event: Op): boolean =>
  event['scope'] !== 'root' && context['exiting'] === true && none(context['living']);

/**
 * v5.2 and v5.3: the scan looks at processes instead of threads, and among equals the last one wins.
 *
 * css_task_iter passes over a process whose threads are all exiting (kernel/cgroup/cgroup.c at c03cd7738a83), so a victim
 * that is on its way out no longer ends the scan; 9c974c772464 shows it again (v5.6).
 */
export const processScan: Patch = {
  id: 'process-scan',
  commits: [
    {
      id: 'c03cd7738a83',
      subject: 'cgroup: Include dying leaders with live threads in PROCS iterations',
      evidence: 'source',
    },
    {
      id: 'f168a9a54ec3',
      subject: 'mm: memcontrol: use CSS_TASK_ITER_PROCS at mem_cgroup_scan_tasks()',
      evidence: 'source',
    },
  ],
  summary: 'The scan goes by process and does not see dying ones; among equals the last one wins.',
  machines: {
    cgroup: walking('leaders'),
    task: { guards: { isWorse: (context, event) => clampedBadness(context, event) >= Number(context['points']) } },
    task_struct: {
      guards: {
        allThreadsExit,
        isOomVictim: (context) => !processGone(context) && context['oom_mm'] === true,
        isScannable: (context) =>
          !processGone(context) &&
          (context['mm'] === true || !none(context['sharing'])) &&
          context['unkillable'] === false,
      },
      replace: { oom_evaluate_task: oomEvaluateTask({ passesDying: true }) },
    },
  },
};
