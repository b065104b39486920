import { allOps, atLeast, reply, set, type MachineSpec } from '../../src/model/index.js';

/**
 * The free pages of the machine (mm/page_alloc.c, zone->lock): what an allocation outside any memcg is about.
 *
 * `free` are the pages above the min watermark, `reserve` those below it that only an OOM victim may take (ALLOC_OOM). The
 * high watermark, which the last attempt under oom_lock asks for, is not told from the min one: more successes than the
 * kernel there. Freed pages come back through `page_counter_sub`, the op by which any page leaves an mm.
 */
export const zone: MachineSpec = {
  id: 'zone',
  kind: 'object',
  description: 'The free lists of the machine.',
  context: (input) => ({
    free: atLeast(0, 'free pages', input['free'] ?? 0),
    reserve: atLeast(0, 'reserved pages', input['reserve'] ?? 1),
    min: input['reserve'] ?? 1,
  }),
  root: allOps('freelists', 'The free lists under zone->lock.'),
  guards: {
    hasFree: (context) => Number(context['free']) > 0,
    // A watermark is a level: freed pages fill up the reserve first. Pages are freed one by one.
    reserveDepleted: (context) => Number(context['reserve']) < Number(context['min']),
    mayDip: (context, event) => event['alloc_oom'] === true && Number(context['reserve']) > 0,
  },
  fragments: {
    get_page_from_freelist: () => ({
      on: {
        get_page_from_freelist: [
          { guard: 'hasFree', actions: [set({ free: { minus: ['$free', 1] } }), reply('page')] },
          { guard: 'mayDip', actions: [set({ reserve: { minus: ['$reserve', 1] } }), reply('page')] },
          { actions: [reply('no_page')] },
        ],
      },
    }),
    free_pages: () => ({
      on: {
        page_counter_sub: [
          {
            guard: 'reserveDepleted',
            actions: [set({ reserve: { plus: ['$reserve', 1] } }), reply('subtracted', { parent: null })],
          },
          { actions: [set({ free: { plus: ['$free', '$event.pages'] } }), reply('subtracted', { parent: null })] },
        ],
      },
    }),
  },
};
