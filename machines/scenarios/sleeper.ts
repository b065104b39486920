import type { Op, Scenario } from '../../src/model/index.js';
import { actorsOf, type OperatorCast } from '../cast.js';
import { LOCKSTEP, outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { lockless } from '../properties/lock.js';
import { progress } from '../properties/progress.js';
import { woken } from '../properties/wake.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/** One way to end an OOM from user space. */
interface Way {
  readonly id: string;
  readonly what: string;
  readonly actions: readonly Op[];
  /** Pages of its own that it can free. */
  readonly pages?: number;
  /** Pages of page cache that it can free. */
  readonly cache?: number;
  readonly fact: string;
  /** Rows of `hangs`: a handler that waits for its eventfd, and an admin who acts at any time. */
  readonly handled: string;
  readonly anytime: string;
  readonly why: string;
}

const WAYS: readonly Way[] = [
  {
    id: 'limit-raised',
    what: 'the limit is raised',
    actions: [{ type: 'raise_limit', memcg: 'A', pages: 1 }],
    fact: 'traces S5 a: raising the limit wakes the sleeper; it notifies after it enqueued and marked',
    handled: 'n n n n n n n n | n n n n n n n n',
    anytime: 's s s s s s s s | s s s s s s s s',
    why: 'worked out: raised between the failed charge and under_oom, nobody is woken (corpus B53)',
  },
  {
    id: 'munmap',
    what: 'another process unmaps a page',
    actions: [{ type: 'munmap', pages: 1 }],
    pages: 1,
    fact: 'traces S5 c2: a batched uncharge wakes',
    handled: 'n n n n n n n n | n n n n n n n n',
    anytime: 's s s s s s s s | s s s s s s s s',
    why: 'corpus B53: the uncharge reads under_oom before the sleeper has marked it',
  },
  {
    id: 'page-freed',
    what: 'a single page is freed',
    actions: [{ type: 'free_page', memcg: 'A' }],
    cache: 1,
    fact: 'corpus B67: a single unbatched uncharge wakes nobody before uncharge_batch (v3.17)',
    handled: 'A A n n n n n n | n n n n n n n n',
    anytime: 's s s s s s s s | s s s s s s s s',
    why: 'corpus B53 and B67',
  },
  {
    id: 'sigkill',
    what: 'the sleeper gets SIGKILL',
    actions: [{ type: 'kill', task: 'charger' }],
    fact: 'traces S5 b: the sleep is killable',
    handled: 'n n n n n n n n | n n n n n n n n',
    anytime: 'n n n n n n n n | n n n n n n n n',
    why: 'a fatal signal is seen by schedule() whenever it came',
  },
  {
    id: 'other-killed',
    what: 'another task of the memcg is killed',
    actions: [{ type: 'kill', task: 'hog' }],
    fact: 'traces S5 c: the exit path of the killed task uncharges and wakes',
    handled: 'n n n n n n n n | n n n n n n n n',
    anytime: 's s s s s s s s | s s s s s s s s',
    why: 'corpus B53: the whole exit fits between the failed charge and under_oom',
  },
  {
    id: 'killer-enabled',
    what: 'the killer is enabled again',
    actions: [{ type: 'write_oom_control', memcg: 'A', value: 0 }],
    fact: 'traces S5 d: writing 0 wakes all sleepers, and the kill follows',
    handled: 'n n n n n n n n | n n n n n n n n',
    anytime: 'n n n n n n n n | n n n n n n n s',
    why: 'semantics 3.4: the lock holder reads oom_kill_disable after it has enqueued and marked; removed in v6.5 (corpus B52, seen on 6.6.9 and 6.19)',
  },
];

/** The columns of every row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5. */
function scenario(way: Way, when: 'handled' | 'anytime', sleepers: readonly string[] = ['charger']): Scenario {
  const operator: OperatorCast = { program: way.actions, memcg: 'A', pages: way.pages ?? 0 };
  const handled = when === 'handled';
  const spare = (way.pages ?? 0) + (way.cache ?? 0);
  return {
    id: `sleeper-${way.id}-${when}`,
    topic: 'oom_kill_disable',
    question: handled
      ? `A user fault sleeps for OOM; its handler sees to it that ${way.what}: does it wake?`
      : `The same, when ${way.what} at any time: can the wake-up be lost?`,
    sizes: SIZES,
    params: { pages: 2, ...NUMBERS },
    cast: ({ pages = 2, ...numbers }) =>
      actorsOf({
        ...numbersOf(numbers),
        memcgs: { A: { limit: pages + spare, usage: way.cache ?? 0, oom_kill_disable: true } },
        tasks: {
          ...Object.fromEntries(sleepers.map((id) => [id, { memcg: 'A', program: [userFault()] }])),
          hog: { memcg: 'A', pages },
        },
        ...(handled ? { handler: { ...operator, listensTo: 'A' } } : { admin: operator }),
      }),
    outcomes: [killed('charger'), killed('hog')],
    properties: [woken, lockless, ...(handled ? [balanced] : []), progress],
    expect: {
      hangs: outcomes(handled ? way.handled : way.anytime, handled ? way.fact : way.why),
    },
    expectProperties: lostWakeups(handled ? way.handled : way.anytime, handled ? way.fact : way.why),
  };
}

/** Where a wake-up can be lost, a task is left asleep although there is room: P-WAKE and P-PROG are the same fact. */
function lostWakeups(row: string, fact: string): NonNullable<Scenario['expectProperties']> {
  const lost = verdicts(row.replaceAll('n', 'h').replaceAll(/[sA]/g, 'X'), fact);
  return { 'P-WAKE': lost, 'P-PROG': lost };
}

/**
 * Question 4. oom_kill_disable and a user fault: the task sleeps at the end of the fault (v3.11: inside the charge), and is
 * woken by each of five things. With a handler that acts after its eventfd was signalled and handles every signal, and
 * with an admin who acts at any time.
 */
export const sleeperWoken: readonly Scenario[] = WAYS.flatMap((way) => [
  scenario(way, 'handled'),
  scenario(way, 'anytime'),
]);

/** Two tasks sleep; only the one with the oom_lock bits notified the handler. */
export const twoSleepers: Scenario = {
  ...scenario(WAYS[0]!, 'handled', ['charger', 'other']),
  id: 'two-sleepers',
  question: 'Two tasks sleep for OOM and the handler raises the limit at each signal: do both wake?',
  expect: {
    hangs: outcomes(
      'n n n n n n n n | n n n n n n n s',
      'the one that leaves wakes the next in line; in v6.5 it does not (corpus B52, second half)',
    ),
  },
  expectProperties: { 'P-PROG': verdicts('h h X X X X X X | X X X X X X X X', LOCKSTEP) },
};

/**
 * The sleeper is in a child, the limit in its parent. In v3.11 and v3.12 oom_kill_disable of a parent cannot be changed
 * any more (it was set before the child was made), and the handler gets EINVAL.
 */
export const sleeperInChild: Scenario = {
  id: 'sleeper-in-child',
  topic: 'oom_kill_disable',
  question:
    'The sleeper is in a child, the limit in its parent, and the handler enables the killer there: does it wake?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages, oom_kill_disable: true }, C: { limit: 9, parent: 'A' } },
      tasks: { charger: { memcg: 'C', program: [userFault()] }, hog: { memcg: 'A', pages } },
      handler: { program: [{ type: 'write_oom_control', memcg: 'A', value: 0 }], listensTo: 'A' },
    }),
  outcomes: [killed('charger'), killed('hog')],
  properties: [woken, lockless, progress],
  expect: {
    hangs: outcomes(
      'A A n n n n n n | n n n n n n n n',
      'mem_cgroup_oom_control_write: EINVAL with children or a hierarchical parent up to v3.15',
    ),
    'hog-killed': outcomes(
      'n n A A A A A A | A A A A A A A A',
      'once enabled, the killer takes the task with most pages',
    ),
  },
  expectProperties: {
    'P-PROG': verdicts('X X h h h h h h | h h h h h h h h', 'the same fact as hangs'),
  },
};
