import {
  call,
  doing,
  is,
  returned,
  returns,
  set,
  type Fragment,
  type State,
  type Transition,
  type Use,
} from '../../src/model/index.js';

/** Where the WARN about an unreclaimable memcg stands, if anywhere. */
export type Warns = 'kernel allocations' | 'always' | 'never';

/** The four results, as the mail's enum oom_status names them. */
const STATUS = {
  OOM_SUCCESS: returns('OOM_SUCCESS', 'Killed, or a victim is on its way: retry the charge.'),
  OOM_FAILED: returns('OOM_FAILED', 'No task to kill.'),
  OOM_ASYNC: returns('OOM_ASYNC', 'Recorded: the task sleeps at the end of its fault.'),
  OOM_SKIPPED: returns('OOM_SKIPPED', 'Not a case for the OOM killer.'),
} as const;

export interface MemCgroupOom {
  readonly warns: Warns;
  /** v4.20 on: the OOM event is counted here, after the look at the order (which the caller then takes). */
  readonly countsEvent?: boolean;
  /** v5.0 on: takes the oom_lock bits for as long as it kills, and whoever gets them notifies the eventfds. */
  readonly notifies?: boolean;
}

/**
 * mem_cgroup_oom with enum oom_status. The flag is read before the order is looked at here: the order is the caller's
 * own, so it makes no difference which comes first.
 */
export const memCgroupOom = ({ warns, countsEvent = false, notifies = false }: MemCgroupOom): Fragment => {
  const costly: readonly Transition[] = countsEvent ? [] : [{ guard: 'isCostly', target: 'OOM_SKIPPED' }];
  const failed: readonly Transition[] = {
    'kernel allocations': [{ guard: 'inFault', target: 'OOM_FAILED' }, { target: 'WARN' }],
    always: [{ target: 'WARN' }],
    never: [{ target: 'OOM_FAILED' }],
  }[warns];
  const warn = doing('WARN: "Memory cgroup charge failed".', call('dmesg', 'WARN'), { printed: 'OOM_FAILED' });
  return (use) => ({
    initial: countsEvent ? 'memory_event_oom' : 'read_oom_kill_disable',
    description: 'Kills in the charge path, unless user space handles OOM itself.',
    ...(notifies ? { exit: [set({ locked: false, iter: null })] } : {}),
    states: {
      ...(countsEvent ? { memory_event_oom } : {}),
      read_oom_kill_disable: doing('Who handles OOM?', call('$over', 'read_oom_kill_disable'), {
        killer_enabled: [...costly, { target: notifies ? 'mem_cgroup_mark_under_oom' : 'mem_cgroup_out_of_memory' }],
        killer_disabled: [
          ...costly,
          { guard: 'inFault', target: 'OOM_ASYNC', actions: [set({ memcg_in_oom: '$over' })] },
          { target: 'OOM_SKIPPED' },
        ],
      }),
      ...(notifies ? announcing(use) : {}),
      mem_cgroup_out_of_memory: use('mem_cgroup_out_of_memory', {
        onDone: notifies
          ? [
              { guard: 'progressLocked', target: 'unlock_progress' },
              { guard: returned('progress'), target: 'OOM_SUCCESS' },
              { guard: is('$locked', true), target: 'unlock_no_victim' },
              { target: 'OOM_FAILED' },
            ]
          : [{ guard: returned('progress'), target: 'OOM_SUCCESS' }, ...failed],
      }),
      ...(notifies ? { unlock_progress: unlock('OOM_SUCCESS'), unlock_no_victim: unlock('OOM_FAILED') } : {}),
      ...(warns === 'never' ? {} : { WARN: warn }),
      ...STATUS,
    },
  });
};

const memory_event_oom = doing('Counts an OOM event.', call('$over', 'memory_event_oom'), {
  counted: 'read_oom_kill_disable',
});

/**
 * Marks, tries the bits, notifies, unmarks: as mem_cgroup_oom_synchronize does, but under_oom is set only for a moment,
 * and whoever does not get the bits goes on to kill all the same.
 */
const announcing = (use: Use): { readonly [state: string]: State } => ({
  mem_cgroup_mark_under_oom: use('mem_cgroup_mark_under_oom', { onDone: 'mem_cgroup_oom_trylock' }),
  mem_cgroup_oom_trylock: doing(
    'Tries the oom_lock bits of the subtree.',
    call('memcg_oom_lock', 'oom_trylock', { memcg: '$over' }),
    {
      locked: { target: 'mem_cgroup_oom_notify', actions: [set({ locked: true, iter: '$over' })] },
      contended: 'mem_cgroup_unmark_under_oom',
    },
  ),
  mem_cgroup_oom_notify: use('mem_cgroup_oom_notify', { onDone: 'mem_cgroup_unmark_under_oom' }),
  mem_cgroup_unmark_under_oom: use('mem_cgroup_unmark_under_oom', { onDone: 'mem_cgroup_out_of_memory' }),
});

/** Wakes nobody: nobody sleeps while the killer is enabled. */
const unlock = (next: string): State =>
  doing('Clears the bits of the subtree.', call('memcg_oom_lock', 'oom_unlock', { memcg: '$over' }), {
    unlocked: next,
  });
