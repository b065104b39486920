import { allOps, reply, set, type Context, type MachineSpec, type Value } from '../../src/model/index.js';

type Members = { readonly [task: string]: string };

const members = (context: Context): Members => context['memcgOf'] as Members;

/** The tasks of a subtree in scan order: memcgs in pre-order, and in each the tasks in the order they were made. */
function scanList(context: Context, memcg: Value | undefined): readonly string[] {
  const subtrees = context['subtrees'] as { readonly [memcg: string]: readonly string[] };
  const order = Object.keys(members(context));
  // `root` is every task there is: the global killer's list.
  if (memcg === 'root') return order;
  const family = subtrees[String(memcg)] ?? [String(memcg)];
  return family.flatMap((one) => order.filter((task) => members(context)[task] === one));
}

/**
 * Which task is in which memcg: the css_sets' task lists under css_set_lock.
 *
 * `next_task` is one nextTask: the scan goes task by task and is no snapshot. A moved task keeps its place by
 * age in the new list (the kernel appends it), and a task stays listed when it is gone (the scan then skips it): neither
 * changes whom a scan can choose, only the order among equals after a move.
 */
export const cgroup: MachineSpec = {
  id: 'cgroup',
  kind: 'object',
  description: 'The task lists of the cgroups.',
  context: (input) => ({ memcgOf: input['memcgOf'] ?? {}, subtrees: input['subtrees'] ?? {}, next: null }),
  root: allOps('lists', 'Who is a member of what.'),
  guards: {
    hasNext: (context, event) => nextTask(context, event) !== null,
  },
  updates: {
    advance: (context, event) => ({ next: nextTask(context, event) }),
    attach: (context, event) => ({
      memcgOf: { ...members(context), [String(event['task'])]: String(event['memcg']) },
    }),
    lookUp: (context, event) => ({ next: members(context)[String(event['task'])] ?? null }),
  },
  fragments: {
    nextTask: () => ({
      on: {
        next_task: [
          { guard: 'hasNext', actions: ['advance', reply('task', { task: '$next' }), set({ next: null })] },
          { actions: [reply('end_of_list')] },
        ],
      },
    }),
    mem_cgroup_from_task: () => ({
      on: { memcg_of: { actions: ['lookUp', reply('memcg', { memcg: '$next' }), set({ next: null })] } },
    }),
    cgroup_attach_task: () => ({ on: { attach: { actions: ['attach', reply('attached')] } } }),
  },
};

function nextTask(context: Context, event: Context): Value {
  const list = scanList(context, event['memcg']);
  const age = Object.keys(members(context));
  const after = event['after'] ?? null;
  if (after === null) return list[0] ?? null;
  const at = list.indexOf(String(after));
  if (at >= 0) return list[at + 1] ?? null;
  // The task that the cursor stood on was moved away: the cursor goes on behind its place.
  return list.find((task) => age.indexOf(task) > age.indexOf(String(after))) ?? null;
}
