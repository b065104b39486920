import { allOps, isnt, reply, type Context, type MachineSpec, type Value } from '../../src/model/index.js';

/** [task, next] pairs: every task that was ever queued keeps its link until it is cleared. */
type Links = readonly (readonly [string, string | null])[];

const links = (context: Context): Links => context['links'] as unknown as Links;

const linkOf = (context: Context, task: Value | undefined): string | null =>
  links(context).find(([one]) => one === task)?.[1] ?? null;

function linked(context: Context, task: string, next: string | null): Value {
  const others = links(context).filter(([one]) => one !== task);
  const all = next === null ? others : [...others, [task, next] as const];
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)) as unknown as Value;
}

/**
 * oom_reaper_list (mm/oom_kill.c, v4.6 on): a singly linked list through `task->oom_reaper_list`, last in first out.
 *
 * Push and pop are sections under oom_reaper_lock; the test whether a task is queued already takes no lock, and a popped
 * task keeps its link (corpus B19, B20).
 */
export const oom_reaper_list: MachineSpec = {
  id: 'oom_reaper_list',
  kind: 'object',
  description: 'oom_reaper_list: victims that wait to be reaped.',
  refs: { head: 'ref' },
  context: () => ({ head: null, links: [] }),
  root: allOps('list', 'The list.'),
  guards: {
    isHead: (context, event) => context['head'] === event['task'],
    hasNext: (context, event) => linkOf(context, event['task']) !== null,
  },
  updates: {
    push: (context, event) => ({
      links: linked(context, String(event['task']), context['head'] as string | null),
      head: event['task'] ?? null,
    }),
    pop: (context) => ({ head: linkOf(context, context['head']) }),
    clearLink: (context, event) => ({ links: linked(context, String(event['task']), null) }),
  },
  fragments: {
    wake_oom_reaper: () => ({
      on: {
        is_head: [{ guard: 'isHead', actions: [reply('queued')] }, { actions: [reply('not_head')] }],
        has_next: [{ guard: 'hasNext', actions: [reply('queued')] }, { actions: [reply('not_queued')] }],
        push: { actions: ['push', reply('pushed')] },
      },
    }),
    oom_reaper: () => ({
      on: {
        pop: { guard: isnt('$head', null), actions: [reply('popped', { task: '$head' }), 'pop'] },
        clear_link: { actions: ['clearLink', reply('cleared')] },
      },
    }),
  },
};
