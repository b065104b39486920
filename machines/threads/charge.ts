import {
  call,
  doing,
  is,
  post,
  returned,
  returns,
  set,
  type Context,
  type Fragment,
  type Fragments,
  type State,
  type Transition,
  type UpdateFunction,
} from '../../src/model/index.js';
import { handleOom } from './handle-oom.js';
import { SELF } from './self.js';

/** What a charge works with. `iter` walks a subtree; `check` is v3.11's oom_check. */
export const CHARGE_CONTEXT = {
  memcg: null,
  over: null,
  counter: null,
  iter: null,
  locked: false,
  kill: false,
} as const;
export const CHARGE_REFS = { memcg: 'ref', over: 'ref', counter: 'ref', iter: 'ref' } as const;

/** Forgets what a charge worked on: dead variables are no part of a state. */
export const endCharge: UpdateFunction = (context) => ({
  ...CHARGE_CONTEXT,
  check: false,
  drained: false,
  pages: context['batch'] ?? 1,
  retries: context['maxRetries'] ?? 0,
});

/** -EINTR: user and page cache pages are committed to root, uncounted; slab pages are forced onto the memcg. */
export const BYPASS = [{ guard: is('$op.kind', 'kmem'), target: 'res_counter_charge_nofail' }, { target: 'bypassed' }];

/** Whether the allocation of the present operation has a gfp flag. */
export function hasFlag(context: Context, flag: string): boolean {
  const op = context['op'] as { readonly gfp?: readonly string[] } | null;
  return op?.gfp?.includes(flag) === true;
}

/** Inside a user fault: what memcg_may_oom, later in_user_fault, says between handle_mm_fault's enter and exit. */
export function inUserFault(context: Context): boolean {
  const op = context['op'] as { readonly type?: string } | null;
  return op?.type === 'user_fault' || op?.type === 'optional_fault';
}

/** Takes one page from the stock of the task's CPU. */
export const CONSUME = call('stock', 'consume_stock', { memcg: '$memcg' });
/** Puts what the batch left over into the stock. */
export const REFILL = call('stock', 'refill_stock', { memcg: '$memcg', pages: { minus: ['$pages', 1] } });

/** drain_all_stock: the own stock at once, all others by a work item each. */
export const drain_all_stock: Fragment = () => ({
  initial: 'drain_local_stock',
  description: 'Empties the stocks: the own one at once, those of other CPUs some time later.',
  states: {
    drain_local_stock: doing('The own stock; queues the work for the others.', call('stock', 'drain_local_stock'), {
      drained: { target: 'drained', actions: [post('$stocks', 'drain_work'), set({ drained: true })] },
    }),
    drained: returns('drained'),
  },
});

/**
 * The first gate of v3.11 and v3.12. A slab page of a killed task, or with __GFP_NOFAIL, is not accounted at all
 * (memcg_kmem_newpage_charge); that of a task which only has TIF_MEMDIE yet is forced onto its memcg.
 */
export const entryGate: { readonly [state: string]: State } = {
  memdie_or_fatal: doing('A dying task bypasses the limit: charged to root.', call('task_struct', 'memdie_or_fatal'), {
    fatal: 'bypassed',
    memdie: [{ guard: 'isSlab', target: 'lookUpToForce' }, { target: 'bypassed' }],
    living: [{ guard: 'noFailSlab', target: 'bypassed' }, { target: 'again' }],
  }),
  lookUpToForce: doing('Looks up the memcg to force it on.', call('cgroup', 'memcg_of', SELF), {
    memcg: { target: 'res_counter_charge_nofail', actions: [set({ memcg: '$event.memcg' })] },
  }),
};

/** RETRY: a user page looks its memcg up again, a slab page was given one for good (memcg_charge_kmem). */
export const retrying: readonly Transition[] = [
  { guard: 'retriesSlabFromStock', target: 'consume_stock' },
  { guard: 'retriesSlab', target: 'fatal_signal_pending' },
  { guard: returned('retry'), target: 'again' },
];

/** What one pass of mem_cgroup_do_charge does once the counters have said yes or no. */
export const attempted: readonly Transition[] = [
  { guard: returned('charged'), target: 'charged' },
  { guard: 'batchTooLarge', target: 'retry', actions: [set({ pages: 1 })] },
  { guard: 'cannotWait', target: 'wouldblock' },
  { guard: 'noRetry', target: 'nomem' },
  // mem_cgroup_reclaim drains from its second round on.
  { guard: 'usesStock', target: 'drain_all_stock' },
  { target: 'mem_cgroup_margin' },
];

/**
 * The charge of v3.11 (mm/memcontrol.c): loops, kills and sleeps inside, with every lock of the caller held.
 *
 * A charge is one page; `batch` (CHARGE_BATCH, 32) is what the first attempt asks for, and what is over goes to the stock of
 * the task's CPU. Reclaim frees nothing, so its passes differ only in the retry counter (5 in the kernel, `retries` here).
 * Charge moving and swap accounting are left out: fewer behaviours.
 */
