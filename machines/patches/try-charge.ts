import {
  call,
  doing,
  is,
  reply,
  returned,
  returns,
  set,
  type Fragments,
  type Patch,
  type State,
  type Transition,
  type Use,
} from '../../src/model/index.js';
import { CONSUME, REFILL } from '../threads/charge.js';
import { SELF } from '../threads/self.js';

/** What follows a charge that did not fit: the gates of try_charge in the kernel's order, up to the OOM killer. */
export interface Gates {
  /** The first gate, up to v5.15: what makes a task dying, so that its charge is forced. */
  readonly dying?: string;
  /** v5.4 to v5.17: before all other gates, GFP_ATOMIC forces the charge. */
  readonly atomicForces?: boolean;
  /** v5.18 on: at nomem, __GFP_HIGH (which GFP_ATOMIC has) forces the charge as __GFP_NOFAIL does. */
  readonly highForces?: boolean;
  /** v5.13 on: __GFP_NOFAIL does not force before the OOM killer was invoked. */
  readonly nofailKills?: boolean;
  /** v4.20 on: mem_cgroup_oom looks at the order first, and counts the OOM event itself. */
  readonly orderFirst?: boolean;
}

/**
 * try_charge (mm/memcontrol.c, v3.19 on) up to and without the OOM killer; `oom` gives the states from there on.
 *
 * The dying gate reads two or three words of one task; a victim's SIGKILL and its mark are set by others in between, but
 * each of them alone forces the charge, so reading them together adds and hides nothing.
 */
export function tryCharge(use: Use, gates: Gates, oom: { readonly [state: string]: State }): State {
  return {
    initial: 'retry',
    description: 'Charges, and decides what to do when it does not fit.',
    states: {
      retry: {
        initial: 'get_mem_cgroup_from_mm',
        description: 'The passes; each gate that gives up goes to nomem or to force.',
        states: passes(use, gates, oom),
        onDone: [
          { guard: returned('charged'), target: 'charged' },
          { guard: returned('force'), target: 'page_counter_charge' },
          // nomem: with __GFP_NOFAIL it falls through to force, whatever gate gave up.
          { guard: 'noFail', target: 'page_counter_charge' },
          ...(gates.highForces ? [{ guard: 'isAtomic', target: 'page_counter_charge' }] : []),
          { target: 'nomem' },
        ],
      },
      page_counter_charge: use('page_counter_charge', { onDone: 'charged' }),
      charged: returns('charged'),
      nomem: returns('nomem'),
    },
  };
}

/** What follows the label retry, up to where the charge is decided. */
function passes(use: Use, gates: Gates, oom: { readonly [state: string]: State }): NonNullable<State['states']> {
  // The order is the caller's own: looking at it is no step.
  const intoOom: readonly Transition[] = gates.orderFirst
    ? [{ guard: 'isCostly', target: 'nomem' }, { target: 'mem_cgroup_oom' }]
    : [{ target: 'memory_event_oom' }];
  return {
    get_mem_cgroup_from_mm: doing('Looks up the memcg, once.', call('cgroup', 'memcg_of', SELF), {
      memcg: [
        { guard: 'usesStock', target: 'consume_stock', actions: [set({ memcg: '$event.memcg' })] },
        { target: 'page_counter_try_charge', actions: [set({ memcg: '$event.memcg' })] },
      ],
    }),
    consume_stock: doing('Is a page left in the stock?', CONSUME, { hit: 'charged', miss: 'page_counter_try_charge' }),
    refill_stock: doing('Keeps the rest of the batch.', REFILL, { refilled: 'charged' }),
    drain_all_stock: use('drain_all_stock', { onDone: 'consume_stock' }),
    page_counter_try_charge: use('page_counter_try_charge', {
      onDone: [
        { guard: 'chargedBatch', target: 'refill_stock' },
        { guard: returned('charged'), target: 'charged' },
        { guard: 'batchTooLarge', target: 'consume_stock', actions: [set({ pages: 1 })] },
        ...(gates.atomicForces ? [{ guard: 'isAtomic', target: 'force' }] : []),
        ...(gates.dying === undefined ? WAITING : [{ target: 'dyingGate' }]),
      ],
    }),
    ...(gates.dying === undefined ? {} : dyingGate(gates.dying)),
    mem_cgroup_margin: use('mem_cgroup_margin', {
      onDone: [
        { guard: 'roomUsesStock', target: 'consume_stock' },
        { guard: returned('room'), target: 'page_counter_try_charge' },
        // Once a charge, and not again after a kill.
        { guard: 'drainsStock', target: 'drain_all_stock' },
        { guard: 'noRetry', target: 'nomem' },
        { guard: 'retryUsesStock', target: 'consume_stock', actions: ['useRetry'] },
        { guard: 'retriesLeft', target: 'page_counter_try_charge', actions: ['useRetry'] },
        { guard: 'givesUp', target: 'nomem' },
        ...(gates.dying === undefined
          ? [{ guard: 'hasPassedOom', target: 'task_is_dying' }, ...intoOom]
          : [...(gates.nofailKills ? [] : [{ guard: 'noFail', target: 'force' }]), { target: 'fatal_signal_pending' }]),
      ],
    }),
    ...(gates.dying === undefined ? passedOomGate(intoOom) : fatalGate(intoOom)),
    ...(gates.orderFirst ? {} : { memory_event_oom: oomEvent(oom) }),
    ...oom,
    charged: returns('charged'),
    force: returns('force', 'The charge is forced.'),
    nomem: returns('nomem'),
  };
}

