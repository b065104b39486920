import { integer, reference } from './field.js';
import { MOST_MAPPED, size } from './size.js';
import { operation, type Operations } from './steps.js';

const memcg = { memcg: reference('memcg', 'of which memcg') };
const task = { task: reference('task', 'which task') };

/** What the handler and the administrator may do, by the name that a text scenario has for it. */
export const ACTIONS: Operations = {
  raise_limit: operation(
    'raise memory.limit_in_bytes by some pages',
    { ...memcg, pages: size('by how many') },
    ['memcg', 'pages'],
    (given) => [{ type: 'raise_limit', memcg: given.memcg!, pages: given.pages! }],
  ),
  write_limit: operation(
    'write memory.limit_in_bytes',
    { ...memcg, pages: size('the new limit') },
    ['memcg', 'pages'],
    (given) => [{ type: 'write_limit', memcg: given.memcg!, pages: given.pages! }],
  ),
  write_oom_control: operation(
    'write memory.oom_control',
    { ...memcg, value: integer('1 disables the killer, 0 enables it', 0, 1) },
    ['memcg', 'value'],
    (given) => [{ type: 'write_oom_control', memcg: given.memcg!, value: given.value! }],
  ),
  kill: operation('send SIGKILL to a task', task, ['task'], (given) => [{ type: 'kill', task: given.task! }]),
  move: operation(
    'move a task to another memcg; its pages stay charged where they are',
    { ...task, ...memcg },
    ['task', 'memcg'],
    (given) => [{ type: 'move', task: given.task!, memcg: given.memcg! }],
  ),
  munmap: operation('free pages of its own', { pages: size('how many', MOST_MAPPED) }, ['pages'], (given) => [
    { type: 'munmap', pages: given.pages! },
  ]),
  register_eventfd: operation(
    'register an eventfd with a memcg (cgroup.event_control)',
    { ...memcg, eventfd: reference('eventfd', 'which one: "eventfd" is the handler’s') },
    ['memcg', 'eventfd'],
    (given) => [{ type: 'register_eventfd', memcg: given.memcg!, eventfd: given.eventfd! }],
  ),
  free_slab: operation('free a page of slab memory, which wakes nobody', memcg, ['memcg'], (given) => [
    { type: 'free_slab', memcg: given.memcg! },
  ]),
  free_page: operation('free a single page of page cache, of which the memcg has some', memcg, ['memcg'], (given) => [
    { type: 'free_page', memcg: given.memcg! },
  ]),
};
