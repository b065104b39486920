import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { woken } from '../properties/wake.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * The eventfd is registered while a task runs into OOM, at any time: registration and notification exclude each other by
 * memcg_oom_lock, and registering under OOM signals at once (semantics 5, traces S6).
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const registeredLate: Scenario = {
  id: 'registered-late',
  topic: 'notification',
  question: 'An eventfd is registered while a user fault goes to sleep for OOM: can its signal be missed?',
  sizes: SIZES,
  params: { pages: 1, ...NUMBERS },
  cast: ({ pages = 1, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages, oom_kill_disable: true } },
      tasks: { charger: { memcg: 'A', pages, program: [userFault()] } },
      handler: { program: [{ type: 'kill', task: 'charger' }] },
      admin: { program: [{ type: 'register_eventfd', memcg: 'A', eventfd: 'eventfd' }] },
    }),
  outcomes: [killed('charger')],
  properties: [woken, progress],
  expect: {
    'charger-killed': outcomes('A A A A A A A A | A A A A A A A A', 'by the handler, which is signalled'),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'mem_cgroup_oom_register_event: signals if under_oom'),
  },
};
