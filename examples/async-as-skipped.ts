import { call, doing, returned, returns, set, type Patch } from 'oomlab';

/**
 * The RFC of 2018-06-20 with one word less: a recorded OOM is reported to the charge as OOM_SKIPPED, not as OOM_ASYNC. To be
 * laid on rfc-20180620, where it shows whether anybody can tell the two apart.
 */
export default {
  id: 'async-as-skipped',
  commits: [],
  summary: 'mem_cgroup_oom says OOM_SKIPPED where the RFC says OOM_ASYNC.',
  machines: {
    task: {
      replace: {
        mem_cgroup_oom: (use) => ({
          initial: 'read_oom_kill_disable',
          description: 'Kills in the charge path, unless user space handles OOM itself.',
          states: {
            read_oom_kill_disable: doing('Who handles OOM?', call('$over', 'read_oom_kill_disable'), {
              killer_enabled: [{ guard: 'isCostly', target: 'OOM_SKIPPED' }, { target: 'mem_cgroup_out_of_memory' }],
              killer_disabled: [
                { guard: 'isCostly', target: 'OOM_SKIPPED' },
                // Recorded all the same: what is not told apart is the answer.
                { guard: 'inFault', target: 'OOM_SKIPPED', actions: [set({ memcg_in_oom: '$over' })] },
                { target: 'OOM_SKIPPED' },
              ],
            }),
            mem_cgroup_out_of_memory: use('mem_cgroup_out_of_memory', {
              onDone: [
                { guard: returned('progress'), target: 'OOM_SUCCESS' },
                { guard: 'inFault', target: 'OOM_FAILED' },
                { target: 'WARN' },
              ],
            }),
            WARN: doing('WARN: "Memory cgroup charge failed".', call('dmesg', 'WARN'), { printed: 'OOM_FAILED' }),
            OOM_SUCCESS: returns('OOM_SUCCESS', 'Killed, or a victim is on its way: retry the charge.'),
            OOM_FAILED: returns('OOM_FAILED', 'No task to kill.'),
            OOM_SKIPPED: returns('OOM_SKIPPED', 'Not a case for the OOM killer, or recorded for later.'),
          },
        }),
      },
    },
  },
} satisfies Patch;
