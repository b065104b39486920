import type { Cast, MemcgCast, OperatorCast, TaskCast } from '../cast.js';
import type { Op } from '../../src/model/index.js';
import { ACTIONS } from './actions.js';
import { declared, flag, integer, list, named, record, reference, type Field, type Fields } from './field.js';
import { OPERATIONS } from './operations.js';
import { MOST_MAPPED, size } from './size.js';
import { step } from './steps.js';

/** The fields of a part of the cast, called as they are called there. */
type FieldsOf<Part> = { readonly [K in keyof Part]?: Field };

const flat = (field: Field<readonly (readonly Op[])[]>): Field<readonly Op[]> => ({
  schema: field.schema,
  read(value, place) {
    const given = field.read(value, place);
    return (params) => given(params).flat();
  },
});

const MEMCG = {
  limit: size('the limit'),
  usage: size('pages charged beside those that tasks map: page cache, slab'),
  parent: reference('memcg', 'the memcg that it is a child of'),
  oom_kill_disable: flag('the OOM killer is disabled, and user space is to handle OOM'),
} satisfies FieldsOf<MemcgCast>;

const TASK = {
  memcg: reference('memcg', 'the memcg that it is in'),
  pages: size('pages that it maps at the start', MOST_MAPPED),
  chargedTo: reference('counter', 'what those pages are charged to, if not to its memcg'),
  program: list('what it does, one call after the other; without one it only is there', step(OPERATIONS)),
  oom_score_adj: integer('oom_score_adj; it counts where a memcg’s killer chooses', -1000, 1000),
  unkillable: flag('oom_score_adj is -1000: the OOM killer never chooses it'),
  threadOf: reference('task', 'the task whose process it is a thread of'),
  sharesMmWith: reference('task', 'the task whose mm it has, being a process of its own'),
  shared: flag('its pages are a shared mapping, which the oom_reaper leaves alone'),
  notifier: flag('a blockable mmu notifier is registered with its mm (KVM, RDMA)'),
} satisfies FieldsOf<TaskCast>;

const OPERATOR = {
  program: flat(list('its actions, one after the other', step(ACTIONS))),
  pages: size('pages of its own, which it can free', MOST_MAPPED),
  memcg: reference('memcg', 'what its own pages are charged to'),
} satisfies FieldsOf<OperatorCast>;

const HANDLER = {
  listensTo: reference('memcg', 'the memcg that its eventfd is registered with from the start'),
  ...OPERATOR,
} satisfies FieldsOf<NonNullable<Cast['handler']>>;

/** Pages of one's own are charged to somebody. */
const withMemcg = <T>({ schema, read }: Field<T>): Field<T> => ({
  schema: { ...schema, dependencies: { pages: ['memcg'] } },
  read,
});

/** What a text scenario says of its cast; all else in it is about the question. */
export const CAST = {
  memcgs: named('the memory cgroups', record('a memory cgroup', MEMCG, ['limit'])),
  mutexes: declared('mutexes that programs take, such as i_mutex'),
  freePages: size('pages that the page allocator has free, for scenarios with alloc_pages', MOST_MAPPED),
  tasks: named('the tasks', record('a task; called bystander…, it counts as outside for P-SCOPE', TASK, ['memcg'])),
  handler: withMemcg(record('a user-space OOM handler: acts at each signal of its eventfd', HANDLER, ['program'])),
  admin: withMemcg(record('an administrator: does each action once, at any time', OPERATOR, ['program'])),
  reports: integer('up to how many reports of no killable process are counted (1 if absent)', 1, 100),
  listeners: named('eventfds that nobody reads, and the memcg of each', reference('memcg', 'the memcg')),
} satisfies FieldsOf<Cast> & Fields;
