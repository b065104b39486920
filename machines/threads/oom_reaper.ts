import {
  above,
  call,
  doing,
  returned,
  returns,
  set,
  type Fragment,
  type MachineSpec,
  type State,
} from '../../src/model/index.js';
import { unmapAll, UNCHARGE_CONTEXT, UNCHARGE_OVER, UNCHARGE_REFS, unchargeEach } from './uncharge.js';

export const REAPED = set({ tsk: null, tries: '$maxTries' });

/**
 * oom_reap_task: up to MAX_OOM_REAP_RETRIES attempts, 100 ms apart. `after` are the states that follow, whether it
 * succeeded or gave up, and `first` the one that they start with.
 */
export const oomReapTask = (attempt: string, first: string, after: { readonly [state: string]: State }): Fragment => {
  const retry = [set({ tries: { minus: ['$tries', 1] } })];
  return (use) => ({
    initial: attempt,
    description: 'Reaps one victim, or gives up.',
    states: {
      [attempt]: use(attempt, {
        onDone: [
          { guard: returned('reaped'), target: first },
          { guard: above('$tries', 1), target: 'schedule_timeout_idle', actions: retry },
          { target: first },
        ],
      }),
      schedule_timeout_idle: doing('Tries again in 100 ms.', call('clock', 'schedule_timeout', { ms: 100 }), {
        running: attempt,
      }),
      ...after,
    },
  });
};

/**
 * The oom_reaper kthread, as v4.6 brought it (mm/oom_kill.c): takes the private memory of a victim away, without
 * waiting for it.
 *
 * It needs mmap_sem only for reading and only tries. Giving up leaves TIF_MEMDIE set, so later OOMs wait for that victim
 * as before (v4.6 has no MMF_OOM_SKIP). `tries` is MAX_OOM_REAP_RETRIES, 10 in the kernel.
 */
export const oom_reaper: MachineSpec = {
  id: 'oom_reaper',
  kind: 'thread',
  description: 'The oom_reaper kernel thread.',
  refs: { tsk: 'ref', ...UNCHARGE_REFS },
  context: (input) => ({
    tsk: null,
    maxTries: input['tries'] ?? 1,
    tries: input['tries'] ?? 1,
    ...UNCHARGE_CONTEXT,
  }),
  root: (use) => ({
    initial: 'oom_reaper',
    states: {
      oom_reaper: doing(
        'Sleeps until a victim is queued, then takes the last one queued.',
        call('oom_reaper_list', 'pop'),
        { popped: { target: 'oom_reap_task', actions: [set({ tsk: '$event.task' })] } },
        { tags: ['idle'] },
      ),
      oom_reap_task: use('oom_reap_task', { onDone: { target: 'oom_reaper', actions: [REAPED] } }),
    },
  }),
  fragments: {
    uncharge_batch: unchargeEach['uncharge_batch']!,
    page_counter_uncharge: unchargeEach['page_counter_uncharge']!,
    oom_reap_task: oomReapTask('__oom_reap_task', 'done', { done: returns('done') }),
    __oom_reap_task: (use) => ({
      initial: 'find_lock_task_mm',
      description: 'One attempt.',
      exit: [UNCHARGE_OVER],
      states: {
        find_lock_task_mm: doing('Has it still got its mm?', call('$tsk.task_struct', 'has_mm'), {
          found: 'mmget_not_zero',
          found_in: 'mmget_not_zero',
          no_mm: 'reaped',
        }),
        mmget_not_zero: doing('Takes a reference, unless the last user is gone.', call('$tsk.mm', 'mmget_not_zero'), {
          got: 'down_read_trylock',
          zero: 'reaped',
        }),
        down_read_trylock: doing(
          'Tries mmap_sem: no waiting behind a writer.',
          call('$tsk.mmap_sem', 'down_read_trylock'),
          {
            locked: 'unmap_page_range',
            busy: 'mmput_failed',
          },
        ),
        unmap_page_range: use('reapPages', { onDone: 'up_read' }),
        up_read: doing('Releases mmap_sem.', call('$tsk.mmap_sem', 'up_read'), { unlocked: 'oom_score_adj' }),
        oom_score_adj: doing(
          'Hides the victim from later selection: −1000.',
          call('$tsk.task_struct', 'set_unkillable'),
          {
            hidden: 'exit_oom_victim',
          },
        ),
        exit_oom_victim: doing(
          'Clears TIF_MEMDIE: another victim may be chosen.',
          call('$tsk.task_struct', 'exit_oom_victim'),
          {
            cleared: 'mmput',
          },
        ),
        mmput: doing('Drops its reference; the last user frees what is left.', call('$tsk.mm', 'mmput'), {
          last_user: 'exit_mmap',
          still_used: 'reaped',
        }),
        exit_mmap: use('exitMm', { onDone: 'reaped' }),
        mmput_failed: doing('Drops its reference after a failed try.', call('$tsk.mm', 'mmput'), {
          last_user: 'exit_mmap_failed',
          still_used: 'busy',
        }),
        exit_mmap_failed: use('exitMm', { onDone: 'busy' }),
        reaped: returns('reaped'),
        busy: returns('busy'),
      },
    }),
    reapPages: unmapAll('$tsk.mm', { private: true }),
    exitMm: unmapAll('$tsk.mm'),
  },
};
