import {
  call,
  doing,
  is,
  reply,
  returned,
  returns,
  set,
  tell,
  type Fragment,
  type Op,
  type Patch,
} from '../../src/model/index.js';
import { hasFlag } from '../threads/charge.js';
import { SELF } from '../threads/self.js';
import { exitOf311 } from '../threads/exit.js';
import { globalOom } from '../threads/fault.js';
import { OOM_BADNESS } from '../threads/kill.js';
import { killUnderTaskLock } from './kill-under-task-lock.js';
import { outOfMemory } from './out-of-memory.js';
import { oomReapTaskMm, reapMm, reapThenSkip } from './reaper-variants.js';

/** The OOM killer of a memcg from v4.9 on: out_of_memory under oom_lock. */
const memCgroupOutOfMemory: Fragment = (use) => ({
  initial: 'mutex_lock',
  description: 'Under oom_lock, taken uninterruptibly: kills in the subtree of the memcg over its limit.',
  states: {
    mutex_lock: doing(
      'Waits for oom_lock; nothing is looked at again once it has it.',
      call('oom_lock', 'mutex_lock', SELF),
      {
        locked: { target: 'out_of_memory', actions: [set({ scope: '$over' })] },
      },
    ),
    out_of_memory: use('out_of_memory', {
      onDone: [{ guard: returned('progress'), target: 'unlock_progress' }, { target: 'unlock_no_victim' }],
    }),
    unlock_progress: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'progress' }),
    unlock_no_victim: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'no_victim' }),
    progress: returns('progress'),
    no_victim: returns('no_victim'),
  },
});

/** The kill from v4.9 on, with the victim's mm remembered in its signal_struct. */
const oomKillProcess: Fragment = (use) =>
  killUnderTaskLock(use, {
    mark: 'mark_oom_victim',
    dying: {
      task_will_free_mem: doing('Is it dying anyway?', call('$chosen.task_struct', 'task_will_free_mem'), {
        yes: 'test_oom_skip',
        no: 'task_unlock',
      }),
      test_oom_skip: doing('And not reaped yet?', call('$chosen.mm', 'test_oom_skip'), {
        clear: 'mark_dying',
        set: 'task_unlock',
      }),
      mark_dying: doing('Then it is only marked.', call('$chosen.task_struct', 'mark_oom_victim'), {
        marked: 'wake_for_dying',
      }),
      wake_for_dying: use('wake_oom_reaper', { onDone: 'unlock_dying' }),
    },
  });

/**
 * v4.7 to v4.13: signal->oom_mm marks a victim for good, MMF_OOM_SKIP says that its mm is done with, and memcg OOMs go
 * through out_of_memory.
 *
 * TIF_MEMDIE is no longer tested by anybody whom the model has; it is left out with the step that clears it. The test and
 * set of TIF_MEMDIE, the cmpxchg of oom_mm and MMF_OOM_VICTIM are one step here: all three happen under the victim's
 * task_lock, which keeps its mm in place.
 */
