import {
  call,
  doing,
  is,
  reply,
  returns,
  set,
  tell,
  type Op,
  type Context,
  type Fragment,
  type Patch,
  type Value,
} from '../../src/model/index.js';
import { hasFlag } from '../threads/charge.js';
import { SELF } from '../threads/self.js';
import { exitOf311 } from '../threads/exit.js';
import { globalOom } from '../threads/fault.js';
import { OOM_BADNESS_OR_SKIP, TAKE_ADJ } from '../threads/badness.js';
import { killSharers, sharersWillFreeMem } from '../threads/sharers.js';
import { memCgroupOutOfMemory } from './mem-cgroup-out-of-memory.js';
import { oomKillProcess } from './oom-kill-process.js';
import { outOfMemory } from './out-of-memory.js';
import { oomReapTaskMm, reapMm, reapThenSkip } from './reaper-variants.js';

/**
 * mark_oom_victim: signal->oom_mm is the process's, so every thread of it is marked. MMF_OOM_VICTIM (v4.15 to v6.0) is set
 * with it.
 */
export const victimMark =
  ({ tellsMm }: { readonly tellsMm: boolean }): Fragment =>
  () => ({
    on: {
      mark_oom_victim: {
        actions: [
          set({ oom_mm: true }),
          tell('$siblings.task_struct', 'group_oom_mm'),
          ...(tellsMm ? [tell('mm', 'set_oom_victim')] : []),
          reply('marked', { sharers: '$sharers' }),
        ],
      },
      group_oom_mm: { actions: [set({ oom_mm: true })] },
    },
  });

/** What oom_evaluate_task asks of a task. From v5.2 to v5.5 the iterator passes over a process that is dying. */
export const oomEvaluateTask =
  ({ passesDying }: { readonly passesDying: boolean }): Fragment =>
  () => ({
    on: {
      oom_evaluate_task: [
        // The iterator's look at signal->live, one step before this one, with nothing in between.
        ...(passesDying ? [{ guard: 'allThreadsExit', actions: [reply('next')] }] : []),
        { guard: 'isOomVictim', actions: [reply('oom_victim')] },
        { guard: 'isScannable', actions: [reply('candidate', { adj: '$adj' })] },
        { actions: [reply('next')] },
      ],
    },
  });

/** The process was killed, or its last thread is exiting. */
const processDies = (context: Context): boolean =>
  context['sigkill'] === true ||
  (context['exiting'] === true && (context['remaining'] as readonly Value[]).length === 0);

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
        willFreeMem: (context) => context['mm'] === true && processDies(context),
        processDies,
      },
      remove: ['oom_scan_process_thread', 'exit_oom_victim'],
      replace: {
        task_will_free_mem: () => ({
          on: {
            task_will_free_mem: [
              { guard: 'willFreeMem', actions: [reply('yes', { sharers: '$sharers' })] },
              { actions: [reply('no')] },
            ],
            // Of another process with the mm: one that has dropped it is no obstacle.
            process_will_free_mem: [
              { guard: 'sharesNoMm', actions: [reply('yes')] },
              { guard: 'processDies', actions: [reply('yes')] },
              { actions: [reply('no')] },
            ],
          },
        }),
        // Nobody is spared any more.
        sharesMm: () => ({
          on: {
            process_shares_mm: [{ guard: 'sharesNoMm', actions: [reply('no_mm')] }, { actions: [reply('shares')] }],
          },
        }),
        victimMark: victimMark({ tellsMm: true }),
      },
      add: {
        oom_evaluate_task: oomEvaluateTask({ passesDying: false }),
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
              { guard: is('$oom_skip', true), actions: [reply('ineligible')] },
              { actions: ['countPages', reply('points', { points: '$count' }), set({ count: 0 })] },
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
        adjustsMemcg: (context) => context['adjusts'] === true && context['scope'] !== 'root',
        noneOnMachine: (context, event) => context['scope'] === 'root' && event['output'] === 'none',
      },
      add: { sharersWillFreeMem },
      replace: {
        killSharers: killSharers({ sparesMin: false }),
        exit_mm: exitOf311['exit_mm']!,
        mem_cgroup_out_of_memory: memCgroupOutOfMemory(),
        oom_kill_process: oomKillProcess('wake_oom_reaper'),
        out_of_memory: outOfMemory({ afterKill: 'schedule_timeout_killable' }),
        evaluateTask: () => ({
          initial: 'oom_evaluate_task',
          description: 'Is this task a victim already, eligible, or to be passed over?',
          states: {
            oom_evaluate_task: doing(
              'Is it a victim? Has it an mm?',
              call('$scanned.task_struct', 'oom_evaluate_task', { scope: '$scope' }),
              {
                oom_victim: 'test_oom_skip',
                candidate: { target: 'oom_badness', actions: [TAKE_ADJ] },
                next: 'next',
              },
            ),
            test_oom_skip: doing('Is its mm done with?', call('$scanned.mm', 'test_oom_skip'), {
              set: 'next',
              clear: 'abort',
            }),
            oom_badness: OOM_BADNESS_OR_SKIP,
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
      remove: ['__oom_reap_task', 'exitMm'],
      replace: { oom_reap_task: reapThenSkip },
      add: {
        oom_reap_task_mm: oomReapTaskMm({ underOomLock: true, skipsNotifiers: true }),
        __oom_reap_task_mm: reapMm({ asksNotifiers: false }),
      },
    },
  },
};
