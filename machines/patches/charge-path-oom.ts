import { returned, set, type Fragment, type MachinePatch, type State, type Use } from '../../src/model/index.js';
import { endCharge, hasFlag, inUserFault } from '../threads/charge.js';
import { tryCharge, type Gates } from './try-charge.js';

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
      try_charge: tryChargeThatKills({ gates: { dying: DYING }, whenNoVictim, remembers: 'oomed' }),
    },
    add: { mem_cgroup_oom: memCgroupOom },
  };
}

/** The first dying gate from v4.19 to v5.15. */
export const DYING = 'An OOM victim, a fatal signal or PF_EXITING: the charge is forced.';

/** What try_charge is about in the kernels that kill from it. */
export interface KillingCharge {
  readonly gates: Gates;
  readonly whenNoVictim: ChargePath['whenNoVictim'];
  /** The local variable that remembers a successful OOM invocation, where a later gate looks at it. */
  readonly remembers?: 'oomed' | 'passed_oom';
}

/** try_charge with the switch over enum oom_status. */
export const tryChargeThatKills =
  ({ gates, whenNoVictim, remembers }: KillingCharge): Fragment =>
  (use) =>
    tryCharge(use, gates, { mem_cgroup_oom: afterOom(use, whenNoVictim, remembers) });

function afterOom(use: Use, whenNoVictim: ChargePath['whenNoVictim'], remembers: KillingCharge['remembers']): State {
  const again = [set({ retries: '$maxRetries', ...(remembers && { [remembers]: true }) })];
  return use('mem_cgroup_oom', {
    onDone: [
      { guard: 'successUsesStock', target: 'consume_stock', actions: again },
      { guard: returned('OOM_SUCCESS'), target: 'page_counter_try_charge', actions: again },
      { guard: returned('OOM_FAILED'), target: whenNoVictim },
      { target: 'nomem' },
    ],
  });
}
