import { allOps, atLeast, is, isnt, reply, set, tell, type MachineSpec } from '../../src/model/index.js';

const CHARGED = { usage: { plus: ['$usage', '$event.pages'] } };
const UNCHARGED = { usage: { minus: ['$usage', '$event.pages'] } };

/**
 * A memory cgroup: its page counter, its limit, and the files that belong to it alone.
 *
 * The base is the res_counter of v3.11 (kernel/res_counter.c): test and add are one section under the counter's
 * spinlock, so the failing level is never inflated. A charge walks child → root, one step a level; every reply carries
 * the parent counter. The oom_lock bits and under_oom of all memcgs are the object `memcg_oom_lock`.
 */
export const memcg: MachineSpec = {
  id: 'memcg',
  kind: 'object',
  description: 'A memory cgroup: page counter, limit, oom_kill_disable.',
  refs: { parent: 'ref' },
  // page_counter_cancel() warns where one falls below zero.
  counters: ['usage'],
  context: (input) => ({
    usage: atLeast(0, 'usage of a memcg', input['usage'] ?? 0),
    limit: atLeast(0, 'limit of a memcg', input['limit']),
    oom_kill_disable: input['oom_kill_disable'] === true,
    parent: input['parent'] ?? null,
    /** Has a hierarchical parent or children: v3.11 refuses to change oom_kill_disable then. */
    related: input['related'] === true,
  }),
  root: allOps('counting', 'Holds the counter; every op is one section under its lock or one access of its word.'),
  guards: {
    fits: (context, event) => Number(context['usage']) + Number(event['pages']) <= Number(context['limit']),
    usageFitsLimit: (context, event) => Number(context['usage']) <= Number(event['pages']),
    isRelated: (context) => context['related'] === true,
    disablesKiller: (context) => context['oom_kill_disable'] === true,
  },
  fragments: {
    res_counter_charge: () => ({
      on: {
        res_counter_charge: [
          { guard: 'fits', actions: [reply('charged', { parent: '$parent' }), set(CHARGED)] },
          { actions: [reply('over_limit')] },
        ],
        res_counter_charge_nofail: { actions: [reply('charged', { parent: '$parent' }), set(CHARGED)] },
      },
    }),
    res_counter_uncharge: () => ({
      on: { res_counter_uncharge: { actions: [reply('uncharged', { parent: '$parent' }), set(UNCHARGED)] } },
    }),
    res_counter_margin: () => ({
      on: {
        res_counter_margin: [{ guard: 'fits', actions: [reply('room')] }, { actions: [reply('no_room')] }],
      },
    }),
    res_counter_set_limit: () => ({
      on: {
        res_counter_set_limit: [
          {
            guard: 'usageFitsLimit',
            actions: [reply('limit_set'), set({ limit: '$event.pages' })],
          },
          { actions: [reply('busy')] },
        ],
      },
    }),
    drain_stock: () => ({
      on: {
        drain_stock: [
          { guard: is('$parent', null), actions: [set(UNCHARGED)] },
          { actions: [set(UNCHARGED), tell('$parent', 'drain_stock', { pages: '$event.pages' })] },
        ],
      },
    }),
    readLimit: () => ({
      on: {
        read_limit: { actions: [reply('limit', { pages: '$limit' })] },
      },
    }),
    oom_kill_disable: () => ({
      on: {
        read_oom_kill_disable: [
          { guard: 'disablesKiller', actions: [reply('killer_disabled')] },
          { actions: [reply('killer_enabled')] },
        ],
      },
    }),
    mem_cgroup_oom_control_write: () => ({
      on: {
        write_oom_kill_disable: [
          { guard: 'isRelated', actions: [reply('EINVAL')] },
          { guard: isnt('$event.value', 0), actions: [reply('written'), set({ oom_kill_disable: true })] },
          { actions: [reply('written_zero'), set({ oom_kill_disable: false })] },
        ],
      },
    }),
  },
};
