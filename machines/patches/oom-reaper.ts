import { call, doing, is, reply, returns, set, type Fragment, type Patch, type Value } from '../../src/model/index.js';
import { clock } from '../objects/clock.js';
import { FOUND_IN_OTHER, HAS_MM } from '../objects/task_struct.js';
import { oom_reaper_list } from '../objects/oom_reaper_list.js';
import { DROP_MM } from '../threads/exit.js';
import { oom_reaper } from '../threads/oom_reaper.js';
import { killUnderTaskLock } from './kill-under-task-lock.js';

/** wake_oom_reaper: two lockless tests whether it is queued already, then the push. */
const wakeOomReaper: Fragment = () => ({
  initial: 'is_head',
  description: 'Queues the victim for the oom_reaper unless it is queued.',
  states: {
    is_head: doing('Is it the head of the list? (no lock)', call('oom_reaper_list', 'is_head', { task: '$chosen' }), {
      queued: 'queued',
      not_head: 'has_next',
    }),
    has_next: doing('Has it a successor? (no lock)', call('oom_reaper_list', 'has_next', { task: '$chosen' }), {
      queued: 'queued',
      not_queued: 'push',
    }),
    push: doing('Pushes it, under oom_reaper_lock.', call('oom_reaper_list', 'push', { task: '$chosen' }), {
      pushed: 'queued',
    }),
    queued: returns('queued'),
  },
});

/** The kill up to v4.6: a victim is marked by TIF_MEMDIE; one that is dying anyway is not handed to the reaper. */
const oomKillProcess: Fragment = (use) =>
  killUnderTaskLock(use, {
    mark: 'set_memdie',
    dying: {
      task_will_free_mem: doing('Is it dying anyway?', call('$chosen.task_struct', 'task_will_free_mem'), {
        yes: 'mark_dying',
        no: 'task_unlock',
      }),
      mark_dying: doing('Then it is only marked.', call('$chosen.task_struct', 'set_memdie'), {
        marked: 'unlock_dying',
      }),
    },
  });

/**
 * v4.0 to v4.6: TIF_MEMDIE is cleared when the victim has dropped its mm, SIGKILL comes before the mark, and the
 * oom_reaper frees a victim's memory without it.
 *
 * Read in mm/oom_kill.c at 29c696e1c6ec with the two later fixes of 4.6-rc. In a memcg OOM v4.6 does not pass through
 * out_of_memory and does not sleep after a kill.
 */
export const oomReaper: Patch = {
  id: 'oom-reaper',
  commits: [
    { id: '49550b605587', subject: 'oom: add helpers for setting and clearing TIF_MEMDIE', evidence: 'message' },
    { id: 'aac453635549', subject: 'mm, oom: introduce oom reaper', evidence: 'message' },
    { id: '03049269de43', subject: 'mm, oom_reaper: implement OOM victims queuing', evidence: 'message' },
  ],
  summary: 'The oom_reaper kernel thread frees a victim’s memory; TIF_MEMDIE ends with exit_mm.',
  cast: [oom_reaper_list, clock, oom_reaper],
  machines: {
    task_struct: {
      guards: {
        memdieBlocks: (context) => context['gone'] !== true && context['memdie'] === true,
        // oom_badness looks for the mm in all threads of the process.
        isScannable: (context) =>
          context['gone'] !== true &&
          (context['mm'] === true || (context['sharing'] as readonly Value[]).length > 0) &&
          context['unkillable'] === false,
        isInOther: (context) => context['mm'] === false && (context['sharing'] as readonly Value[]).length > 0,
        willFreeMem: (context) => context['mm'] === true && context['exiting'] === true,
      },
      replace: {
        oom_scan_process_thread: () => ({
          on: {
            oom_scan_process_thread: [
              { guard: 'memdieBlocks', actions: [reply('abort')] },
              { guard: 'isScannable', actions: [reply('ok', { adj: '$adj' })] },
              { actions: [reply('continue')] },
            ],
          },
        }),
        find_lock_task_mm: () => ({
          on: {
            has_mm: HAS_MM,
            task_lock: { guard: 'isUnlocked', actions: [set({ locked: true }), reply('locked')] },
            task_unlock: { actions: [set({ locked: false }), reply('unlocked')] },
            find_lock_task_mm: [
              { guard: 'isUnlockedWithMm', actions: [set({ locked: true }), reply('found')] },
              { ...FOUND_IN_OTHER, guard: 'isInOther' },
              { guard: is('$mm', false), actions: [reply('no_mm')] },
            ],
          },
        }),
      },
      add: {
        task_will_free_mem: () => ({
          on: {
            task_will_free_mem: [{ guard: 'willFreeMem', actions: [reply('yes')] }, { actions: [reply('no')] }],
          },
        }),
        exit_oom_victim: () => ({
          on: {
            exit_oom_victim: { actions: [set({ memdie: false }), reply('cleared')] },
            set_unkillable: { actions: [set({ unkillable: true }), reply('hidden')] },
          },
        }),
      },
    },
    task: {
      replace: {
        oom_kill_process: oomKillProcess,
        exit_mm: (use) => ({
          initial: 'down_read',
          description: 'Drops its mm, and only then its mark as victim.',
          states: {
            ...DROP_MM,
            mmput: use('mmput', { onDone: 'exit_oom_victim' }),
            exit_oom_victim: doing('Clears its TIF_MEMDIE.', call('task_struct', 'exit_oom_victim'), {
              cleared: 'left',
            }),
            left: returns('left'),
          },
        }),
      },
      add: { wake_oom_reaper: wakeOomReaper },
    },
  },
};
