import { call, doing, is, returns, set, type Fragments } from '../../src/model/index.js';

/** The context that the uncharge fragments use: the page's memcg, how many pages, where in the hierarchy. */
export const UNCHARGE_CONTEXT = { page: null, count: 0, counter: null, left: null } as const;
export const UNCHARGE_REFS = { page: 'ref', counter: 'ref' } as const;

/** Takes over what an `unmap` reply says. */
export const TAKE_PAGES = set({ page: '$event.memcg', counter: '$event.memcg', count: '$event.pages' });

/** Forgets what an uncharge worked on: dead variables are no part of a state. */
export const UNCHARGE_OVER = set({ ...UNCHARGE_CONTEXT });

/** A batch in which nothing was uncharged has no memcg to recover. */
const BATCH_END = [{ guard: is('$page', null), target: 'zapped' }, { target: 'mem_cgroup_uncharge_end' }];

/**
 * Freeing charged pages as v3.11 and v3.12 do (mm/memcontrol.c mem_cgroup_do_uncharge, mem_cgroup_uncharge_end):
 * batched between uncharge_start and uncharge_end, one wake-up at the end of the batch; a victim with TIF_MEMDIE takes
 * its pages off the counter one by one and still wakes only at the end.
 */
export const unchargeBatched: Fragments = {
  zapPages: (use) => ({
    initial: 'mem_cgroup_do_uncharge',
    description: 'Unmaps pages and uncharges them in one batch.',
    states: {
      mem_cgroup_do_uncharge: doing(
        'Reads its own TIF_MEMDIE: a victim uncharges page by page, others at the end of the batch.',
        call('task_struct', 'test_memdie'),
        { memdie: 'unmap_page', not_memdie: 'unmap_batch' },
      ),
      unmap_batch: doing(
        'Clears the page table entries; the counter stays full until uncharge_end.',
        call('mm', 'unmap', { pages: '$left' }),
        { unmapped: { target: 'uncharge', actions: [TAKE_PAGES] }, empty: BATCH_END },
      ),
      unmap_page: doing('Clears one page table entry.', call('mm', 'unmap', { pages: 1 }), {
        unmapped: { target: 'uncharge_one', actions: [TAKE_PAGES] },
        empty: BATCH_END,
      }),
      uncharge: use('res_counter_uncharge', {
        onDone: [{ guard: is('$left', null), target: 'unmap_batch' }, { target: 'mem_cgroup_uncharge_end' }],
      }),
      uncharge_one: use('res_counter_uncharge', { onDone: 'unmap_page' }),
      mem_cgroup_uncharge_end: doing(
        'End of the batch: is the memcg of the batch under OOM?',
        call('memcg_oom_lock', 'read_under_oom', { memcg: '$page' }),
        { under_oom: 'memcg_oom_recover', not_under_oom: 'zapped' },
      ),
      memcg_oom_recover: doing(
        'Wakes whoever waits for this memcg, an ancestor or a descendant.',
        call('memcg_oom_waitq', 'wake', { memcg: '$page' }),
        { woken: 'zapped' },
      ),
      zapped: returns('zapped'),
    },
  }),
  freePage: (use) => ({
    initial: 'uncharge',
    description: 'Frees one page outside any batch: direct, and nobody is woken (corpus B67).',
    states: {
      uncharge: use('res_counter_uncharge', { onDone: 'freed' }),
      freed: returns('freed'),
    },
  }),
  res_counter_uncharge: () => ({
    initial: 'uncharge_level',
    description: 'Takes the pages off the counter of each level, child first.',
    states: {
      uncharge_level: doing(
        'One level, under its counter’s spinlock.',
        call('$counter', 'res_counter_uncharge', { pages: '$count' }),
        {
          uncharged: [
            { guard: is('$event.parent', null), target: 'uncharged' },
            { target: 'uncharge_level', reenter: true, actions: [set({ counter: '$event.parent' })] },
          ],
        },
      ),
      uncharged: returns('uncharged'),
    },
  }),
};

/**
 * Freeing pages from v3.17 on: every batch ends in uncharge_batch, which takes its pages off the counter and wakes.
 *
 * A batch is one page here, so that others may come between any two; in the kernel it is up to the pages of one memcg
 * on a release list. Slab pages (memcg_kmem_uncharge) and drain_stock still wake nobody.
 */
export const unchargeEach: Fragments = {
  zapPages: (use) => ({
    initial: 'unmap_page_range',
    description: 'Unmaps pages and uncharges each batch.',
    states: {
      unmap_page_range: doing('Clears one page table entry.', call('mm', 'unmap', { pages: 1 }), {
        unmapped: { target: 'uncharge_batch', actions: [TAKE_PAGES] },
        empty: 'zapped',
      }),
      uncharge_batch: use('uncharge_batch', {
        onDone: [
          { guard: is('$left', null), target: 'unmap_page_range' },
          { guard: is('$left', 1), target: 'zapped' },
          { target: 'unmap_page_range', actions: [set({ left: { minus: ['$left', 1] } })] },
        ],
      }),
      zapped: returns('zapped'),
    },
  }),
  uncharge_batch: (use) => ({
    initial: 'page_counter_uncharge',
    description: 'Takes pages off the counters, then wakes OOM sleepers.',
    states: {
      page_counter_uncharge: use('page_counter_uncharge', { onDone: 'read_under_oom' }),
      read_under_oom: doing(
        'memcg_oom_recover: a lockless look at under_oom.',
        call('memcg_oom_lock', 'read_under_oom', { memcg: '$page' }),
        { under_oom: 'memcg_oom_recover', not_under_oom: 'uncharged' },
      ),
      memcg_oom_recover: doing('Wakes the family.', call('memcg_oom_waitq', 'wake', { memcg: '$page' }), {
        woken: 'uncharged',
      }),
      uncharged: returns('uncharged'),
    },
  }),
  page_counter_uncharge: () => ({
    initial: 'sub_level',
    description: 'One atomic subtraction a level, child first.',
    states: {
      sub_level: doing('One level.', call('$counter', 'page_counter_sub', { pages: '$count' }), {
        subtracted: [
          { guard: is('$event.parent', null), target: 'uncharged' },
          { target: 'sub_level', reenter: true, actions: [set({ counter: '$event.parent' })] },
        ],
      }),
      uncharged: returns('uncharged'),
    },
  }),
};
