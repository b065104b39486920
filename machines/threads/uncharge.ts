import {
  call,
  doing,
  is,
  returns,
  set,
  type Address,
  type Context,
  type Fragment,
  type Fragments,
  type GuardFunction,
  type Op,
  type State,
  type UpdateFunction,
  type Value,
} from '../../src/model/index.js';

/**
 * The context that the uncharge fragments use: the page's memcg, how many pages, where in the hierarchy, how many are still
 * to be unmapped (null: all), and v3.11's batch: its memcg, and the pages that wait for its end.
 */
export const UNCHARGE_CONTEXT = {
  page: null,
  count: 0,
  counter: null,
  left: null,
  batchMemcg: null,
  batched: 0,
} as const;
export const UNCHARGE_REFS = { page: 'ref', counter: 'ref', batchMemcg: 'ref' } as const;

/** Takes over what an `unmap` reply says. */
export const TAKE_PAGES = set({ page: '$event.memcg', counter: '$event.memcg', count: '$event.pages' });

/** Forgets what an uncharge worked on: dead variables are no part of a state. */
export const UNCHARGE_OVER = set({ ...UNCHARGE_CONTEXT });

const leftAfter = (context: Context, event: Op): Value =>
  context['left'] === null ? null : Number(context['left']) - Number(event['pages']);

/** What v3.11's batches ask and do; every machine that frees pages has them. */
export const BATCH_GUARDS: { readonly [name: string]: GuardFunction } = {
  outsideBatch: (context, event) => context['batchMemcg'] !== null && context['batchMemcg'] !== event['memcg'],
  noBatch: (context) => context['batchMemcg'] === null,
};
export const BATCH_UPDATES: { readonly [name: string]: UpdateFunction } = {
  /** The first page's memcg is the batch's; its pages stay on the counter until the end. */
  joinBatch: (context, event) => ({
    batchMemcg: event['memcg'] ?? null,
    batched: Number(context['batched']) + Number(event['pages']),
    left: leftAfter(context, event),
  }),
  takeDirectly: (context, event) => ({
    batchMemcg: context['batchMemcg'] ?? event['memcg'] ?? null,
    page: event['memcg'] ?? null,
    counter: event['memcg'] ?? null,
    count: event['pages'] ?? 0,
    left: leftAfter(context, event),
  }),
  endBatch: (context) => ({
    page: context['batchMemcg'] ?? null,
    counter: context['batchMemcg'] ?? null,
    count: context['batched'] ?? 0,
    batched: 0,
  }),
};

/** memcg_oom_recover for the page's memcg, then on to `next`. */
const recover = (next: string): { readonly [state: string]: State } => ({
  [`read_under_oom_${next}`]: doing(
    'memcg_oom_recover: is the memcg under OOM?',
    call('memcg_oom_lock', 'read_under_oom', { memcg: '$page' }),
    { under_oom: `wake_${next}`, not_under_oom: next },
  ),
  [`wake_${next}`]: doing(
    'Wakes whoever waits for this memcg, an ancestor or a descendant.',
    call('memcg_oom_waitq', 'wake', { memcg: '$page' }),
    { woken: next },
  ),
});

/** Off the counters at once, and that is all. */
const unbatched =
  (description: string): Fragment =>
  (use) => ({
    initial: 'uncharge',
    description,
    states: {
      uncharge: use('res_counter_uncharge', { onDone: 'freed' }),
      freed: returns('freed'),
    },
  });

/**
 * Freeing charged pages as v3.11 and v3.12 do (mm/memcontrol.c mem_cgroup_do_uncharge, mem_cgroup_uncharge_end): batched
 * between uncharge_start and uncharge_end for the memcg of the first page, with one wake-up at the end. A page of another
 * memcg is taken off directly and wakes at once. A victim with TIF_MEMDIE takes every page off the counter directly, and
 * still wakes its batch's memcg only at the end.
 */
export const unchargeBatched: Fragments = {
  zapPages: (use) => ({
    initial: 'mem_cgroup_do_uncharge',
    description: 'Unmaps pages and uncharges them in one batch.',
    states: {
      mem_cgroup_do_uncharge: doing(
        'Reads its own TIF_MEMDIE (the kernel does so for each page).',
        call('task_struct', 'test_memdie'),
        { memdie: 'unmap_page', not_memdie: 'unmap_batch' },
      ),
      unmap_batch: doing('Clears page table entries.', call('mm', 'unmap', { pages: '$left' }), {
        unmapped: [
          { guard: 'outsideBatch', target: 'uncharge_other', actions: ['takeDirectly'] },
          { target: 'unmap_batch', reenter: true, actions: ['joinBatch'] },
        ],
        empty: [
          { guard: 'noBatch', target: 'zapped' },
          { target: 'uncharge', actions: ['endBatch'] },
        ],
      }),
      uncharge_other: use('res_counter_uncharge', { onDone: 'read_under_oom_unmap_batch' }),
      ...recover('unmap_batch'),
      unmap_page: doing('Clears one page table entry.', call('mm', 'unmap', { pages: 1 }), {
        unmapped: [
          { guard: 'outsideBatch', target: 'uncharge_other_page', actions: ['takeDirectly'] },
          { target: 'uncharge_page', actions: ['takeDirectly'] },
        ],
        empty: [
          { guard: 'noBatch', target: 'zapped' },
          { target: 'read_under_oom_zapped', actions: ['endBatch'] },
        ],
      }),
      uncharge_page: use('res_counter_uncharge', {
        onDone: [
          { guard: is('$left', 0), target: 'read_under_oom_zapped', actions: ['endBatch'] },
          { target: 'unmap_page' },
        ],
      }),
      uncharge_other_page: use('res_counter_uncharge', { onDone: 'read_under_oom_unmap_page' }),
      ...recover('unmap_page'),
      uncharge: use('res_counter_uncharge', { onDone: 'read_under_oom_zapped' }),
      ...recover('zapped'),
      zapped: returns('zapped'),
    },
  }),
  freePage: unbatched('Frees one page outside any batch: direct, and nobody is woken (corpus B67).'),
  freeSlab: unbatched('memcg_uncharge_kmem: a slab page goes straight to the counters, and nobody is woken.'),
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

/** Unmaps what the oom_reaper may take from `mm`, or all of it: shared mappings it leaves alone. */
export const unmapAll = (mm: Address, what: { readonly private?: true } = {}): Fragment => {
  return (use) => ({
    initial: 'unmap_page_range',
    description: 'Unmaps the victim’s pages, one batch at a time.',
    states: {
      unmap_page_range: doing('Clears one page table entry.', call(mm, 'unmap', { pages: 1, ...what }), {
        unmapped: { target: 'uncharge_batch', actions: [TAKE_PAGES] },
        empty: 'unmapped',
      }),
      uncharge_batch: use('uncharge_batch', { onDone: 'unmap_page_range' }),
      unmapped: returns('unmapped'),
    },
  });
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
