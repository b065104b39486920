import { allOps, is, reply, set, tell, type MachineSpec, type Value } from '../../src/model/index.js';

const dead = (context: { readonly [field: string]: unknown }): boolean => context['gone'] === true;

const without = (list: Value | undefined, task: Value | undefined): Value =>
  (list as readonly Value[]).filter((one) => one !== task);

/** Another thread of the process still has the mm. */
export const FOUND_IN_OTHER = {
  guard: 'otherHasMm',
  actions: ['findOther', reply('found_in', { task: '$found' }), set({ found: null })],
};

/** find_lock_task_mm without the lock: the task's own mm, else that of another thread of the process. */
export const HAS_MM = [
  { guard: is('$mm', true), actions: [reply('found', { sharers: '$sharers' })] },
  FOUND_IN_OTHER,
  { actions: [reply('no_mm')] },
];

/**
 * A task_struct with its signal_struct: what other tasks read and write of a task.
 *
 * The signal_struct has no object of its own: each thread of a process has a copy, and what changes it tells the others in
 * the same step, as siglock does, also those that are gone: a leader stays as a zombie while a thread lives. `siblings` are the
 * other threads, `remaining` those of them that are not gone, `sharing` those that still have their mm, `living` those that
 * are not exiting. The task state changes by `tell` (from the wait
 * queue) and by SIGKILL; `schedule` is enabled iff the task is running or has a fatal signal in a killable sleep.
 * `task_lock` excludes the step in which the owner drops its mm.
 */
