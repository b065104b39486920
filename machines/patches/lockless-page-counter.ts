import {
  call,
  doing,
  is,
  reply,
  returns,
  set,
  type Fragment,
  type Fragments,
  type Patch,
} from '../../src/model/index.js';
import { RECOVER } from '../threads/operator.js';
import { unchargeEach } from '../threads/uncharge.js';

/** A single page is a batch of one: it wakes like any other (not so before, corpus B67). */
const freePage: Fragment = (use) => ({
  initial: 'uncharge_batch',
  description: 'Frees one page.',
  states: { uncharge_batch: use('uncharge_batch', { onDone: 'freed' }), freed: returns('freed') },
});

/** A slab page still wakes nobody. */
const freeSlab: Fragment = (use) => ({
  initial: 'page_counter_uncharge',
  description: 'Uncharges a slab page: straight to the counters, and nobody is woken.',
  states: { page_counter_uncharge: use('page_counter_uncharge', { onDone: 'freed' }), freed: returns('freed') },
});

const operator = {
  context: { counted: 0, oldLimit: 0 },
  guards: {
    usageAbove: (context: { readonly [field: string]: unknown }, event: { readonly [field: string]: unknown }) =>
      Number(event['pages']) > Number(context['left']),
    usageGrew: (context: { readonly [field: string]: unknown }, event: { readonly [field: string]: unknown }) =>
      Number(event['pages']) > Number(context['counted']),
  },
  remove: ['res_counter_uncharge'],
  replace: {
    zapPages: unchargeEach['zapPages']!,
    freePage,
    freeSlab,
    writeLimit: (): ReturnType<NonNullable<Fragments[string]>> => ({
      initial: 'read_limit',
      description: 'memory.limit_in_bytes: never kills; wakes OOM sleepers only where the limit grows.',
      exit: [set({ counted: 0, oldLimit: 0 })],
      states: {
        read_limit: doing('Notes whether the limit grows.', call('$memcg', 'read_limit'), {
          limit: [
            { guard: 'enlarges', target: 'read_usage', actions: [set({ enlarge: true })] },
            { target: 'read_usage' },
          ],
        }),
        read_usage: doing('page_counter_limit: does usage fit?', call('$memcg', 'read_usage'), {
          usage: [
            { guard: 'usageAbove', target: 'done' },
            { target: 'xchg_limit', actions: [set({ counted: '$event.pages' })] },
          ],
        }),
        xchg_limit: doing('Exchanges the limit.', call('$memcg', 'xchg_limit', { pages: '$left' }), {
          old_limit: { target: 'reread_usage', actions: [set({ oldLimit: '$event.pages' })] },
        }),
        reread_usage: doing(
          'Has usage grown meanwhile? (a charger that read the old limit)',
          call('$memcg', 'read_usage'),
          {
            usage: [
              { guard: 'usageGrew', target: 'restore_limit' },
              { guard: is('$enlarge', true), target: 'read_under_oom' },
              { target: 'done' },
            ],
          },
        ),
        restore_limit: doing(
          'Puts the old limit back and tries again.',
          call('$memcg', 'xchg_limit', { pages: '$oldLimit' }),
          {
            old_limit: 'read_usage',
          },
        ),
        ...RECOVER,
        done: returns('done', 'Written, or EBUSY.'),
      },
    }),
  },
  add: {
    uncharge_batch: unchargeEach['uncharge_batch']!,
    page_counter_uncharge: unchargeEach['page_counter_uncharge']!,
  },
};

/**
 * v3.17 to v3.19: page_counter replaces res_counter, and uncharging is rewritten.
 *
 * A charge is a speculative add, then a look at the limit, then a roll-back (mm/page_counter.c): between add and
 * roll-back others see an inflated usage. Every uncharged batch wakes.
 */
export const locklessPageCounter: Patch = {
  id: 'lockless-page-counter',
  commits: [
    { id: '3e32cb2e0a12', subject: 'mm: memcontrol: lockless page counters', evidence: 'message' },
    { id: '0a31bc97c80c', subject: 'mm: memcontrol: rewrite uncharge API', evidence: 'message' },
  ],
  summary: 'Page counters become lockless (speculative add and roll-back); every uncharged batch wakes OOM sleepers.',
  machines: {
    memcg: {
      remove: ['res_counter_charge', 'res_counter_uncharge', 'res_counter_margin', 'res_counter_set_limit'],
      guards: {
        roomAbove: (context, event) => Number(event['usage']) + Number(event['pages']) <= Number(context['limit']),
        isWithin: (context, event) => Number(event['usage']) <= Number(context['limit']),
      },
      add: {
        page_counter_try_charge: () => ({
          on: {
            page_counter_add: {
              actions: [
                set({ usage: { plus: ['$usage', '$event.pages'] } }),
                reply('added', { usage: '$usage', parent: '$parent' }),
              ],
            },
            // The read of the limit that follows the add, in which the caller compares.
            compare_limit: [
              { guard: 'isWithin', actions: [reply('within', { parent: '$parent' })] },
              { actions: [reply('above')] },
            ],
          },
        }),
        page_counter_uncharge: () => ({
          on: {
            page_counter_sub: {
              actions: [
                set({ usage: { minus: ['$usage', '$event.pages'] } }),
                reply('subtracted', { parent: '$parent' }),
              ],
            },
          },
        }),
        mem_cgroup_margin: () => ({
          on: {
            read_usage: { actions: [reply('usage', { pages: '$usage' })] },
            read_margin: [{ guard: 'roomAbove', actions: [reply('room')] }, { actions: [reply('no_room')] }],
          },
        }),
        exchangeLimit: () => ({
          on: {
            xchg_limit: { actions: [reply('old_limit', { pages: '$limit' }), set({ limit: '$event.pages' })] },
          },
        }),
      },
    },
    handler: operator,
    admin: operator,
    task: {
      remove: ['res_counter_uncharge', 'res_counter_charge', 'res_counter_charge_nofail'],
      replace: { zapPages: unchargeEach['zapPages']! },
      add: {
        uncharge_batch: unchargeEach['uncharge_batch']!,
        page_counter_uncharge: unchargeEach['page_counter_uncharge']!,
      },
    },
  },
};