/** A task whose fault is to sleep does not charge; nor does one that may not wait. */
const WAITING: readonly Transition[] = [
  { guard: 'inMemcgOom', target: 'nomem' },
  { guard: 'cannotWait', target: 'nomem' },
  { target: 'mem_cgroup_margin' },
];

const dyingGate = (dying: string): { readonly [state: string]: State } => ({
  dyingGate: doing(dying, call('task_struct', 'dying_gate'), { dying: 'force', living: WAITING }),
});

const fatalGate = (next: readonly Transition[]): { readonly [state: string]: State } => ({
  fatal_signal_pending: doing('The second dying gate.', call('task_struct', 'fatal_signal_pending'), {
    fatal: 'force',
    no_signal: next,
  }),
});

/** v5.16 on: a dying task gets no free pass, and gives up where the OOM killer has already done what it could. */
const passedOomGate = (next: readonly Transition[]): { readonly [state: string]: State } => ({
  task_is_dying: doing('It has called the OOM killer already: is it dying itself?', call('task_struct', 'dying_gate'), {
    dying: 'nomem',
    living: next,
  }),
});

/** Before v4.19 mem_cgroup_oom is a private record and then ENOMEM; after, it is a fragment of its own. */
const oomEvent = (oom: { readonly [state: string]: State }): State =>
  doing('Counts an OOM event, whatever comes of it.', call('$over', 'memory_event_oom'), {
    counted: 'mem_cgroup_oom' in oom ? 'mem_cgroup_oom' : { target: 'nomem', actions: ['mem_cgroup_oom'] },
  });

const counters: Fragments = {
  page_counter_try_charge: () => ({
    initial: 'add_level',
    description: 'Speculative add level by level; takes everything back when one level is above its limit.',
    entry: [set({ counter: '$memcg' })],
    exit: [set({ counter: null, counted: 0 })],
    states: {
      add_level: doing(
        'Adds unconditionally; others see the inflated usage from here.',
        call('$counter', 'page_counter_add', { pages: '$pages' }),
        {
          added: { target: 'compare_limit', actions: [set({ counted: '$event.usage' })] },
        },
      ),
      compare_limit: doing('Reads the limit.', call('$counter', 'compare_limit', { usage: '$counted' }), {
        within: [
          { guard: is('$event.parent', null), target: 'charged' },
          { target: 'add_level', actions: [set({ counter: '$event.parent', counted: 0 })] },
        ],
        above: { target: 'sub_failed', actions: [set({ over: '$counter', counted: 0 })] },
      }),
      sub_failed: doing('Takes it back where it failed.', call('$counter', 'page_counter_sub', { pages: '$pages' }), {
        subtracted: [
          { guard: is('$counter', '$memcg'), target: 'over_limit' },
          { target: 'sub_lower', actions: [set({ counter: '$memcg' })] },
        ],
      }),
      sub_lower: doing('Takes it back at a level below.', call('$counter', 'page_counter_sub', { pages: '$pages' }), {
        subtracted: [
          { guard: is('$event.parent', '$over'), target: 'over_limit' },
          { target: 'sub_lower', reenter: true, actions: [set({ counter: '$event.parent' })] },
        ],
      }),
      charged: returns('charged'),
      over_limit: returns('over_limit'),
    },
  }),
  page_counter_charge: () => ({
    initial: 'add_level',
    description: 'force: adds without a look at the limit.',
    entry: [set({ counter: '$memcg' })],
    exit: [set({ counter: null })],
    states: {
      add_level: doing('One level.', call('$counter', 'page_counter_add', { pages: 1 }), {
        added: [
          { guard: is('$event.parent', null), target: 'forced' },
          { target: 'add_level', reenter: true, actions: [set({ counter: '$event.parent' })] },
        ],
      }),
      forced: returns('forced'),
    },
  }),
  mem_cgroup_margin: () => ({
    initial: 'read_usage',
    description: 'Reclaim freed nothing; has somebody else made room? Two lockless reads.',
    exit: [set({ counted: 0 })],
    states: {
      read_usage: doing('Reads usage.', call('$over', 'read_usage'), {
        usage: { target: 'read_limit', actions: [set({ counted: '$event.pages' })] },
      }),
      read_limit: doing('Reads the limit.', call('$over', 'read_margin', { usage: '$counted', pages: 1 }), {
        room: 'room',
        no_room: 'no_room',
      }),
      room: returns('room'),
      no_room: returns('no_room'),
    },
  }),
};

