import { call, doing, is, reply, returned, returns, set, type Patch } from '../../src/model/index.js';
import { zone } from '../objects/zone.js';
import { SELF } from '../threads/self.js';

/**
 * The page allocator's own OOM at v4.18, for comparison with the memcg charge: __alloc_pages_slowpath and
 * __alloc_pages_may_oom (mm/page_alloc.c, read in 4.18.y), out_of_memory (mm/oom_kill.c).
 *
 * Not a kernel change: the part of v4.18 that the mail compares with. Direct reclaim and compaction free nothing, and
 * the retry loops of should_reclaim_retry are left out: they differ only in how often they try.
 */
export const pageAllocator: Patch = {
  id: 'page-allocator',
  commits: [],
  summary: 'The page allocator outside any memcg, as of v4.18 (no change: modelled for comparison).',
  cast: [zone],
  machines: {
    task_struct: {
      add: {
        oom_reserves_allowed: () => ({
          on: {
            oom_reserves_allowed: [
              { guard: is('$oom_mm', true), actions: [reply('victim')] },
              { actions: [reply('no_victim')] },
            ],
          },
        }),
      },
    },
    task: {
      context: { alloc_oom: false },
      guards: {
        mayNotKill: (context) => isCostlyOrMayFail(context),
        costlyNotMayFail: (context) => isCostly(context) && !flags(context).includes('RETRY_MAYFAIL'),
        noFailNoRetry: (context) => flags(context).includes('NOFAIL') && flags(context).includes('NORETRY'),
        costlyNoFail: (context) => isCostly(context) && flags(context).includes('NOFAIL'),
        victimNoFail: (context) => flags(context).includes('NOFAIL'),
        victimWithReserves: (context) => context['alloc_oom'] === true,
      },
      add: {
        __alloc_pages_slowpath: (use) => ({
          initial: 'gfp_pfmemalloc_allowed',
          description: 'Allocates one page from the free lists: retries until it succeeds, or may give up.',
          exit: [set({ alloc_oom: false })],
          states: {
            gfp_pfmemalloc_allowed: doing(
              'Is it an OOM victim? Looked at anew in each round.',
              call('task_struct', 'oom_reserves_allowed'),
              {
                victim: { target: 'get_page_from_freelist', actions: [set({ alloc_oom: true })] },
                no_victim: { target: 'get_page_from_freelist', actions: [set({ alloc_oom: false })] },
              },
            ),
            get_page_from_freelist: doing(
              'Tries the free lists; a victim may dip into the reserves.',
              call('zone', 'get_page_from_freelist', { alloc_oom: '$alloc_oom' }),
              {
                page: 'page',
                no_page: [
                  { guard: 'cannotWait', target: 'nomem' },
                  { guard: 'noFailNoRetry', target: 'alloc_harder' },
                  { guard: 'noRetry', target: 'nomem' },
                  { guard: 'costlyNoFail', target: 'alloc_harder' },
                  { guard: 'costlyNotMayFail', target: 'nomem' },
                  { target: '__alloc_pages_may_oom' },
                ],
              },
            ),
            __alloc_pages_may_oom: use('__alloc_pages_may_oom', {
              onDone: [
                { guard: returned('page'), target: 'page' },
                { guard: returned('panic'), target: 'panic' },
                { guard: returned('progress'), target: 'tsk_is_oom_victim' },
                { guard: 'noFail', target: 'alloc_harder' },
                { target: 'nomem' },
              ],
            }),
            tsk_is_oom_victim: doing(
              'A victim that had its try with the reserves gets no more.',
              call('task_struct', 'oom_reserves_allowed'),
              {
                victim: [
                  { guard: 'victimNoFail', target: 'alloc_harder' },
                  { guard: 'victimWithReserves', target: 'nomem' },
                  { target: 'gfp_pfmemalloc_allowed' },
                ],
                no_victim: 'gfp_pfmemalloc_allowed',
              },
            ),
            alloc_harder: doing(
              '__GFP_NOFAIL never leaves: once more with some of the reserves, then round again.',
              call('zone', 'get_page_from_freelist', { alloc_oom: true }),
              { page: 'page', no_page: 'gfp_pfmemalloc_allowed' },
            ),
            page: returns('page'),
            nomem: returns('nomem'),
            panic: returns('panic', 'The machine has stopped.'),
          },
        }),
        __alloc_pages_may_oom: (use) => ({
          initial: 'mutex_trylock',
          description: 'Invokes the OOM killer from the allocation itself.',
          states: {
            mutex_trylock: doing(
              'Only tries oom_lock: somebody else is killing already.',
              call('oom_lock', 'mutex_trylock', SELF),
              { locked: 'get_page_from_freelist', busy: 'schedule_timeout_uninterruptible' },
            ),
            schedule_timeout_uninterruptible: doing(
              'Sleeps a jiffy and goes round.',
              call('task_struct', 'schedule_timeout', { ms: 10 }),
              { running: 'progress' },
            ),
            get_page_from_freelist: doing(
              'The last look at the free lists, with oom_lock held: the one that mem_cgroup_out_of_memory lacks.',
              call('zone', 'get_page_from_freelist', { alloc_oom: false }),
              {
                page: 'unlock_page',
                no_page: [
                  { guard: 'mayNotKill', target: 'unlock_no_kill' },
                  { target: 'out_of_memory', actions: [set({ scope: 'root' })] },
                ],
              },
            ),
            out_of_memory: use('out_of_memory', {
              onDone: [
                { guard: returned('panic'), target: 'unlock_panic' },
                { guard: 'noFail', target: 'no_watermarks' },
                { target: 'unlock_progress' },
              ],
            }),
            no_watermarks: doing(
              '__GFP_NOFAIL: once more with all of the reserves, oom_lock held.',
              call('zone', 'get_page_from_freelist', { alloc_oom: true }),
              { page: 'unlock_page', no_page: 'unlock_progress' },
            ),
            unlock_page: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'page' }),
            unlock_no_kill: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'no_kill' }),
            unlock_progress: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'progress' }),
            unlock_panic: doing('The machine has stopped.', call('oom_lock', 'mutex_unlock'), { unlocked: 'panic' }),
            page: returns('page'),
            no_kill: returns('no_kill'),
            progress: returns('progress'),
            panic: returns('panic'),
          },
        }),
      },
    },
  },
};

type Fields = { readonly [field: string]: unknown };

const op = (context: Fields): { readonly order?: number; readonly gfp?: readonly string[] } =>
  (context['op'] ?? {}) as { readonly order?: number; readonly gfp?: readonly string[] };

const flags = (context: Fields): readonly string[] => op(context).gfp ?? [];

const isCostly = (context: Fields): boolean => (op(context).order ?? 0) > 3;

const isCostlyOrMayFail = (context: Fields): boolean => isCostly(context) || flags(context).includes('RETRY_MAYFAIL');
