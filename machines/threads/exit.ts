import { call, doing, returned, returns, type Fragments, type State } from '../../src/model/index.js';
import { SELF } from './self.js';
import { UNCHARGE_OVER } from './uncharge.js';

/** How exit_mm begins in every kernel; it leaves to `mmput`. */
export const DROP_MM: { readonly [state: string]: State } = {
  down_read: doing('Takes mmap_sem for reading; blocks behind a writer.', call('mmap_sem', 'down_read'), {
    locked: 'drop_mm',
  }),
  drop_mm: doing('task->mm = NULL under task_lock.', call('task_struct', 'drop_mm', SELF), { dropped: 'up_read' }),
  up_read: doing('Releases mmap_sem.', call('mmap_sem', 'up_read'), { unlocked: 'mmput' }),
};

/**
 * A task that dies, as in v3.11 (kernel/exit.c, kernel/fork.c mmput, mm/mmap.c exit_mmap).
 *
 * Left out: robust futexes and clear_child_tid (they may fault), coredumps, exit_aio. Fewer behaviours than the kernel.
 */
export const exitOf311: Fragments = {
  do_exit: (use) => ({
    initial: 'exit_signals',
    description: 'The task dies.',
    states: {
      exit_signals: doing('Sets PF_EXITING.', call('task_struct', 'exit_signals', SELF), { exiting: 'exit_mm' }),
      exit_mm: use('exit_mm', { onDone: 'cgroup_exit' }),
      cgroup_exit: doing('Leaves the task list of its cgroup.', call('task_struct', 'cgroup_exit', SELF), {
        left: 'dead',
      }),
      dead: returns('dead', 'Gone, but for the zombie.'),
    },
  }),
  exit_mm: (use) => ({
    initial: 'down_read',
    description: 'Drops its mm.',
    states: {
      ...DROP_MM,
      mmput: use('mmput', { onDone: 'left' }),
      left: returns('left'),
    },
  }),
  mmput: (use) => ({
    initial: 'mm_users',
    description: 'Drops its reference; the last user frees the address space.',
    states: {
      mm_users: doing('mm_users − 1.', call('mm', 'mmput'), { last_user: 'exit_mmap', still_used: 'put' }),
      exit_mmap: use('exit_mmap', { onDone: 'put' }),
      put: returns('put'),
    },
  }),
  exit_mmap: (use) => ({
    initial: 'unmap_vmas',
    description: 'Frees every page of the address space.',
    exit: [UNCHARGE_OVER],
    states: {
      unmap_vmas: use('zapPages', { onDone: { guard: returned('zapped'), target: 'unmapped' } }),
      unmapped: returns('unmapped'),
    },
  }),
};