/**
 * v3.13 to v4.4: try_charge as one function; a task in memcg OOM gets ENOMEM, and what bypassed to root is forced onto
 * the same memcg.
 */
export const tryChargePatch: Patch = {
  id: 'try-charge',
  commits: [
    {
      id: '1f14c1ac19aa',
      subject: 'mm: memcg: do not allow task about to OOM kill to bypass the limit',
      evidence: 'message',
    },
    { id: 'a0d8b00a3381', subject: 'mm: memcg: do not declare OOM from __GFP_NOFAIL allocations', evidence: 'message' },
    { id: '00501b531c47', subject: 'mm: memcontrol: rewrite charge API', evidence: 'message' },
    {
      id: 'unknown',
      subject: 'memcg: bypassing to root becomes over-charging the same memcg (v4.4)',
      evidence: 'first version',
    },
  ],
  summary:
    'The charge loop becomes try_charge; bypassing to root becomes forcing on the same memcg; OOM events are counted.',
  machines: {
    memcg: {
      context: { oom_events: 0 },
      // Counted up to one: no transition tests it, outcomes only ask whether there was any.
      add: {
        oomEvent: () => ({ on: { memory_event_oom: { actions: [set({ oom_events: 1 }), reply('counted')] } } }),
      },
    },
    task_struct: {
      replace: {
        dyingGate: () => ({
          on: {
            dying_gate: [{ guard: 'isDying', actions: [reply('dying')] }, { actions: [reply('living')] }],
            fatal_or_exiting: [
              { guard: 'isFatalOrExiting', actions: [reply('dying')] },
              { actions: [reply('living')] },
            ],
          },
        }),
      },
    },
    task: {
      context: { counted: 0 },
      guards: {
        roomUsesStock: (context, event) => event['output'] === 'room' && Number(context['batch']) > 1,
        retryUsesStock: (context) => Number(context['retries']) > 0 && Number(context['batch']) > 1,
        retriesLeft: (context) => Number(context['retries']) > 0,
        /** __GFP_RETRY_MAYFAIL means nothing to a memcg charge before the RFC. */
        givesUp: () => false,
      },
      remove: ['mem_cgroup_do_charge', '__mem_cgroup_try_charge'],
      replace: {
        chargePage: (use) => ({
          initial: 'try_charge',
          description: 'Charges one page to the memcg of the current task.',
          exit: ['endCharge'],
          states: {
            try_charge: use('try_charge', {
              onDone: [
                { guard: returned('charged'), target: 'charged', actions: [set({ chargedTo: '$memcg' })] },
                { target: 'nomem' },
              ],
            }),
            charged: returns('charged'),
            nomem: returns('nomem'),
          },
        }),
      },
      add: {
        ...counters,
        try_charge: (use) =>
          tryCharge(use, { dying: 'TIF_MEMDIE, a fatal signal or PF_EXITING: the charge is forced.' }, {}),
      },
    },
  },
};
