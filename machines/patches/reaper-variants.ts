import { call, doing, returned, returns, type Fragment } from '../../src/model/index.js';
import { SELF } from '../threads/self.js';
import { oomReapTask } from '../threads/oom_reaper.js';
import { UNCHARGE_OVER } from '../threads/uncharge.js';

/** The reaper from v4.9 on: whether it reaped or gave up, the list link is cleared and MMF_OOM_SKIP is set. */
export const reapThenSkip: Fragment = oomReapTask('oom_reap_task_mm', 'clear_link', {
  clear_link: doing('tsk->oom_reaper_list = NULL, unlocked.', call('oom_reaper_list', 'clear_link', { task: '$tsk' }), {
    cleared: 'set_oom_skip',
  }),
  set_oom_skip: doing('Sets MMF_OOM_SKIP: the next OOM goes on to another task.', call('$tsk.mm', 'set_oom_skip'), {
    done: 'done',
  }),
  done: returns('done'),
});

/**
 * __oom_reap_task_mm: MMF_UNSTABLE, then every private page. From v4.19 on a notifier may refuse (`asksNotifiers`): all pages
 * count as one vma here, so a refusal reaps nothing.
 */
export const reapMm = ({ asksNotifiers }: { readonly asksNotifiers: boolean }): Fragment => {
  const asked = {
    mmu_notifier_invalidate_range_start_nonblock: doing('Does a notifier refuse?', call('$tsk.mm', 'has_notifiers'), {
      blockable: 'refused',
      none: 'unmap_page_range',
    }),
    refused: returns('refused'),
  };
  return (use) => ({
    initial: 'set_unstable',
    description: 'Takes the private pages away.',
    states: {
      set_unstable: doing(
        'Sets MMF_UNSTABLE: no fault may map anonymous pages any more.',
        call('$tsk.mm', 'set_unstable'),
        {
          done: asksNotifiers ? 'mmu_notifier_invalidate_range_start_nonblock' : 'unmap_page_range',
        },
      ),
      ...(asksNotifiers ? asked : {}),
      unmap_page_range: use('reapPages', { onDone: 'unmapped' }),
      unmapped: returns('unmapped'),
    },
  });
};

export interface ReaperVariant {
  /** v4.7 to v4.18: under the mutex oom_lock. */
  readonly underOomLock: boolean;
  /** v4.14 to v4.18: an mm with blockable notifiers is not reaped, and success is claimed; then it is retried. */
  readonly skipsNotifiers: boolean;
}

/** One attempt on one mm, from v4.9 on. */
export const oomReapTaskMm = ({ underOomLock, skipsNotifiers }: ReaperVariant): Fragment => {
  const reaped = underOomLock ? 'unlock_reaped' : 'reaped';
  const busy = underOomLock ? 'unlock_busy' : 'busy';
  const unlock = (to: string) => doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: to });
  return (use) => ({
    initial: underOomLock ? 'mutex_lock' : 'down_read_trylock',
    description: 'One attempt.',
    exit: [UNCHARGE_OVER],
    states: {
      ...(underOomLock
        ? {
            mutex_lock: doing('Waits for oom_lock.', call('oom_lock', 'mutex_lock', SELF), {
              locked: 'down_read_trylock',
            }),
            unlock_reaped: unlock('reaped'),
            unlock_busy: unlock('busy'),
          }
        : {}),
      down_read_trylock: doing(
        'Tries mmap_sem: no waiting behind a writer.',
        call('$tsk.mmap_sem', 'down_read_trylock'),
        {
          locked: skipsNotifiers ? 'mm_has_notifiers' : 'test_oom_skip',
          busy,
        },
      ),
      ...(skipsNotifiers
        ? {
            mm_has_notifiers: doing('Has it blockable notifiers?', call('$tsk.mm', 'has_notifiers'), {
              blockable: 'up_read_notifier',
              none: 'test_oom_skip',
            }),
            up_read_notifier: doing('Releases mmap_sem.', call('$tsk.mmap_sem', 'up_read'), {
              unlocked: 'schedule_timeout_idle',
            }),
            schedule_timeout_idle: doing(
              'Sleeps a second, oom_lock held, and claims success.',
              call('clock', 'schedule_timeout', { ms: 1000 }),
              { running: reaped },
            ),
          }
        : {}),
      test_oom_skip: doing('Has exit_mmap been here?', call('$tsk.mm', 'test_oom_skip'), {
        set: 'up_read',
        clear: '__oom_reap_task_mm',
      }),
      __oom_reap_task_mm: use('__oom_reap_task_mm', {
        onDone: [
          { guard: returned('unmapped'), target: 'up_read' },
          { target: skipsNotifiers ? 'up_read' : 'up_read_busy' },
        ],
      }),
      ...(skipsNotifiers
        ? {}
        : { up_read_busy: doing('Releases mmap_sem.', call('$tsk.mmap_sem', 'up_read'), { unlocked: busy }) }),
      up_read: doing('Releases mmap_sem.', call('$tsk.mmap_sem', 'up_read'), { unlocked: reaped }),
      reaped: returns('reaped'),
      busy: returns('busy'),
    },
  });
};
