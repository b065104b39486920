import { call, doing, returned, returns, set, reply, type Patch } from '../../src/model/index.js';
import { NOTIFY } from '../objects/memcg_oom_lock.js';
import { attempted, BYPASS, CONSUME, entryGate, hasFlag, inUserFault, REFILL, retrying } from '../threads/charge.js';
import { SELF } from '../threads/self.js';
import { globalOom } from '../threads/fault.js';
import { oomSynchronize } from './oom-synchronize.js';

/**
 * v3.12: a user fault only records that its memcg is in OOM; killing and sleeping wait until the fault is unwound.
 *
 * Kernel-mode charges get ENOMEM. Read at 3168ecbe1c04 (three days before v3.12): a task that is in memcg OOM bypasses
 * to root, __GFP_NOFAIL too (the fixes 1f14c1ac19aa and a0d8b00a3381 are v3.13's).
 */
export const oomAtEndOfFault: Patch = {
  id: 'oom-at-end-of-fault',
  commits: [
    { id: '3812c8c8f395', subject: 'mm: memcg: do not trap chargers with full callstack on OOM', evidence: 'source' },
    { id: 'fb2a6fc56be6', subject: 'mm: memcg: rework and document OOM waiting and wakeup', evidence: 'message' },
    { id: '4942642080ea', subject: 'mm: memcg: handle non-error OOM situations more gracefully', evidence: 'message' },
  ],
  summary: 'The OOM killer and the sleep move from the charge to the end of the user fault; system calls get ENOMEM.',
  machines: {
    task: {
      context: { memcg_in_oom: null },
      refs: { memcg_in_oom: 'ref' },
      guards: {
        inMemcgOom: (context) => context['memcg_in_oom'] !== null,
        wouldBlockNoFail: (context, event) => event['output'] === 'wouldblock' && hasFlag(context, 'NOFAIL'),
        lastPass: (context) => context['check'] === true,
      },
      updates: {
        /** mem_cgroup_oom: no step of its own, it only touches the task's private record. */
        mem_cgroup_oom: (context) => (inUserFault(context) ? { memcg_in_oom: context['over'] ?? null } : {}),
        /** handle_mm_fault's end: a fault that succeeded all the same drops the record. */
        endOp: () => ({ op: null, lock: null, left: null, chargedTo: null, memcg_in_oom: null }),
      },
      replace: {
        __mem_cgroup_try_charge: (use) => ({
          initial: 'memdie_or_fatal',
          description: 'The charge loop; it neither kills nor sleeps.',
          states: {
            ...entryGate,
            again: doing('Looks up the memcg of the task; every retry looks again.', call('cgroup', 'memcg_of', SELF), {
              memcg: [
                {
                  guard: 'slabInMemcgOom',
                  target: 'res_counter_charge_nofail',
                  actions: [set({ memcg: '$event.memcg' })],
                },
                // Already in memcg OOM in this fault: to root (nomem only from v3.13 on, corpus B09).
                { guard: 'inMemcgOom', target: 'bypassed' },
                { guard: 'usesStock', target: 'consume_stock', actions: [set({ memcg: '$event.memcg' })] },
                { target: 'fatal_signal_pending', actions: [set({ memcg: '$event.memcg' })] },
              ],
            }),
            consume_stock: doing('Is a page left in the stock?', CONSUME, {
              hit: 'charged',
              miss: 'fatal_signal_pending',
            }),
            fatal_signal_pending: doing('Killed meanwhile?', call('task_struct', 'fatal_signal_pending'), {
              fatal: BYPASS,
              no_signal: [
                { guard: 'checksOom', target: 'mem_cgroup_do_charge', actions: [set({ check: true })] },
                { target: 'mem_cgroup_do_charge', actions: [set({ check: false })] },
              ],
            }),
            mem_cgroup_do_charge: use('mem_cgroup_do_charge', {
              onDone: [
                { guard: 'chargedBatch', target: 'refill_stock' },
                { guard: returned('charged'), target: 'charged' },
                ...retrying,
                // WOULDBLOCK and NOFAIL: to root (a slab page with NOFAIL never came here).
                { guard: 'wouldBlockNoFail', target: 'bypassed' },
                { guard: returned('wouldblock'), target: 'nomem' },
                { guard: 'retriesPass', target: 'fatal_signal_pending', actions: ['useRetry'] },
                { guard: 'noFail', target: 'bypassed' },
                { target: 'nomem' },
              ],
            }),
            refill_stock: doing('Keeps the rest of the batch.', REFILL, { refilled: 'charged' }),
            res_counter_charge_nofail: use('res_counter_charge_nofail', { onDone: 'charged' }),
            charged: returns('charged'),
            bypassed: returns('bypassed'),
            nomem: returns('nomem'),
          },
        }),
        mem_cgroup_do_charge: (use) => ({
          initial: 'res_counter_charge',
          description: 'One pass: charge, else reclaim, else (last pass) record the OOM.',
          states: {
            res_counter_charge: use('res_counter_charge', {
              onDone: attempted,
            }),
            drain_all_stock: use('drain_all_stock', { onDone: 'mem_cgroup_margin' }),
            mem_cgroup_margin: doing(
              'Reclaim freed nothing; has somebody else made room?',
              call('$over', 'res_counter_margin', { pages: 1 }),
              {
                room: 'retry',
                no_room: [{ guard: 'lastPass', target: 'nomem', actions: ['mem_cgroup_oom'] }, { target: 'nomem' }],
              },
            ),
            charged: returns('charged'),
            retry: returns('retry'),
            wouldblock: returns('wouldblock', 'May not wait: no retries, no OOM.'),
            nomem: returns('nomem'),
          },
        }),
        pagefault_out_of_memory: (use) => ({
          // x86 lets a killed task in user mode through from here on, so that its record is unwound.
          initial: 'try_set_zonelist_oom',
          description: 'The fault returned VM_FAULT_OOM and nothing was recorded: the global OOM killer.',
          states: {
            try_set_zonelist_oom: doing('Only one at a time.', call('zonelist_oom', 'mutex_trylock', SELF), {
              locked: 'out_of_memory',
              busy: 'handled',
            }),
            ...globalOom(use, 'zonelist_oom', 'Lets the next one in.'),
          },
        }),
      },
      add: {
        mem_cgroup_oom_synchronize: oomSynchronize(),
      },
      remove: ['mem_cgroup_handle_oom'],
    },
    memcg_oom_lock: {
      remove: ['mem_cgroup_oom_lock'],
      replace: {
        mem_cgroup_oom_notify: () => ({
          // The list walk takes no lock (corpus B12); its nodes' lifetimes are not modelled.
          on: {
            oom_notify: { actions: ['walkOn', NOTIFY, reply('notified', { next: '$walked' }), set({ walked: null })] },
          },
        }),
        mem_cgroup_oom_unlock: () => ({
          on: { oom_unlock: { actions: ['unlockSubtree', reply('unlocked')] } },
        }),
      },
      add: {
        mem_cgroup_oom_trylock: () => ({
          on: {
            oom_trylock: [
              { guard: 'subtreeUnlocked', actions: ['lockSubtree', reply('locked')] },
              { actions: [reply('contended')] },
            ],
          },
        }),
      },
    },
  },
};
