import { call, doing, returned, returns, set, type Fragment } from '../../src/model/index.js';
import { constrainedAlloc } from '../threads/badness.js';
import { KILL_OVER } from '../threads/kill.js';
import { FORGET_SHARERS, ifShared } from '../threads/sharers.js';

export interface OutOfMemoryVariant {
  readonly afterKill: 'schedule_timeout_killable' | 'progress';
  /** What a memcg OOM without a victim prints; nothing up to v4.18. */
  readonly header?: boolean;
  /** Who hands the victim to the oom_reaper: from v5.18 on a timer that queue_oom_reaper arms. */
  readonly reaper?: ReaperQueue;
}

export type ReaperQueue = 'wake_oom_reaper' | 'queue_oom_reaper';

/**
 * out_of_memory (mm/oom_kill.c, v4.9 on), for a memcg (`scope` is one) and for the machine (`scope` is root). Always
 * under oom_lock. Returns `progress` also where it killed nobody: a victim is on its way, current is dying, or the
 * allocation may not enter the file system.
 *
 * Left out: panic_on_oom, oom_kill_allocating_task, notifiers that free memory, cpusets, child sacrifice, oom_group,
 * oom_score_adj for the whole machine. All of them are fewer behaviours.
 */
export const outOfMemory = ({
  afterKill,
  header = false,
  reaper = 'wake_oom_reaper',
}: OutOfMemoryVariant): Fragment => {
  const sleeps = afterKill === 'schedule_timeout_killable';
  return (use) => ({
    initial: 'task_will_free_mem',
    description: 'Chooses a victim in its scope and kills it.',
    exit: [KILL_OVER],
    states: {
      task_will_free_mem: doing('Is current dying anyway?', call('task_struct', 'task_will_free_mem'), {
        yes: ifShared('test_oom_skip_shared', 'test_oom_skip'),
        no: SELECT,
      }),
      test_oom_skip_shared: doing('And not reaped yet?', call('mm', 'test_oom_skip'), {
        clear: 'sharersWillFreeMem',
        set: SELECT.map((transition) => ({ ...transition, actions: [...transition.actions, FORGET_SHARERS] })),
      }),
      sharersWillFreeMem: use('sharersWillFreeMem', {
        onDone: [{ guard: returned('yes'), target: 'mark_oom_victim' }, ...SELECT],
      }),
      test_oom_skip: doing('And not reaped yet?', call('mm', 'test_oom_skip'), {
        clear: 'mark_oom_victim',
        set: SELECT,
      }),
      mark_oom_victim: doing('Then current is the victim.', call('task_struct', 'mark_oom_victim'), {
        marked: { target: reaper, actions: [set({ chosen: '@self' })] },
      }),
      [reaper]: use(reaper, { onDone: 'progress' }),
      constrained_alloc: constrainedAlloc('select_bad_process'),
      select_bad_process: use('scanTasks', {
        onDone: [
          { guard: returned('chosen'), target: 'oom_kill_process' },
          { guard: 'noneOnMachine', target: 'panic' },
          { guard: returned('none'), target: header ? 'dump_header' : 'no_victim' },
          { target: 'progress' },
        ],
      }),
      oom_kill_process: use('oom_kill_process', { onDone: afterKill }),
      ...(sleeps ? { schedule_timeout_killable: jiffyUnderLock } : {}),
      panic: doing('No killable task on the whole machine: panic.', call('dmesg', 'panic'), { printed: 'panic_end' }),
      ...(header ? { dump_header: dumpHeader } : {}),
      panic_end: returns('panic', 'The machine has stopped.'),
      progress: returns('progress'),
      no_victim: returns('no_victim'),
    },
  });
};

/** An allocation that may not enter the file system returns at once, as if it had killed (corpus B34). */
const SELECT = [
  { guard: 'noFsGate', target: 'progress', actions: [] },
  { guard: 'adjustsMemcg', target: 'constrained_alloc', actions: [] },
  { target: 'select_bad_process', actions: [] },
];

const jiffyUnderLock = doing(
  'Gives the victim a jiffy, oom_lock held (corpus B16).',
  call('task_struct', 'schedule_timeout', { ms: 10 }),
  { running: 'progress' },
);

const dumpHeader = doing('Prints that no task is killable.', call('dmesg', 'no_killable_processes'), {
  printed: 'no_victim',
});
