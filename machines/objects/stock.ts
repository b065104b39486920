import { allOps, is, reply, set, tell, type MachineSpec } from '../../src/model/index.js';

/**
 * Takes the cached pages off their counters, all levels in one step: a lockless reader between two levels sees nothing that
 * it could not see before or after.
 */
const DRAIN = tell('$memcg', 'drain_stock', { pages: '$pages' });

/**
 * The per-CPU stock of charged pages (mm/memcontrol.c memcg_stock_pcp); each task has a CPU of its own here.
 *
 * Its owner uses it with preemption or interrupts off; another CPU's drain comes as a work item, once however often it was
 * asked for (FLUSHING_CACHED_CHARGE), which is mail here. Draining takes the pages off the counters and wakes nobody.
 */
export const stock: MachineSpec = {
  id: 'stock',
  kind: 'object',
  description: 'The per-CPU stock: pages charged in advance for one memcg.',
  refs: { memcg: 'ref' },
  context: () => ({ memcg: null, pages: 0 }),
  root: allOps('cached', 'Holds pages of at most one memcg.'),
  guards: {
    hasOne: (context, event) => context['memcg'] === event['memcg'] && Number(context['pages']) > 0,
    holdsOther: (context, event) => context['memcg'] !== event['memcg'] && Number(context['pages']) > 0,
  },
  fragments: {
    consume_stock: () => ({
      on: {
        consume_stock: [
          { guard: 'hasOne', actions: [set({ pages: { minus: ['$pages', 1] } }), reply('hit')] },
          { actions: [reply('miss')] },
        ],
      },
    }),
    refill_stock: () => ({
      on: {
        refill_stock: [
          {
            guard: 'holdsOther',
            actions: [DRAIN, set({ memcg: '$event.memcg', pages: '$event.pages' }), reply('refilled')],
          },
          {
            actions: [set({ memcg: '$event.memcg', pages: { plus: ['$pages', '$event.pages'] } }), reply('refilled')],
          },
        ],
      },
    }),
    drain_local_stock: () => ({
      on: {
        drain_local_stock: [
          { guard: is('$pages', 0), actions: [reply('drained')] },
          { actions: [DRAIN, set({ memcg: null, pages: 0 }), reply('drained')] },
        ],
        // The work item that another CPU's drain_all_stock queued here.
        drain_work: [
          { guard: is('$pages', 0), actions: [set({})] },
          { actions: [DRAIN, set({ memcg: null, pages: 0 })] },
        ],
      },
    }),
  },
};
