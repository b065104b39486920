import { call, doing, is, returns, set, type Patch } from 'oomlab';

/**
 * Mends the wake-up that v6.5 loses: with the task on the queue and the oom_lock bits its own, oom_kill_disable is read once
 * more, and if the killer has been enabled since the charge, the task kills instead of sleeping.
 *
 * Only the check of 857f21397f71 is put back. The wake-up that 18b1d18bc2bd took away stays away: it is another fault.
 */
export default {
  id: 'recheck-oom-kill-disable',
  commits: [],
  summary: 'mem_cgroup_oom_synchronize reads oom_kill_disable again after it has enqueued and marked, and may kill.',
  machines: {
    task: {
      replace: {
        mem_cgroup_oom_synchronize: (use) => ({
          initial: 'prepare_to_wait',
          description:
            'At the end of the fault: sleep until somebody makes room, or kill if the killer is enabled by now.',
          entry: [set({ over: '$memcg_in_oom', iter: '$memcg_in_oom' })],
          exit: [set({ over: null, iter: null, locked: false, kill: false, memcg_in_oom: null })],
          states: {
            prepare_to_wait: doing(
              'Enqueues itself, killable.',
              call('memcg_oom_waitq', 'prepare_to_wait', { memcg: '$over', task: '@self' }),
              { enqueued: 'mem_cgroup_mark_under_oom' },
            ),
            mem_cgroup_mark_under_oom: use('mem_cgroup_mark_under_oom', { onDone: 'mem_cgroup_oom_trylock' }),
            mem_cgroup_oom_trylock: doing(
              'Tries the oom_lock bits of the subtree.',
              call('memcg_oom_lock', 'oom_trylock', { memcg: '$over' }),
              {
                locked: { target: 'mem_cgroup_oom_notify', actions: [set({ locked: true, iter: '$over' })] },
                contended: 'schedule',
              },
            ),
            mem_cgroup_oom_notify: use('mem_cgroup_oom_notify', { onDone: 'read_oom_kill_disable' }),
            // Whoever enables the killer after this read finds the subtree marked, and wakes.
            read_oom_kill_disable: doing('Shall the kernel kill by now?', call('$over', 'read_oom_kill_disable'), {
              killer_enabled: {
                target: 'mem_cgroup_unmark_under_oom',
                actions: [set({ kill: true, iter: '$over' })],
              },
              killer_disabled: 'schedule',
            }),
            schedule: doing('Sleeps until woken or killed.', call('task_struct', 'schedule'), {
              running: { target: 'mem_cgroup_unmark_under_oom', actions: [set({ iter: '$over' })] },
            }),
            mem_cgroup_unmark_under_oom: use('mem_cgroup_unmark_under_oom', { onDone: 'finish_wait' }),
            finish_wait: doing('Leaves the queue.', call('memcg_oom_waitq', 'finish_wait', { task: '@self' }), {
              finished: [
                { guard: is('$kill', true), target: 'mem_cgroup_out_of_memory' },
                { guard: is('$locked', true), target: 'mem_cgroup_oom_unlock' },
                { target: 'handled' },
              ],
            }),
            mem_cgroup_out_of_memory: use('mem_cgroup_out_of_memory', { onDone: 'mem_cgroup_oom_unlock' }),
            mem_cgroup_oom_unlock: doing(
              'Clears the bits of the subtree, and wakes nobody.',
              call('memcg_oom_lock', 'oom_unlock', { memcg: '$over' }),
              { unlocked: 'handled' },
            ),
            handled: returns('handled'),
          },
        }),
      },
    },
  },
} satisfies Patch;
