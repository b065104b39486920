import type { Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { enomem, killed, overcharge } from '../outcomes.js';
import { slabSyscall } from '../programs.js';
import { limit } from '../properties/limit.js';
import { progress } from '../properties/progress.js';
import { NUMBERS, numbersOf } from './sizes.js';

/**
 * Corpus B36: a task that was killed goes on allocating in one system call, as vmalloc does since its bail-out went
 * (b8c8a338f75e). Each charge of a dying task passes the limit.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const dyingRunaway: Scenario = {
  id: 'dying-runaway',
  topic: 'limit',
  question: 'A killed task goes on allocating in one system call: how far above its limit can the memcg get?',
  sizes: 'two allocations in the call (any number); a memcg full of page cache; retries 0 (5, from v5.9 on 16)',
  params: { ...NUMBERS },
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: 1, usage: 1 } },
      tasks: { task: { memcg: 'A', program: [[...slabSyscall(), ...slabSyscall()]] } },
      admin: { program: [{ type: 'kill', task: 'task' }] },
    }),
  outcomes: [
    { ...overcharge('A', 2), name: 'runaway', description: 'A ends two pages above its limit, one for each charge' },
  ],
  properties: [limit, progress],
  expect: {
    runaway: outcomes(
      'n n s s s s s s | s s s s s n n n',
      'corpus B36: each charge is forced, if the signal does not come before the call, until a4ebf1b6ca1e; a killed task’s slab is not accounted in v3.x',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'it exits'),
  },
  expectProperties: {
    'P-LIMIT': verdicts(
      'X X X X X X X X | X X X X X h h h',
      'the same fact; v3.x forces one page where the signal comes between its two gates (-EINTR)',
    ),
  },
};

/** The same with nobody who kills it: the OOM killer that its own first charge calls does. */
export const ownRunaway: Scenario = {
  ...dyingRunaway,
  id: 'own-runaway',
  question: 'A task is killed by its own charge, and goes on allocating: how far above its limit can the memcg get?',
  cast: (numbers) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: 1, usage: 1 } },
      tasks: { task: { memcg: 'A', program: [[...slabSyscall(), ...slabSyscall()]] } },
    }),
  outcomes: [...dyingRunaway.outcomes, enomem('task'), killed('task')],
  expect: {
    runaway: outcomes(
      'n n n n A A A A | A A A A A n n n',
      'corpus B36: with the kill in the charge a system call makes itself a dying task; a4ebf1b6ca1e',
    ),
    enomem: outcomes('n A A A n n n n | n n n n n n n n', 'as slab-at-limit'),
    'task-killed': outcomes('A n n n A A A A | A A A A A A A A', 'it is the only one to kill'),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'it exits'),
  },
  expectProperties: {
    'P-LIMIT': verdicts('X h h h X X X X | X X X X X h h h', 'the same fact; v3.11 forces one page, as above'),
  },
};