export const oomMm: Patch = {
  id: 'oom-mm',
  commits: [
    { id: '3da88fb3bacf', subject: 'mm, oom: move GFP_NOFS check to out_of_memory', evidence: 'message' },
    {
      id: 'unknown',
      subject: 'mm, oom: signal->oom_mm and MMF_OOM_SKIP replace TIF_MEMDIE as the mark of a victim (v4.8 to v4.10)',
      evidence: 'first version',
    },
  ],
  summary: 'A victim is known by signal->oom_mm until MMF_OOM_SKIP is set; memcg OOMs pass through out_of_memory.',
  machines: {
    task_struct: {
      context: { oom_mm: false },
      guards: {
        isDying: (context) => context['oom_mm'] === true || context['sigkill'] === true || context['exiting'] === true,
        isOomVictim: (context) => context['gone'] !== true && context['oom_mm'] === true,
        willFreeMem: (context) =>
          context['mm'] === true && (context['sigkill'] === true || context['exiting'] === true),
      },
      remove: ['oom_scan_process_thread', 'exit_oom_victim'],
      replace: {
        victimMark: () => ({
          on: {
            mark_oom_victim: { actions: [set({ oom_mm: true }), tell('mm', 'set_oom_victim'), reply('marked')] },
          },
        }),
      },
      add: {
        oom_evaluate_task: () => ({
          on: {
            oom_evaluate_task: [
              { guard: 'isOomVictim', actions: [reply('oom_victim')] },
              { guard: 'isScannable', actions: [reply('candidate')] },
              { actions: [reply('next')] },
            ],
          },
        }),
      },
    },
    mm: {
      context: { oom_skip: false, oom_victim: false },
      add: {
        MMF_OOM_SKIP: () => ({
          on: {
            test_oom_skip: [{ guard: is('$oom_skip', true), actions: [reply('set')] }, { actions: [reply('clear')] }],
            set_oom_skip: { actions: [set({ oom_skip: true }), reply('done')] },
            set_oom_victim: { actions: [set({ oom_victim: true })] },
            // exit_mmap: mmu_notifier_release, then the flag; no one else changes either of them at that time.
            test_oom_victim: [
              { guard: is('$oom_victim', true), actions: [set({ notifier: false }), reply('oom_victim')] },
              { actions: [set({ notifier: false }), reply('no_oom_victim')] },
            ],
          },
        }),
      },
      replace: {
        oom_badness: () => ({
          on: {
            oom_badness: [
              { guard: is('$oom_skip', true), actions: [reply('points', { points: 0 })] },
              { guard: 'hasPages', actions: ['countPages', reply('points', { points: '$count' }), set({ count: 0 })] },
              // rss 0 still counts 1: badness is clamped to at least one for an eligible task (≤ v5.4).
              { actions: [reply('points', { points: 1 })] },
            ],
          },
        }),
      },
    },
    task: {
      guards: {
        // Only pagefault_out_of_memory comes with gfp 0 and passes the gate.
        noFsGate: (context) =>
          hasFlag(context, 'NOFS') &&
          (context['scope'] !== 'root' || (context['op'] as Op | null)?.type === 'alloc_pages'),
        noneOnMachine: (context, event) => context['scope'] === 'root' && event['output'] === 'none',
      },
      replace: {
        exit_mm: exitOf311['exit_mm']!,
        mem_cgroup_out_of_memory: memCgroupOutOfMemory,
        oom_kill_process: oomKillProcess,
        out_of_memory: outOfMemory({ afterKill: 'schedule_timeout_killable' }),
        evaluateTask: () => ({
          initial: 'oom_evaluate_task',
          description: 'Is this task a victim already, eligible, or to be passed over?',
          states: {
            oom_evaluate_task: doing(
              'Is it a victim? Has it an mm?',
              call('$scanned.task_struct', 'oom_evaluate_task'),
              {
                oom_victim: 'test_oom_skip',
                candidate: 'oom_badness',
                next: 'next',
              },
            ),
            test_oom_skip: doing('Is its mm done with?', call('$scanned.mm', 'test_oom_skip'), {
              set: 'next',
              clear: 'abort',
            }),
            oom_badness: OOM_BADNESS,
            abort: returns('abort'),
            next: returns('next'),
          },
        }),
        pagefault_out_of_memory: (use) => ({
          initial: 'mutex_trylock',
          description: 'The fault returned VM_FAULT_OOM and nothing was recorded: the global OOM killer.',
          states: {
            mutex_trylock: doing(
              'If somebody is killing already, just fault again.',
              call('oom_lock', 'mutex_trylock', SELF),
              {
                locked: { target: 'out_of_memory', actions: [set({ scope: 'root' })] },
                busy: 'handled',
              },
            ),
            ...globalOom(use, 'oom_lock', 'Releases oom_lock.'),
          },
        }),
      },
    },
    oom_reaper: {
      remove: ['__oom_reap_task'],
      replace: { oom_reap_task: reapThenSkip },
      add: {
        oom_reap_task_mm: oomReapTaskMm({ underOomLock: true, skipsNotifiers: true }),
        __oom_reap_task_mm: reapMm({ asksNotifiers: false }),
      },
    },
  },
};
