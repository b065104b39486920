import { allOps, reply, set, tell, type Context, type MachineSpec, type Value } from '../../src/model/index.js';

type Names = readonly string[];

/** Signals every eventfd registered with one memcg: what the list walk of mem_cgroup_oom_notify_cb does. */
export const NOTIFY = tell({ entry: ['$listeners', '$event.memcg'] }, 'eventfd_signal');

/** The memcgs of a subtree, itself first, in pre-order: `for_each_mem_cgroup_tree`. */
const subtree = (context: Context, memcg: Value | undefined): Names =>
  ((context['subtrees'] as { readonly [memcg: string]: Names })[String(memcg)] ?? [String(memcg)]) as Names;

const names = (value: Value | undefined): Names => (value ?? []) as Names;

/** Adds one entry for each name, keeping the multiset sorted so that equal sets are equal values. */
const added = (multiset: Names, more: Names): Names => [...multiset, ...more].sort();

/** Takes one entry of each name away; never below zero, as mem_cgroup_unmark_under_oom takes care. */
function removed(multiset: Names, fewer: Names): Names {
  const left = [...multiset];
  for (const name of fewer) {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** What comes after `memcg` in the pre-order walk of `of`'s subtree, or null. */
const nextInWalk = (context: Context, event: Context): Value => {
  const walk = subtree(context, event['of']);
  return walk[walk.indexOf(String(event['memcg'])) + 1] ?? null;
};

/**
 * What the spinlock memcg_oom_lock protects: the oom_lock bits and the eventfd lists of all memcgs, and under_oom.
 *
 * v3.11 (mm/memcontrol.c): under_oom is an atomic_t changed memcg by memcg outside the lock; the trylock over the
 * subtree, the enqueueing and the notification are one section (`held` between its parts, since it also reads
 * oom_kill_disable, which the lock does not protect).
 */
export const memcg_oom_lock: MachineSpec = {
  id: 'memcg_oom_lock',
  kind: 'object',
  description: 'The oom_lock bits, under_oom counts and eventfd lists of all memcgs.',
  refs: { oom_locked: 'set', under_oom: 'set' },
  holds: ['oom_locked', 'held'],
  context: (input) => ({
    oom_locked: [],
    under_oom: [],
    held: false,
    walked: null,
    subtrees: input['subtrees'] ?? {},
    listeners: input['listeners'] ?? {},
  }),
  root: allOps('unlocked', 'Each op is one section under the spinlock, or one atomic access of under_oom.'),
  guards: {
    sectionFree: (context) => context['held'] === false,
    sectionFreeAndSubtreeUnlocked: (context, event) =>
      context['held'] === false &&
      !subtree(context, event['memcg']).some((name) => names(context['oom_locked']).includes(name)),
    subtreeUnlocked: (context, event) =>
      !subtree(context, event['memcg']).some((name) => names(context['oom_locked']).includes(name)),
    sectionFreeUnderOom: (context, event) =>
      context['held'] === false && names(context['under_oom']).includes(String(event['memcg'])),
    isUnderOom: (context, event) => names(context['under_oom']).includes(String(event['memcg'])),
  },
  updates: {
    lockSubtree: (context, event) => ({
      oom_locked: added(names(context['oom_locked']), subtree(context, event['memcg'])),
    }),
    unlockSubtree: (context, event) => ({
      oom_locked: removed(names(context['oom_locked']), subtree(context, event['memcg'])),
    }),
    markOne: (context, event) => ({
      under_oom: added(names(context['under_oom']), [String(event['memcg'])]),
      walked: nextInWalk(context, event),
    }),
    unmarkOne: (context, event) => ({
      under_oom: removed(names(context['under_oom']), [String(event['memcg'])]),
      walked: nextInWalk(context, event),
    }),
    markSubtree: (context, event) => ({
      under_oom: added(names(context['under_oom']), subtree(context, event['memcg'])),
    }),
    unmarkSubtree: (context, event) => ({
      under_oom: removed(names(context['under_oom']), subtree(context, event['memcg'])),
    }),
    addListener: (context, event) => {
      const listeners = context['listeners'] as { readonly [memcg: string]: Names };
      const memcg = String(event['memcg']);
      return { listeners: { ...listeners, [memcg]: [...(listeners[memcg] ?? []), String(event['eventfd'])] } };
    },
    walkOn: (context, event) => ({ walked: nextInWalk(context, event) }),
  },
  fragments: {
    mem_cgroup_mark_under_oom: () => ({
      on: {
        under_oom_inc: { actions: ['markOne', reply('marked', { next: '$walked' }), set({ walked: null })] },
      },
    }),
    mem_cgroup_unmark_under_oom: () => ({
      on: {
        under_oom_dec: { actions: ['unmarkOne', reply('unmarked', { next: '$walked' }), set({ walked: null })] },
      },
    }),
    mem_cgroup_oom_lock: () => ({
      on: {
        // The section of mem_cgroup_handle_oom up to the read of oom_kill_disable: trylock, then enqueue.
        oom_lock_and_prepare_to_wait: [
          {
            guard: 'sectionFreeAndSubtreeUnlocked',
            actions: [
              'lockSubtree',
              tell('memcg_oom_waitq', 'prepare_to_wait', { task: '$event.task', memcg: '$event.memcg' }),
              reply('locked'),
              set({ held: true }),
            ],
          },
          {
            guard: 'sectionFree',
            actions: [
              tell('memcg_oom_waitq', 'prepare_to_wait', { task: '$event.task', memcg: '$event.memcg' }),
              reply('contended'),
              set({ held: true }),
            ],
          },
        ],
      },
    }),
    mem_cgroup_oom_notify: () => ({
      on: {
        // Still inside the section: signal the eventfds of the whole subtree one by one, then leave it.
        oom_notify: { actions: ['walkOn', NOTIFY, reply('notified', { next: '$walked' }), set({ walked: null })] },
        spin_unlock: { actions: [set({ held: false }), reply('unlocked')] },
      },
    }),
    mem_cgroup_oom_unlock: () => ({
      on: {
        // The second section of v3.11's mem_cgroup_handle_oom wakes the family whether or not the lock was held.
        oom_unlock_and_wake: {
          guard: 'sectionFree',
          actions: ['unlockSubtree', tell('memcg_oom_waitq', 'wake', { memcg: '$event.memcg' }), reply('unlocked')],
        },
        wake: {
          guard: 'sectionFree',
          actions: [tell('memcg_oom_waitq', 'wake', { memcg: '$event.memcg' }), reply('unlocked')],
        },
      },
    }),
    mem_cgroup_oom_register_event: () => ({
      on: {
        register_event: [
          {
            guard: 'sectionFreeUnderOom',
            actions: ['addListener', tell('$event.eventfd', 'eventfd_signal'), reply('registered')],
          },
          { guard: 'sectionFree', actions: ['addListener', reply('registered')] },
        ],
      },
    }),
    under_oom: () => ({
      on: {
        read_under_oom: [{ guard: 'isUnderOom', actions: [reply('under_oom')] }, { actions: [reply('not_under_oom')] }],
      },
    }),
  },
};
