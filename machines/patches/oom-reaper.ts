import { call, doing, is, reply, returns, set, type Fragment, type Patch } from '../../src/model/index.js';
import { clock } from '../objects/clock.js';
import { oom_reaper_list } from '../objects/oom_reaper_list.js';
import { oom_reaper } from '../threads/oom_reaper.js';

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

/** The kill itself from v4.2 on: SIGKILL, then the mark, both under the victim's task_lock; then the reaper. */
const oomKillProcess: Fragment = (use) => ({
  initial: 'task_lock',
  description: 'Kills the chosen task and hands it to the oom_reaper.',
  states: {
    task_lock: doing('Holds its mm in place.', call('$chosen.task_struct', 'task_lock'), {
      locked: 'task_will_free_mem',
    }),
    task_will_free_mem: doing('Is it dying anyway?', call('$chosen.task_struct', 'task_will_free_mem'), {
      yes: 'mark_dying',
      no: 'task_unlock',
    }),
    mark_dying: doing('Then it is only marked.', call('$chosen.task_struct', 'set_memdie'), { marked: 'unlock_dying' }),
    unlock_dying: doing('Lets go of its mm.', call('$chosen.task_struct', 'task_unlock'), { unlocked: 'killed' }),
    task_unlock: doing('Lets go of its mm.', call('$chosen.task_struct', 'task_unlock'), {
      unlocked: 'find_lock_task_mm',
    }),
    find_lock_task_mm: doing(
      'Takes task_lock if there is still an mm.',
      call('$chosen.task_struct', 'find_lock_task_mm'),
      {
        found: 'send_sigkill',
        no_mm: 'killed',
      },
    ),
    send_sigkill: doing('Sends SIGKILL.', call('$chosen.task_struct', 'send_sigkill', { oom: '$scope' }), {
      sent: 'mark_oom_victim',
    }),
    mark_oom_victim: doing('Marks it as victim.', call('$chosen.task_struct', 'set_memdie'), {
      marked: 'unlock_killed',
    }),
    unlock_killed: doing('Lets go of its mm.', call('$chosen.task_struct', 'task_unlock'), {
      unlocked: 'wake_oom_reaper',
    }),
    wake_oom_reaper: use('wake_oom_reaper', { onDone: 'killed' }),
    killed: returns('killed'),
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
        isScannable: (context) => context['gone'] !== true && context['mm'] === true && context['unkillable'] === false,
        willFreeMem: (context) => context['mm'] === true && context['exiting'] === true,
      },
      replace: {
        oom_scan_process_thread: () => ({
          on: {
            oom_scan_process_thread: [
              { guard: 'memdieBlocks', actions: [reply('abort')] },
              { guard: 'isScannable', actions: [reply('ok')] },
              { actions: [reply('continue')] },
            ],
          },
        }),
        find_lock_task_mm: () => ({
          on: {
            has_mm: [{ guard: is('$mm', true), actions: [reply('found')] }, { actions: [reply('no_mm')] }],
            task_lock: { guard: 'isUnlocked', actions: [set({ locked: true }), reply('locked')] },
            task_unlock: { actions: [set({ locked: false }), reply('unlocked')] },
            find_lock_task_mm: [
              { guard: 'isUnlockedWithMm', actions: [set({ locked: true }), reply('found')] },
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
            down_read: doing('Takes mmap_sem for reading; blocks behind a writer.', call('mmap_sem', 'down_read'), {
              locked: 'drop_mm',
            }),
            drop_mm: doing('task->mm = NULL under task_lock.', call('task_struct', 'drop_mm'), { dropped: 'up_read' }),
            up_read: doing('Releases mmap_sem.', call('mmap_sem', 'up_read'), { unlocked: 'mmput' }),
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
