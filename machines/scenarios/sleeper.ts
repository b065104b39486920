import type { Op, Scenario } from '../../src/model/index.js';
import { actorsOf, type OperatorCast } from '../cast.js';
import { outcomes, verdicts } from '../expectations.js';
import { killed } from '../outcomes.js';
import { userFault } from '../programs.js';
import { balanced } from '../properties/balanced.js';
import { lockless } from '../properties/lock.js';
import { progress } from '../properties/progress.js';
import { woken } from '../properties/wake.js';
import { SIZES } from './sizes.js';

/** One way to end an OOM from user space. */
interface Way {
  readonly id: string;
  readonly what: string;
  readonly actions: readonly Op[];
  /** Pages of its own that it can free. */
  readonly pages?: number;
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
    handled: 'n n n n n n n n',
    anytime: 's s s s s s s s',
    why: 'worked out: raised between the failed charge and under_oom, nobody is woken (corpus B53)',
  },
  {
    id: 'munmap',
    what: 'another process unmaps a page',
    actions: [{ type: 'munmap', pages: 1 }],
    pages: 1,
    fact: 'traces S5 c2: a batched uncharge wakes',
    handled: 'n n n n n n n n',
    anytime: 's s s s s s s s',
    why: 'corpus B53: the uncharge reads under_oom before the sleeper has marked it',
  },
  {
    id: 'sigkill',
    what: 'the sleeper gets SIGKILL',
    actions: [{ type: 'kill', task: 'charger' }],
    fact: 'traces S5 b: the sleep is killable',
    handled: 'n n n n n n n n',
    anytime: 'n n n n n n n n',
    why: 'a fatal signal is seen by schedule() whenever it came',
  },
  {
    id: 'other-killed',
    what: 'another task of the memcg is killed',
    actions: [{ type: 'kill', task: 'hog' }],
    fact: 'traces S5 c: the exit path of the killed task uncharges and wakes',
    handled: 'n n n n n n n n',
    anytime: 's s s s s s s s',
    why: 'corpus B53: the whole exit fits between the failed charge and under_oom',
  },
  {
    id: 'killer-enabled',
    what: 'the killer is enabled again',
    actions: [{ type: 'write_oom_control', memcg: 'A', value: 0 }],
    fact: 'traces S5 d: writing 0 wakes all sleepers, and the kill follows',
    handled: 'n n n n n n n n',
    anytime: 'n n n n n n n n',
    why: 'semantics 3.4: the lock holder reads oom_kill_disable after it has enqueued and marked (removed in v6.5, corpus B52)',
  },
];

/** The columns of every row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19. */
function scenario(way: Way, when: 'handled' | 'anytime', sleepers: readonly string[] = ['charger']): Scenario {
  const operator: OperatorCast = { program: way.actions, memcg: 'A', pages: way.pages ?? 0 };
  const handled = when === 'handled';
  return {
    id: `sleeper-${way.id}-${when}`,
    topic: 'oom_kill_disable',
    question: handled
      ? `A user fault sleeps for OOM; its handler sees to it that ${way.what}: does it wake?`
      : `The same, when ${way.what} at any time: can the wake-up be lost?`,
    sizes: SIZES,
    params: { pages: 2, retries: 0 },
    cast: ({ pages = 2, retries = 0 }) =>
      actorsOf({
        retries,
        memcgs: { A: { limit: pages + (way.pages ?? 0), oom_kill_disable: true } },
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
    expectProperties: handled ? {} : lostWakeups(way),
  };
}

/** Where a wake-up can be lost, a task is left asleep although there is room: P-WAKE is the same fact. */
function lostWakeups(way: Way): NonNullable<Scenario['expectProperties']> {
  return { 'P-WAKE': verdicts(way.anytime.replaceAll('n', 'h').replaceAll('s', 'X'), way.why) };
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
