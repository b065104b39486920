import {
  allOps,
  reply,
  set,
  type Context,
  type MachinePatch,
  type MachineSpec,
  type Value,
} from '../../src/model/index.js';

type Members = { readonly [task: string]: string };

const members = (context: Context): Members => context['memcgOf'] as Members;

/** One place in a walk over tasks: the memcg's position in the subtree, and the task's age. */
interface Place {
  readonly task: string;
  readonly memcg: number;
  readonly age: number;
}

/** The tasks of a subtree in scan order: memcgs in pre-order, and in each the tasks in the order they were made. */
function scanList(context: Context, memcg: Value | undefined): readonly Place[] {
  const subtrees = context['subtrees'] as { readonly [memcg: string]: readonly string[] };
  const order = Object.keys(members(context));
  // `root` is every task there is: the global killer's list, which knows no memcgs.
  if (memcg === 'root') return order.map((task, age) => ({ task, memcg: 0, age }));
  const family = subtrees[String(memcg)] ?? [String(memcg)];
  return family.flatMap((one, position) =>
    order.flatMap((task, age) => (members(context)[task] === one ? [{ task, memcg: position, age }] : [])),
  );
}

const EVERY_THREAD = walking('threads');

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
  context: (input) => ({
    memcgOf: input['memcgOf'] ?? {},
    subtrees: input['subtrees'] ?? {},
    threads: input['threads'] ?? [],
    next: null,
    within: 0,
  }),
  root: allOps('lists', 'Who is a member of what.'),
  guards: EVERY_THREAD.guards,
  updates: {
    ...EVERY_THREAD.updates,
    attach: (context, event) => ({
      memcgOf: { ...members(context), [String(event['task'])]: String(event['memcg']) },
    }),
    lookUp: (context, event) => ({ next: members(context)[String(event['task'])] ?? null }),
  },
  fragments: {
    nextTask: () => ({
      on: {
        next_task: [
          {
            guard: 'hasNext',
            actions: ['advance', reply('task', { task: '$next', within: '$within' }), set({ next: null, within: 0 })],
          },
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

/** What a walk asks and remembers: over every thread (up to v5.2), or over leaders only (CSS_TASK_ITER_PROCS). */
export function walking(over: 'threads' | 'leaders'): Required<Pick<MachinePatch, 'guards' | 'updates'>> {
  const listed = (context: Context, { task }: Place): boolean =>
    over === 'threads' || !(context['threads'] as readonly Value[]).includes(task);
  return {
    guards: { hasNext: (context, event) => nextTask(context, event, listed) !== undefined },
    updates: {
      advance: (context, event) => {
        const place = nextTask(context, event, listed);
        return { next: place?.task ?? null, within: place?.memcg ?? 0 };
      },
    },
  };
}

/**
 * The first place behind the cursor. The cursor stands where its task was found, in `within`: when that task is moved away
 * meanwhile, the walk goes on behind its old place.
 */
function nextTask(
  context: Context,
  event: Context,
  listed: (context: Context, place: Place) => boolean,
): Place | undefined {
  const list = scanList(context, event['memcg']).filter((place) => listed(context, place));
  const after = event['after'] ?? null;
  if (after === null) return list[0];
  const age = Object.keys(members(context)).indexOf(String(after));
  const memcg = Number(event['within']);
  return list.find((place) => place.memcg > memcg || (place.memcg === memcg && place.age > age));
}
