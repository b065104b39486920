import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { woken } from '../properties/wake.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/**
 * A wake-up that is lost in kernels of today (corpus B52, seen on 6.6.9 and 6.19.0): the task of a container faults at the
 * limit while the OOM killer is disabled, and the administrator enables it before the task sleeps.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const killerEnabledEarly: Scenario = {
  id: 'killer-enabled-early',
  topic: 'oom_kill_disable',
  question:
    'The killer is enabled between a failed charge and the sleep, and nobody else is there: does the task wake?',
  sizes: SIZES,
  params: { pages: 1, ...NUMBERS },
  cast: ({ pages = 1, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages, oom_kill_disable: true } },
      tasks: { task: { memcg: 'A', pages, program: [userFault()] } },
      admin: { program: [{ type: 'write_oom_control', memcg: 'A', value: 0 }] },
    }),
  outcomes: [killed('task')],
  properties: [woken, progress],
  expect: {
    'task-killed': outcomes(
      'A A A A A A A A | A A A A A A A A',
      'it is the only one to kill, once the killer is enabled',
    ),
    hangs: outcomes(
      'n n n n n n n n | n n n n n n n s',
      'corpus B52: up to v6.4 the flag is read again after enqueueing; 6.1: killed 6 of 6, 6.6.9: asleep 6 of 6',
    ),
  },
  expectProperties: {
    'P-WAKE': verdicts('h h h h h h h h | h h h h h h h X', 'the same fact'),
    'P-PROG': verdicts('h h h h h h h h | h h h h h h h X', 'the same fact'),
  },
};

/**
 * Another wake-up that is lost, found by the search and not seen on a real kernel so far: while the killer is being enabled one
 * task kills in its charge, with the oom_lock bits held for the notification, and the other one, which still saw the killer
 * disabled, fails to get them and sleeps. The one in the charge path wakes nobody when it lets go of them.
 */
export const killerEnabledBetween: Scenario = {
  ...killerEnabledEarly,
  id: 'killer-enabled-between',
  // Up to a million states on each, so only the kernels around the change, and the newest.
  kernels: ['v4.18', 'v4.20', 'v5.0', 'v6.1', 'v6.5'],
  question: 'The killer is enabled while two tasks run into OOM, and one of them kills: is the other left asleep?',
  cast: ({ pages = 1, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages, oom_kill_disable: true } },
      tasks: {
        first: { memcg: 'A', pages, program: [userFault()] },
        second: { memcg: 'A', program: [userFault()] },
      },
      admin: { program: [{ type: 'write_oom_control', memcg: 'A', value: 0 }] },
    }),
  outcomes: [killed('first'), killed('second')],
  expect: {
    'first-killed': outcomes('- - - A - - - - | A A - - - - A A', 'it has most pages'),
    hangs: outcomes(
      '- - - n - - - - | n s - - - - s s',
      'worked out: 7056d3a37d2c holds the oom_lock bits over the kill, and mem_cgroup_oom_unlock wakes nobody; from v6.5 on also B52',
    ),
  },
  expectProperties: {
    'P-WAKE': verdicts('- - - h - - - - | h X - - - - X X', 'the same fact'),
    'P-PROG': verdicts('- - - h - - - - | h X - - - - X X', 'the same fact'),
  },
};
