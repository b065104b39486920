import { above, allOps, is, reply, set, type MachineSpec } from '../../src/model/index.js';

/**
 * An address space: the pages it maps, by the memcg that each is charged to, mm_users, and its flags.
 *
 * The page table lock, the rss counters and the flags are words of one mm; each op reads or writes one of them. `pages`
 * is a multiset of memcgs, kept sorted; `shared` says that they are all of a MAP_SHARED mapping, which the oom_reaper
 * leaves alone; `notifier` says that a blockable mmu notifier is registered. A page that was charged to root (bypassed) is not counted and not kept.
 */
export const mm: MachineSpec = {
  id: 'mm',
  kind: 'object',
  description: 'An mm_struct: mapped pages, mm_users, flags.',
  refs: { pages: 'set', memcg: 'ref' },
  context: (input) => ({
    pages: input['pages'] ?? [],
    users: input['users'] ?? 1,
    shared: input['shared'] === true,
    memcg: null,
    count: 0,
    notifier: input['notifier'] === true,
  }),
  root: allOps('address_space', 'The address space.'),
  guards: {
    unmapsSome: (context, event) =>
      (context['pages'] as readonly string[]).length > 0 &&
      event['pages'] !== 0 &&
      !(event['private'] === true && context['shared'] === true),
    lastUser: (context) => context['users'] === 1,
  },
  updates: {
    map: (context, event) => ({
      pages: [...(context['pages'] as readonly string[]), String(event['memcg'])].sort(),
    }),
    /** Takes up to `pages` pages (null: all) of the first page's memcg: one batch never mixes memcgs. */
    unmap: (context, event) => {
      const pages = context['pages'] as readonly string[];
      const memcg = pages[0] ?? null;
      const run = pages.filter((page) => page === memcg).length;
      const wanted = event['pages'] ?? null;
      const count = wanted === null ? run : Math.min(run, Number(wanted));
      return { memcg, count, pages: pages.slice(count) };
    },
    countPages: (context) => ({ count: (context['pages'] as readonly string[]).length }),
  },
  fragments: {
    mapPage: () => ({ on: { map_page: { actions: ['map', reply('mapped')] } } }),
    unmap_page_range: () => ({
      on: {
        unmap: [
          {
            guard: 'unmapsSome',
            actions: ['unmap', reply('unmapped', { memcg: '$memcg', pages: '$count' }), set({ memcg: null, count: 0 })],
          },
          { actions: [reply('empty')] },
        ],
      },
    }),
    mmput: () => ({
      on: {
        mmput: [
          { guard: 'lastUser', actions: [reply('last_user'), set({ users: 0 })] },
          { actions: [reply('still_used'), set({ users: { minus: ['$users', 1] } })] },
        ],
        mmget_not_zero: [
          { guard: above('$users', 0), actions: [reply('got'), set({ users: { plus: ['$users', 1] } })] },
          { guard: is('$users', 0), actions: [reply('zero')] },
        ],
      },
    }),
    oom_badness: () => ({
      on: {
        oom_badness: [{ actions: ['countPages', reply('points', { points: '$count' }), set({ count: 0 })] }],
      },
    }),
  },
};
