import { call, doing, is, returned, returns, set, type Fragments } from '../../src/model/index.js';
import {
  BADNESS_CONTEXT,
  BADNESS_GUARDS,
  BADNESS_UPDATES,
  constrainedAlloc,
  OOM_BADNESS,
  TAKE_ADJ,
} from './badness.js';
import { ifShared, killSharers, SHARERS_CONTEXT, SHARERS_GUARDS, SHARERS_REFS, SHARERS_UPDATES } from './sharers.js';

/** What choosing a victim works with: where it looks, where the scan stands, and the best so far. */
export const KILL_CONTEXT = {
  scope: null,
  scanned: null,
  within: 0,
  chosen: null,
  points: 0,
  ...BADNESS_CONTEXT,
  ...SHARERS_CONTEXT,
} as const;
export const KILL_REFS = { scope: 'ref', scanned: 'ref', chosen: 'ref', ...SHARERS_REFS } as const;
export const KILL_GUARDS = { ...BADNESS_GUARDS, ...SHARERS_GUARDS } as const;
export const KILL_UPDATES = { ...BADNESS_UPDATES, ...SHARERS_UPDATES } as const;

export const KILL_OVER = set({ ...KILL_CONTEXT });

/**
 * The OOM killer of v3.11 (mm/oom_kill.c, mm/memcontrol.c): no lock of its own, TIF_MEMDIE as the mark of a victim.
 *
 * Not modelled: child processes (the kernel prefers to sacrifice one), panic_on_oom, oom_kill_allocating_task, and
 * oom_score_adj other than −1000 in a global OOM. All of them are *fewer* behaviours than the kernel.
 */
export const killerOf311: Fragments = {
  mem_cgroup_out_of_memory: (use) => ({
    initial: 'dyingCurrent',
    description:
      'Chooses a victim in the subtree of the memcg over its limit and kills it; says nothing if there is none.',
    exit: [KILL_OVER],
    states: {
      dyingCurrent: doing(
        'A current that is already dying only gets access to reserves.',
        call('task_struct', 'fatal_or_exiting'),
        {
          dying: 'mark_current',
          living: [
            { guard: 'adjusts', target: 'mem_cgroup_get_limit', actions: [set({ scope: '$over' })] },
            { target: 'scanTasks', actions: [set({ scope: '$over' })] },
          ],
        },
      ),
      mark_current: doing('Sets its own TIF_MEMDIE.', call('task_struct', 'set_memdie'), { marked: 'done' }),
      mem_cgroup_get_limit: constrainedAlloc('scanTasks'),
      scanTasks: use('scanTasks', {
        onDone: [{ guard: returned('chosen'), target: 'oom_kill_process' }, { target: 'done' }],
      }),
      oom_kill_process: use('oom_kill_process', { onDone: 'done' }),
      done: returns('done'),
    },
  }),
  scanTasks: (use) => ({
    initial: 'nextTask',
    description: 'Looks at the tasks one by one; not a snapshot.',
    states: {
      nextTask: doing(
        'The next task of the list.',
        call('cgroup', 'next_task', { memcg: '$scope', after: '$scanned', within: '$within' }),
        {
          task: { target: 'evaluateTask', actions: [set({ scanned: '$event.task', within: '$event.within' })] },
          end_of_list: [{ guard: is('$chosen', null), target: 'none' }, { target: 'chosen' }],
        },
      ),
      evaluateTask: use('evaluateTask', {
        onDone: [{ guard: returned('abort'), target: 'aborted' }, { target: 'nextTask' }],
      }),
      chosen: returns('chosen'),
      none: returns('none', 'No eligible task.'),
      aborted: returns('aborted', 'A victim is already on its way: wait for it.'),
    },
  }),
  evaluateTask: () => ({
    initial: 'oom_scan_process_thread',
    description: 'Is this task a victim already, eligible, or to be passed over?',
    states: {
      oom_scan_process_thread: doing(
        'TIF_MEMDIE, or exiting with its mm: abort. No mm or unkillable: next.',
        call('$scanned.task_struct', 'oom_scan_process_thread'),
        { abort: 'abort', continue: 'next', ok: { target: 'oom_badness', actions: [TAKE_ADJ] } },
      ),
      oom_badness: OOM_BADNESS,
      abort: returns('abort'),
      next: returns('next'),
    },
  }),
  killSharers: killSharers({ sparesMin: true }),
  oom_kill_process: (use) => ({
    initial: 'test_exiting',
    description: 'Marks the chosen task TIF_MEMDIE, then sends SIGKILL.',
    states: {
      test_exiting: doing('An exiting victim is only marked.', call('$chosen.task_struct', 'test_exiting'), {
        exiting: 'mark_exiting',
        staying: 'find_lock_task_mm',
      }),
      mark_exiting: doing('Sets TIF_MEMDIE.', call('$chosen.task_struct', 'set_memdie'), { marked: 'killed' }),
      find_lock_task_mm: doing('Has it still got its mm?', call('$chosen.task_struct', 'has_mm'), {
        found: ifShared('killSharers', 'set_memdie'),
        // The thread that still has the mm is the victim then.
        found_in: { target: 'find_lock_task_mm', reenter: true, actions: [set({ chosen: '$event.task' })] },
        no_mm: 'killed',
      }),
      killSharers: use('killSharers', { onDone: 'set_memdie' }),
      set_memdie: doing('Sets TIF_MEMDIE on the victim.', call('$chosen.task_struct', 'set_memdie'), {
        marked: 'send_sigkill',
      }),
      send_sigkill: doing(
        'Sends SIGKILL to the victim.',
        call('$chosen.task_struct', 'send_sigkill', { oom: '$scope' }),
        { sent: 'killed' },
      ),
      killed: returns('killed'),
    },
  }),
  out_of_memory: (use) => ({
    initial: 'dyingCurrent',
    description: 'The global OOM killer: every task of the machine is a candidate.',
    exit: [KILL_OVER],
    states: {
      dyingCurrent: doing(
        'A current that is already dying only gets access to reserves.',
        call('task_struct', 'fatal_or_exiting'),
        { dying: 'mark_current', living: { target: 'select_bad_process', actions: [set({ scope: 'root' })] } },
      ),
      mark_current: doing('Sets its own TIF_MEMDIE.', call('task_struct', 'set_memdie'), { marked: 'done' }),
      select_bad_process: use('scanTasks', {
        onDone: [
          { guard: returned('chosen'), target: 'oom_kill_process' },
          { guard: returned('none'), target: 'panic' },
          { target: 'done' },
        ],
      }),
      panic: doing('No killable task on the whole machine: panic.', call('dmesg', 'panic'), { printed: 'panic_end' }),
      oom_kill_process: use('oom_kill_process', { onDone: 'schedule_timeout_killable' }),
      schedule_timeout_killable: doing(
        'Gives the victim a jiffy to exit.',
        call('task_struct', 'schedule_timeout', { ms: 10 }),
        { running: 'done' },
      ),
      panic_end: returns('panic', 'The machine has stopped.'),
      done: returns('done'),
    },
  }),
};
