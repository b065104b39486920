import { call, doing, is, returns, set, type State, type Use } from '../../src/model/index.js';
import { ifShared } from '../threads/sharers.js';
import type { ReaperQueue } from './out-of-memory.js';

/** How a patch marks a victim, and what it does with a task that is dying anyway. */
interface Marking {
  /** The op that marks the victim. */
  readonly mark: 'set_memdie' | 'mark_oom_victim';
  /** From `task_will_free_mem` on; leaves to `unlock_dying` with the mark, or to `task_unlock` for a kill. */
  readonly dying: { readonly [state: string]: State };
  readonly reaper?: ReaperQueue;
}

/** oom_kill_process from v4.2 on: SIGKILL, then the mark, both under the victim's task_lock; then the oom_reaper. */
export const killUnderTaskLock = (use: Use, { mark, dying, reaper = 'wake_oom_reaper' }: Marking): State => ({
  initial: 'task_lock',
  description: 'Kills the chosen task and hands it to the oom_reaper.',
  states: {
    task_lock: doing('Holds its mm in place.', call('$chosen.task_struct', 'task_lock'), {
      locked: 'task_will_free_mem',
    }),
    ...dying,
    unlock_dying: doing('Lets go of its mm.', call('$chosen.task_struct', 'task_unlock'), { unlocked: 'killed' }),
    task_unlock: doing('Lets go of its mm.', call('$chosen.task_struct', 'task_unlock'), {
      unlocked: 'find_lock_task_mm',
    }),
    find_lock_task_mm: doing(
      'Takes task_lock if there is still an mm.',
      call('$chosen.task_struct', 'find_lock_task_mm'),
      {
        found: 'send_sigkill',
        // The thread that still has the mm is the victim then.
        found_in: { target: 'find_lock_task_mm', reenter: true, actions: [set({ chosen: '$event.task' })] },
        no_mm: 'killed',
      },
    ),
    send_sigkill: doing('Sends SIGKILL.', call('$chosen.task_struct', 'send_sigkill', { oom: '$scope' }), {
      sent: 'mark_oom_victim',
    }),
    mark_oom_victim: doing('Marks it as victim.', call('$chosen.task_struct', mark), {
      marked: ifShared('unlock_shared', 'unlock_killed'),
    }),
    unlock_shared: doing('Lets go of its mm.', call('$chosen.task_struct', 'task_unlock'), { unlocked: 'killSharers' }),
    killSharers: use('killSharers', {
      onDone: [{ guard: is('$spared', true), target: 'killed' }, { target: reaper }],
    }),
    unlock_killed: doing('Lets go of its mm.', call('$chosen.task_struct', 'task_unlock'), {
      unlocked: reaper,
    }),
    [reaper]: use(reaper, { onDone: 'killed' }),
    killed: returns('killed'),
  },
});
