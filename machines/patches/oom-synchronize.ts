import { call, doing, is, returns, set, type Fragment, type State, type Use } from '../../src/model/index.js';
import { SELF } from '../threads/self.js';

export interface OomSynchronize {
  /** Up to v6.4: whoever gets the oom_lock bits reads oom_kill_disable again, and kills if it may. */
  readonly rechecks?: boolean;
  /** Up to v6.4: whoever lets go of the bits wakes the next in line. */
  readonly wakesNext?: boolean;
}

/** mem_cgroup_oom_synchronize from v3.12 on. */
export const oomSynchronize = ({ rechecks = true, wakesNext = true }: OomSynchronize = {}): Fragment => {
  const toUnmark = { target: 'mem_cgroup_unmark_under_oom', actions: [set({ iter: '$over' })] };
  return (use) => ({
    initial: 'prepare_to_wait',
    description: rechecks
      ? 'At the end of the fault, with no lock held: kill, or sleep until somebody makes room.'
      : 'At the end of the fault, with no lock held: sleep until somebody makes room.',
    entry: [set({ over: '$memcg_in_oom', iter: '$memcg_in_oom' })],
    exit: [set({ over: null, iter: null, locked: false, kill: false, memcg_in_oom: null })],
    states: {
      prepare_to_wait: doing(
        'Enqueues itself, killable.',
        call('memcg_oom_waitq', 'prepare_to_wait', { memcg: '$over', ...SELF }),
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
      mem_cgroup_oom_notify: use('mem_cgroup_oom_notify', { onDone: rechecks ? 'read_oom_kill_disable' : 'schedule' }),
      ...(rechecks
        ? {
            read_oom_kill_disable: doing('Shall the kernel kill?', call('$over', 'read_oom_kill_disable'), {
              killer_enabled: { ...toUnmark, actions: [set({ kill: true, iter: '$over' })] },
              killer_disabled: 'schedule',
            }),
          }
        : {}),
      schedule: doing('Sleeps until woken or killed.', call('task_struct', 'schedule'), { running: toUnmark }),
      mem_cgroup_unmark_under_oom: use('mem_cgroup_unmark_under_oom', { onDone: 'finish_wait' }),
      finish_wait: doing('Leaves the queue.', call('memcg_oom_waitq', 'finish_wait', SELF), {
        finished: [
          ...(rechecks ? [{ guard: is('$kill', true), target: 'mem_cgroup_out_of_memory' }] : []),
          { guard: is('$locked', true), target: 'mem_cgroup_oom_unlock' },
          { target: 'handled' },
        ],
      }),
      ...(rechecks ? killing(use) : {}),
      mem_cgroup_oom_unlock: doing(
        'Clears the bits of the subtree.',
        call('memcg_oom_lock', 'oom_unlock', { memcg: '$over' }),
        { unlocked: wakesNext ? 'read_under_oom' : 'handled' },
      ),
      ...(wakesNext ? NEXT_IN_LINE : {}),
      handled: returns('handled'),
    },
  });
};

const killing = (use: Use): { readonly [state: string]: State } => ({
  mem_cgroup_out_of_memory: use('mem_cgroup_out_of_memory', { onDone: 'mem_cgroup_oom_unlock' }),
});

const NEXT_IN_LINE: { readonly [state: string]: State } = {
  read_under_oom: doing(
    'Is another one waiting, to be next in line?',
    call('memcg_oom_lock', 'read_under_oom', { memcg: '$over' }),
    { under_oom: 'memcg_oom_recover', not_under_oom: 'handled' },
  ),
  memcg_oom_recover: doing('Wakes it.', call('memcg_oom_waitq', 'wake', { memcg: '$over' }), { woken: 'handled' }),
};