export const task_struct: MachineSpec = {
  id: 'task_struct',
  kind: 'object',
  description: 'A task_struct: state, pending SIGKILL, TIF_MEMDIE, PF_EXITING, whether it still has its mm.',
  refs: { sharers: 'list', siblings: 'set', remaining: 'set', sharing: 'set', living: 'set', found: 'ref' },
  context: (input) => ({
    siblings: input['siblings'] ?? [],
    remaining: input['siblings'] ?? [],
    sharing: input['siblings'] ?? [],
    living: input['siblings'] ?? [],
    found: null,
    state: 'running',
    sigkill: false,
    memdie: false,
    exiting: false,
    mm: true,
    gone: false,
    /** oom_score_adj −1000: never chosen. */
    unkillable: input['unkillable'] === true,
    adj: input['adj'] ?? 0,
    sharers: input['sharers'] ?? [],
    locked: false,
  }),
  root: allOps('words', 'The words of the task that others may look at.'),
  guards: {
    runnable: (context) => context['state'] === 'running' || context['sigkill'] === true,
    isDying: (context) => context['memdie'] === true || context['sigkill'] === true || context['exiting'] === true,
    isFatalOrExiting: (context) => context['sigkill'] === true || context['exiting'] === true,
    isUnlocked: (context) => context['locked'] === false,
    isUnlockedWithMm: (context) => context['locked'] === false && context['mm'] === true,
    memdieBlocks: (context) => !dead(context) && context['memdie'] === true,
    exitingBlocks: (context) => !dead(context) && context['mm'] === true && context['exiting'] === true,
    isCandidate: (context) => !dead(context) && context['mm'] === true && context['unkillable'] === false,
    sharesNoMm: (context) => context['mm'] === false && (context['sharing'] as readonly Value[]).length === 0,
    otherHasMm: (context) => (context['sharing'] as readonly Value[]).length > 0,
  },
  updates: {
    findOther: (context) => ({ found: (context['sharing'] as readonly Value[])[0] ?? null }),
    forgetLife: (context, event) => ({ living: without(context['living'], event['task']) }),
    forgetMmOf: (context, event) => ({ sharing: without(context['sharing'], event['task']) }),
    forget: (context, event) => ({ remaining: without(context['remaining'], event['task']) }),
  },
  fragments: {
    schedule: () => ({
      on: {
        set_killable: { actions: [set({ state: 'killable' })] },
        set_running: { actions: [set({ state: 'running' })] },
        wake_up: { actions: [set({ state: 'running' })] },
        schedule: { guard: 'runnable', actions: [set({ state: 'running' }), reply('running')] },
        // A timed sleep: time may always have passed. `ms` is what the live host waits.
        schedule_timeout: { actions: [reply('running')] },
      },
    }),
    fatal_signal_pending: () => ({
      on: {
        fatal_signal_pending: [
          { guard: is('$sigkill', true), actions: [reply('fatal')] },
          { actions: [reply('no_signal')] },
        ],
        // On the way back to user mode a pending SIGKILL is delivered: the task does not return.
        return_to_user: [{ guard: is('$sigkill', true), actions: [reply('fatal')] }, { actions: [reply('user_mode')] }],
        await_sigkill: { guard: is('$sigkill', true), actions: [reply('fatal')] },
      },
    }),
    sendSigkill: () => ({
      on: {
        // To the process: one section under siglock marks every thread and wakes it.
        send_sigkill: {
          actions: [
            set({ sigkill: true, state: 'running' }),
            tell('$siblings.task_struct', 'group_sigkill'),
            reply('sent'),
          ],
        },
        group_sigkill: { actions: [set({ sigkill: true, state: 'running' })] },
      },
    }),
    dyingGate: () => ({
      on: {
        memdie_or_fatal: [
          { guard: is('$sigkill', true), actions: [reply('fatal')] },
          { guard: is('$memdie', true), actions: [reply('memdie')] },
          { actions: [reply('living')] },
        ],
        fatal_or_exiting: [{ guard: 'isFatalOrExiting', actions: [reply('dying')] }, { actions: [reply('living')] }],
      },
    }),
    victimMark: () => ({
      on: {
        set_memdie: { actions: [set({ memdie: true }), reply('marked', { sharers: '$sharers' })] },
        test_memdie: [{ guard: is('$memdie', true), actions: [reply('memdie')] }, { actions: [reply('not_memdie')] }],
      },
    }),
    oom_scan_process_thread: () => ({
      on: {
        oom_scan_process_thread: [
          { guard: 'memdieBlocks', actions: [reply('abort')] },
          { guard: 'exitingBlocks', actions: [reply('abort')] },
          { guard: 'isCandidate', actions: [reply('ok', { adj: '$adj' })] },
          { actions: [reply('continue')] },
        ],
      },
    }),
    find_lock_task_mm: () => ({
      on: {
        // Between looking and using it nothing is held in v3.11: it only finds out whether there is an mm.
        has_mm: HAS_MM,
        test_exiting: [{ guard: is('$exiting', true), actions: [reply('exiting')] }, { actions: [reply('staying')] }],
      },
    }),
    // One of the processes that may have the victim's mm, up to v4.7.
    sharesMm: () => ({
      on: {
        process_shares_mm: [
          { guard: 'sharesNoMm', actions: [reply('no_mm')] },
          { guard: is('$unkillable', true), actions: [reply('spared')] },
          { actions: [reply('shares')] },
        ],
      },
    }),
    exit_signals: () => ({
      on: {
        exit_signals: {
          actions: [
            set({ exiting: true }),
            tell('$siblings.task_struct', 'sibling_exits', { task: '$event.task' }),
            reply('exiting'),
          ],
        },
        sibling_exits: { actions: ['forgetLife'] },
      },
    }),
    exit_mm: () => ({
      on: {
        drop_mm: {
          guard: 'isUnlocked',
          actions: [
            set({ mm: false }),
            tell('$siblings.task_struct', 'sibling_dropped_mm', { task: '$event.task' }),
            reply('dropped'),
          ],
        },
        sibling_dropped_mm: { actions: ['forgetMmOf'] },
      },
    }),
    cgroup_exit: () => ({
      on: {
        cgroup_exit: {
          actions: [
            set({ gone: true }),
            tell('$siblings.task_struct', 'sibling_left', { task: '$event.task' }),
            reply('left'),
          ],
        },
        sibling_left: { actions: ['forget'] },
      },
    }),
  },
};
