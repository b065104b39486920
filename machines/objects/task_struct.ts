import { allOps, is, reply, set, type MachineSpec } from '../../src/model/index.js';

const dead = (context: { readonly [field: string]: unknown }): boolean => context['gone'] === true;

/**
 * A task_struct with its signal_struct: what other tasks read and write of a task.
 *
 * One thread a process, so the signal_struct needs no object of its own. The task state changes by `tell` (from the wait
 * queue) and by SIGKILL; `schedule` is enabled iff the task is running or has a fatal signal in a killable sleep.
 * `task_lock` excludes the step in which the owner drops its mm.
 */
export const task_struct: MachineSpec = {
  id: 'task_struct',
  kind: 'object',
  description: 'A task_struct: state, pending SIGKILL, TIF_MEMDIE, PF_EXITING, whether it still has its mm.',
  context: (input) => ({
    state: 'running',
    sigkill: false,
    memdie: false,
    exiting: false,
    mm: true,
    gone: false,
    /** oom_score_adj −1000: never chosen. */
    unkillable: input['unkillable'] === true,
    locked: false,
  }),
  root: allOps('alive', 'The words of the task that others may look at.'),
  guards: {
    runnable: (context) => context['state'] === 'running' || context['sigkill'] === true,
    isDying: (context) => context['memdie'] === true || context['sigkill'] === true || context['exiting'] === true,
    isFatalOrExiting: (context) => context['sigkill'] === true || context['exiting'] === true,
    isUnlocked: (context) => context['locked'] === false,
    isUnlockedWithMm: (context) => context['locked'] === false && context['mm'] === true,
    memdieBlocks: (context) => !dead(context) && context['memdie'] === true,
    exitingBlocks: (context) => !dead(context) && context['mm'] === true && context['exiting'] === true,
    isCandidate: (context) => !dead(context) && context['mm'] === true && context['unkillable'] === false,
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
      on: { send_sigkill: { actions: [set({ sigkill: true, state: 'running' }), reply('sent')] } },
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
        set_memdie: { actions: [set({ memdie: true }), reply('marked')] },
        test_memdie: [{ guard: is('$memdie', true), actions: [reply('memdie')] }, { actions: [reply('not_memdie')] }],
      },
    }),
    oom_scan_process_thread: () => ({
      on: {
        oom_scan_process_thread: [
          { guard: 'memdieBlocks', actions: [reply('abort')] },
          { guard: 'exitingBlocks', actions: [reply('abort')] },
          { guard: 'isCandidate', actions: [reply('ok')] },
          { actions: [reply('continue')] },
        ],
      },
    }),
    find_lock_task_mm: () => ({
      on: {
        // Between looking and using it nothing is held in v3.11: it only finds out whether there is an mm.
        has_mm: [{ guard: is('$mm', true), actions: [reply('found')] }, { actions: [reply('no_mm')] }],
        test_exiting: [{ guard: is('$exiting', true), actions: [reply('exiting')] }, { actions: [reply('staying')] }],
      },
    }),
    exit_signals: () => ({ on: { exit_signals: { actions: [set({ exiting: true }), reply('exiting')] } } }),
    exit_mm: () => ({
      on: { drop_mm: { guard: 'isUnlocked', actions: [set({ mm: false }), reply('dropped')] } },
    }),
    cgroup_exit: () => ({ on: { cgroup_exit: { actions: [set({ gone: true }), reply('left')] } } }),
  },
};
