import {
  call,
  doing,
  is,
  returned,
  returns,
  set,
  type Fragment,
  type MachinePatch,
  type State,
  type Transition,
} from '../../src/model/index.js';
import { endCharge, hasFlag, inUserFault } from '../threads/charge.js';
import { tryCharge } from './try-charge.js';

/**
 * The parts that the mail's branches and v4.19 have in common: how try_charge uses mem_cgroup_oom when killing happens in
 * the charge path again.
 */
export interface ChargePath {
  /** mem_cgroup_oom itself: what the RFC and its review differ in. */
  readonly memCgroupOom: Fragment;
  /** What a charge does when no task could be killed: the two options of the founding mail. */
  readonly whenNoVictim: 'force' | 'nomem';
}

/** The task's fragments for killing from the charge path. */
export function chargePath({ memCgroupOom, whenNoVictim }: ChargePath): MachinePatch {
  return {
    context: { oomed: false },
    guards: {
      /** `__GFP_RETRY_MAYFAIL && oomed`: gives up after one successful OOM invocation. */
      givesUp: (context) => context['oomed'] === true && hasFlag(context, 'RETRY_MAYFAIL'),
      inFault: inUserFault,
      successUsesStock: (context, event) => event['output'] === 'OOM_SUCCESS' && Number(context['batch']) > 1,
    },
    updates: { endCharge: (context, event) => ({ ...endCharge(context, event), oomed: false }) },
    replace: {
      try_charge: (use) => tryCharge(use, DYING, { mem_cgroup_oom: afterOom(use, whenNoVictim) }),
    },
    add: { mem_cgroup_oom: memCgroupOom },
  };
}

const DYING = {
  dying: { op: 'dying_gate', description: 'An OOM victim, a fatal signal or PF_EXITING: the charge is forced.' },
};

/** The switch over enum oom_status. */
function afterOom(use: Parameters<Fragment>[0], whenNoVictim: ChargePath['whenNoVictim']): State {
  return use('mem_cgroup_oom', {
    onDone: [
      {
        guard: 'successUsesStock',
        target: 'consume_stock',
        actions: [set({ retries: '$maxRetries', oomed: true })],
      },
      {
        guard: returned('OOM_SUCCESS'),
        target: 'page_counter_try_charge',
        actions: [set({ retries: '$maxRetries', oomed: true })],
      },
      { guard: returned('OOM_FAILED'), target: whenNoVictim },
      { target: 'nomem' },
    ],
  });
}

/** Where the WARN about an unreclaimable memcg stands, if anywhere. */
export type Warns = 'kernel allocations' | 'always' | 'never';

/** The four results, as the mail's enum oom_status names them. */
const STATUS = {
  OOM_SUCCESS: returns('OOM_SUCCESS', 'Killed, or a victim is on its way: retry the charge.'),
  OOM_FAILED: returns('OOM_FAILED', 'No task to kill.'),
  OOM_ASYNC: returns('OOM_ASYNC', 'Recorded: the task sleeps at the end of its fault.'),
  OOM_SKIPPED: returns('OOM_SKIPPED', 'Not a case for the OOM killer.'),
} as const;

/**
 * mem_cgroup_oom with enum oom_status. The flag is read before the order is looked at here: the order is the caller's
 * own, so it makes no difference which comes first.
 */
export const memCgroupOom = ({ warns }: { readonly warns: Warns }): Fragment => {
  const costly: Transition = { guard: 'isCostly', target: 'OOM_SKIPPED' };
  const failed: readonly Transition[] = {
    'kernel allocations': [{ guard: 'inFault', target: 'OOM_FAILED' }, { target: 'WARN' }],
    always: [{ target: 'WARN' }],
    never: [{ target: 'OOM_FAILED' }],
  }[warns];
  const warn = doing('WARN: "Memory cgroup charge failed".', call('dmesg', 'WARN'), { printed: 'OOM_FAILED' });
  return (use) => ({
    initial: 'read_oom_kill_disable',
    description: 'Kills in the charge path, unless user space handles OOM itself.',
    states: {
      read_oom_kill_disable: doing('Who handles OOM?', call('$over', 'read_oom_kill_disable'), {
        killer_enabled: [costly, { target: 'mem_cgroup_out_of_memory' }],
        killer_disabled: [
          costly,
          { guard: 'inFault', target: 'OOM_ASYNC', actions: [set({ memcg_in_oom: '$over' })] },
          { target: 'OOM_SKIPPED' },
        ],
      }),
      mem_cgroup_out_of_memory: use('mem_cgroup_out_of_memory', {
        onDone: [{ guard: is('$event.output', 'progress'), target: 'OOM_SUCCESS' }, ...failed],
      }),
      ...(warns === 'never' ? {} : { WARN: warn }),
      ...STATUS,
    },
  });
};
