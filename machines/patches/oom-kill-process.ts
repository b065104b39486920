import { call, doing, returned, type Fragment } from '../../src/model/index.js';
import { killUnderTaskLock } from './kill-under-task-lock.js';
import { FORGET_SHARERS, ifShared } from '../threads/sharers.js';
import type { ReaperQueue } from './out-of-memory.js';

/** The kill from v4.9 on, with the victim's mm remembered in its signal_struct. */
export const oomKillProcess =
  (reaper: ReaperQueue): Fragment =>
  (use) =>
    killUnderTaskLock(use, {
      mark: 'mark_oom_victim',
      reaper,
      dying: {
        task_will_free_mem: doing('Is it dying anyway?', call('$chosen.task_struct', 'task_will_free_mem'), {
          yes: ifShared('test_oom_skip_shared', 'test_oom_skip'),
          no: 'task_unlock',
        }),
        test_oom_skip: doing('And not reaped yet?', call('$chosen.mm', 'test_oom_skip'), {
          clear: 'mark_dying',
          set: 'task_unlock',
        }),
        test_oom_skip_shared: doing('And not reaped yet?', call('$chosen.mm', 'test_oom_skip'), {
          clear: 'sharersWillFreeMem',
          set: { target: 'task_unlock', actions: [FORGET_SHARERS] },
        }),
        sharersWillFreeMem: use('sharersWillFreeMem', {
          onDone: [{ guard: returned('yes'), target: 'mark_dying' }, { target: 'task_unlock' }],
        }),
        mark_dying: doing('Then it is only marked.', call('$chosen.task_struct', 'mark_oom_victim'), {
          marked: 'wake_for_dying',
        }),
        wake_for_dying: use(reaper, { onDone: 'unlock_dying' }),
      },
    });