export const chargeOf311: Fragments = {
  chargePage: (use) => ({
    initial: '__mem_cgroup_try_charge',
    description: 'Charges one page to the memcg of the current task.',
    exit: ['endCharge'],
    states: {
      __mem_cgroup_try_charge: use('__mem_cgroup_try_charge', {
        onDone: [
          { guard: returned('charged'), target: 'charged', actions: [set({ chargedTo: '$memcg' })] },
          { guard: returned('bypassed'), target: 'bypassed' },
          { target: 'nomem' },
        ],
      }),
      charged: returns('charged'),
      bypassed: returns('bypassed', 'Charged to root, or not accounted at all.'),
      nomem: returns('nomem'),
    },
  }),
  __mem_cgroup_try_charge: (use) => ({
    initial: 'memdie_or_fatal',
    description: 'The charge loop; user and page cache pages never get ENOMEM from it.',
    states: {
      ...entryGate,
      again: doing('Looks up the memcg of the task; every retry looks again.', call('cgroup', 'memcg_of', SELF), {
        memcg: [
          { guard: 'usesStock', target: 'consume_stock', actions: [set({ memcg: '$event.memcg' })] },
          { target: 'fatal_signal_pending', actions: [set({ memcg: '$event.memcg' })] },
        ],
      }),
      consume_stock: doing('Is a page left in the stock?', CONSUME, { hit: 'charged', miss: 'fatal_signal_pending' }),
      fatal_signal_pending: doing('Killed meanwhile?', call('task_struct', 'fatal_signal_pending'), {
        fatal: BYPASS,
        no_signal: [
          {
            guard: 'checksOom',
            target: 'mem_cgroup_do_charge',
            actions: [set({ check: true, retries: '$maxRetries' })],
          },
          { target: 'mem_cgroup_do_charge', actions: [set({ check: false })] },
        ],
      }),
      mem_cgroup_do_charge: use('mem_cgroup_do_charge', {
        onDone: [
          { guard: 'chargedBatch', target: 'refill_stock' },
          { guard: returned('charged'), target: 'charged' },
          ...retrying,
          { guard: returned('wouldblock'), target: 'nomem' },
          { guard: 'diesAccounted', target: 'res_counter_charge_nofail' },
          { guard: returned('die'), target: 'bypassed' },
          { guard: 'neverFails', target: 'fatal_signal_pending', actions: ['useRetry'] },
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
  res_counter_charge_nofail: () => ({
    initial: 'charge_level',
    description: '-EINTR of a slab page: forced onto the counters of the same memcg.',
    entry: [set({ counter: '$memcg' })],
    exit: [set({ counter: null })],
    states: {
      charge_level: doing(
        'Adds without a look at the limit.',
        call('$counter', 'res_counter_charge_nofail', { pages: 1 }),
        {
          charged: [
            { guard: is('$event.parent', null), target: 'charged' },
            { target: 'charge_level', reenter: true, actions: [set({ counter: '$event.parent' })] },
          ],
        },
      ),
      charged: returns('charged'),
    },
  }),
  mem_cgroup_do_charge: (use) => ({
    initial: 'res_counter_charge',
    description: 'One pass: charge, else reclaim, else (if oom_check) the OOM killer.',
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
          no_room: [{ guard: is('$check', true), target: 'mem_cgroup_handle_oom' }, { target: 'nomem' }],
        },
      ),
      mem_cgroup_handle_oom: use('mem_cgroup_handle_oom', {
        onDone: [{ guard: returned('die'), target: 'die' }, { target: 'retry' }],
      }),
      charged: returns('charged'),
      retry: returns('retry'),
      wouldblock: returns('wouldblock', 'May not wait: no retries, no OOM.'),
      nomem: returns('nomem'),
      die: returns('die'),
    },
  }),
  drain_all_stock,
  res_counter_charge: () => ({
    initial: 'charge_level',
    description: 'Charges each level from the memcg to the root of its hierarchy; takes all back when one refuses.',
    entry: [set({ counter: '$memcg' })],
    exit: [set({ counter: null })],
    states: {
      charge_level: doing(
        'One level, tested and added under its spinlock.',
        call('$counter', 'res_counter_charge', { pages: '$pages' }),
        {
          charged: [
            { guard: is('$event.parent', null), target: 'charged' },
            { target: 'charge_level', reenter: true, actions: [set({ counter: '$event.parent' })] },
          ],
          over_limit: [
            { guard: is('$counter', '$memcg'), target: 'over_limit', actions: [set({ over: '$counter' })] },
            { target: 'unroll_level', actions: [set({ over: '$counter', counter: '$memcg' })] },
          ],
        },
      ),
      unroll_level: doing(
        'Takes back what a lower level was given.',
        call('$counter', 'res_counter_uncharge', { pages: '$pages' }),
        {
          uncharged: [
            { guard: is('$event.parent', '$over'), target: 'over_limit' },
            { target: 'unroll_level', reenter: true, actions: [set({ counter: '$event.parent' })] },
          ],
        },
      ),
      charged: returns('charged'),
      over_limit: returns('over_limit'),
    },
  }),
  ...handleOom,
};
