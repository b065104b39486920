import {
  allOps,
  reply,
  set,
  tell,
  type Context,
  type MachineSpec,
  type Op,
  type Value,
} from '../../src/model/index.js';

interface Entry {
  readonly task: string;
  readonly memcg: string;
}

const entriesOf = (context: Context): readonly Entry[] => context['entries'] as unknown as readonly Entry[];

const sorted = (entries: readonly Entry[]): Value =>
  [...entries].sort((a, b) => (a.task < b.task ? -1 : 1)) as unknown as Value;

/** memcg_oom_wake_function's filter: equal, or one an ancestor of the other. */
const related = (context: Context, memcg: Value | undefined): readonly string[] =>
  (context['families'] as { readonly [memcg: string]: readonly string[] })[String(memcg)] ?? [String(memcg)];

const woken = (context: Context, event: Op): readonly Entry[] =>
  entriesOf(context).filter((entry) => related(context, event['memcg']).includes(entry.memcg));

/**
 * The one global wait queue of all memcgs (mm/memcontrol.c, v2.6.34 on), with its ancestry filter.
 *
 * Every op is one section under the queue's spinlock. A waker unlinks whom it wakes (autoremove). All matching entries
 * are woken at once, so their order is no part of the state: they are kept sorted.
 */
export const memcg_oom_waitq: MachineSpec = {
  id: 'memcg_oom_waitq',
  kind: 'object',
  description: 'memcg_oom_waitq: who waits for which memcg to leave OOM.',
  refs: { woken: 'set' },
  context: (input) => ({ entries: [], woken: [], families: input['families'] ?? {} }),
  root: allOps('queue', 'The entries of the queue.'),
  updates: {
    enqueue: (context, event) => ({
      entries: sorted([
        ...entriesOf(context).filter(({ task }) => task !== event['task']),
        { task: String(event['task']), memcg: String(event['memcg']) },
      ]),
    }),
    unlink: (context, event) => ({
      entries: sorted(entriesOf(context).filter(({ task }) => task !== event['task'])),
    }),
    unlinkWoken: (context, event) => ({
      woken: woken(context, event).map(({ task }) => task),
      entries: sorted(entriesOf(context).filter((entry) => !woken(context, event).includes(entry))),
    }),
  },
  fragments: {
    prepare_to_wait: () => ({
      on: {
        prepare_to_wait: {
          actions: ['enqueue', tell('$event.task.task_struct', 'set_killable'), reply('enqueued')],
        },
      },
    }),
    finish_wait: () => ({
      on: {
        finish_wait: { actions: ['unlink', tell('$event.task.task_struct', 'set_running'), reply('finished')] },
      },
    }),
    memcg_oom_wake_function: () => ({
      on: {
        wake: {
          actions: ['unlinkWoken', tell('$woken.task_struct', 'wake_up'), set({ woken: [] }), reply('woken')],
        },
      },
    }),
  },
};
