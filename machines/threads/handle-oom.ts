import { call, doing, is, returns, set, type Fragments } from '../../src/model/index.js';
import { SELF } from './self.js';

/**
 * What v3.11 does when a charge is out of memory (mm/memcontrol.c mem_cgroup_handle_oom), and the walks over the subtree
 * that v3.12 goes on to use.
 */
export const handleOom: Fragments = {
  mem_cgroup_handle_oom: (use) => ({
    initial: 'mem_cgroup_mark_under_oom',
    description: 'Kills or sleeps right here, with all locks of the caller held (corpus B01, B02).',
    entry: [set({ iter: '$over' })],
    exit: [set({ iter: null, locked: false, kill: false })],
    states: {
      mem_cgroup_mark_under_oom: use('mem_cgroup_mark_under_oom', { onDone: 'mem_cgroup_oom_lock' }),
      mem_cgroup_oom_lock: doing(
        'Under memcg_oom_lock: tries the oom_lock bits of the subtree and enqueues, killable.',
        call('memcg_oom_lock', 'oom_lock_and_prepare_to_wait', { memcg: '$over', ...SELF }),
        {
          locked: { target: 'read_oom_kill_disable', actions: [set({ locked: true })] },
          contended: 'spin_unlock',
        },
      ),
      read_oom_kill_disable: doing(
        'Reads the flag; its writer does not take the lock.',
        call('$over', 'read_oom_kill_disable'),
        {
          killer_enabled: { target: 'mem_cgroup_oom_notify', actions: [set({ kill: true, iter: '$over' })] },
          killer_disabled: { target: 'mem_cgroup_oom_notify', actions: [set({ iter: '$over' })] },
        },
      ),
      mem_cgroup_oom_notify: use('mem_cgroup_oom_notify', { onDone: 'spin_unlock' }),
      spin_unlock: doing('Leaves the section.', call('memcg_oom_lock', 'spin_unlock'), {
        unlocked: [{ guard: is('$kill', true), target: 'finish_wait_first' }, { target: 'schedule' }],
      }),
      finish_wait_first: doing('The killer does not sleep.', call('memcg_oom_waitq', 'finish_wait', SELF), {
        finished: 'mem_cgroup_out_of_memory',
      }),
      mem_cgroup_out_of_memory: use('mem_cgroup_out_of_memory', { onDone: 'mem_cgroup_oom_unlock' }),
      schedule: doing('Sleeps until woken or killed.', call('task_struct', 'schedule'), { running: 'finish_wait' }),
      finish_wait: doing('Leaves the queue.', call('memcg_oom_waitq', 'finish_wait', SELF), {
        finished: [{ guard: is('$locked', true), target: 'mem_cgroup_oom_unlock' }, { target: 'memcg_wakeup_oom' }],
      }),
      mem_cgroup_oom_unlock: doing(
        'Clears the bits and wakes the family, in one section.',
        call('memcg_oom_lock', 'oom_unlock_and_wake', { memcg: '$over' }),
        { unlocked: { target: 'mem_cgroup_unmark_under_oom', actions: [set({ iter: '$over' })] } },
      ),
      memcg_wakeup_oom: doing(
        'Wakes the family although it held no lock: every returner does.',
        call('memcg_oom_lock', 'wake', { memcg: '$over' }),
        { unlocked: { target: 'mem_cgroup_unmark_under_oom', actions: [set({ iter: '$over' })] } },
      ),
      mem_cgroup_unmark_under_oom: use('mem_cgroup_unmark_under_oom', { onDone: 'memdie_or_fatal' }),
      memdie_or_fatal: doing('Was it chosen itself?', call('task_struct', 'memdie_or_fatal'), {
        fatal: 'die',
        memdie: 'die',
        living: 'schedule_timeout_uninterruptible',
      }),
      schedule_timeout_uninterruptible: doing(
        'Gives the victim a jiffy, then retries the charge.',
        call('task_struct', 'schedule_timeout', { ms: 10 }),
        { running: 'retry' },
      ),
      die: returns('die'),
      retry: returns('retry'),
    },
  }),
  mem_cgroup_mark_under_oom: () => ({
    initial: 'under_oom_inc',
    description: 'under_oom + 1 for each memcg of the subtree, one atomic each.',
    states: {
      under_oom_inc: doing('One memcg.', call('memcg_oom_lock', 'under_oom_inc', { of: '$over', memcg: '$iter' }), {
        marked: [
          { guard: is('$event.next', null), target: 'marked' },
          { target: 'under_oom_inc', reenter: true, actions: [set({ iter: '$event.next' })] },
        ],
      }),
      marked: returns('marked'),
    },
  }),
  mem_cgroup_unmark_under_oom: () => ({
    initial: 'under_oom_dec',
    description: 'under_oom − 1 for each memcg of the subtree, one atomic each.',
    states: {
      under_oom_dec: doing('One memcg.', call('memcg_oom_lock', 'under_oom_dec', { of: '$over', memcg: '$iter' }), {
        unmarked: [
          { guard: is('$event.next', null), target: 'unmarked' },
          { target: 'under_oom_dec', reenter: true, actions: [set({ iter: '$event.next' })] },
        ],
      }),
      unmarked: returns('unmarked'),
    },
  }),
  mem_cgroup_oom_notify: () => ({
    initial: 'eventfd_signal',
    description: 'Signals the eventfds of each memcg of the subtree.',
    states: {
      eventfd_signal: doing('One memcg.', call('memcg_oom_lock', 'oom_notify', { of: '$over', memcg: '$iter' }), {
        notified: [
          { guard: is('$event.next', null), target: 'notified' },
          { target: 'eventfd_signal', reenter: true, actions: [set({ iter: '$event.next' })] },
        ],
      }),
      notified: returns('notified'),
    },
  }),
};
