import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded, explore, search, TableHost, type Exploration } from '../../src/explore/index.js';
import { enabled, perform, type Choice, type Schedule, type System } from '../../src/system/index.js';
import { blueprints, systemOf } from '../support/random-systems.js';
import { latchedMail, lostUpdate, philosophers } from '../support/toys.js';

const SEED = 20180620;

const outcome = ({ outcomes }: Exploration, name: string) => outcomes.find((one) => one.name === name)!;

/** How much a way costs: its preemptions, then its steps. */
type Cost = readonly [preemptions: number, steps: number];

const byCost = ([p, s]: Cost, [q, t]: Cost): number => p - q || s - t;

function costOf(system: System, schedule: Schedule): Cost {
  const host = new TableHost(system);
  let last = -1;
  let preemptions = 0;
  for (const step of schedule) {
    const threads = host.sources().map(({ debtor }) => debtor);
    const thread = threads[step] as number;
    if (thread !== last && threads.includes(last)) preemptions++;
    last = thread;
    perform(host, enabled(host)[step] as Choice);
  }
  return [preemptions, schedule.length];
}

/** The least cost of each state by a search of its own, which takes the cheapest of all that is open, one after another. */
function leastCosts(system: System): Cost[] {
  const host = new TableHost(system);
  const least = new Map<string, Cost>();
  const closed = new Set<string>();
  const open: { cost: Cost; last: number; at: Int32Array }[] = [{ cost: [0, 0], last: -1, at: host.vector.slice() }];
  while (open.length > 0) {
    open.sort((a, b) => byCost(b.cost, a.cost));
    const { cost, last, at } = open.pop()!;
    const key = at.join(' ');
    if (closed.has(`${key} ${last}`)) continue;
    closed.add(`${key} ${last}`);
    if (!least.has(key)) least.set(key, cost);
    host.vector.set(at);
    const threads = host.sources().map(({ debtor }) => debtor);
    for (const [step, thread] of threads.entries()) {
      host.vector.set(at);
      perform(host, enabled(host)[step] as Choice);
      const preempted = thread !== last && threads.includes(last) ? 1 : 0;
      open.push({ cost: [cost[0] + preempted, cost[1] + 1], last: thread, at: host.vector.slice() });
    }
  }
  return [...least.values()];
}

describe('bounded preemptions', () => {
  it('find the lost update with one, and not without', () => {
    const none = explore(lostUpdate(2), { strategy: bounded({ preemptions: 0 }) });
    expect([none.stoppedBy, none.preemptions, outcome(none, 'lost').verdict]).toEqual(['preemptions', 0, 'unknown']);
    const one = explore(lostUpdate(2), { strategy: bounded({ preemptions: 1 }) });
    expect(outcome(one, 'lost').verdict).toBe('sometimes');
    expect(costOf(lostUpdate(2), outcome(one, 'lost').witness!)).toEqual([1, 4]);
  });

  it('find the deadlock of six philosophers with one: from the last to the first, each is blocked by the one before', () => {
    const system = philosophers(6);
    const none = explore(system, { strategy: bounded({ preemptions: 0 }) });
    expect(outcome(none, 'hangs').verdict).toBe('unknown');
    const one = explore(system, { strategy: bounded({ preemptions: 1 }) });
    expect(costOf(system, outcome(one, 'hangs').witness!)).toEqual([1, 6]);
  });

  it.each([
    ['the lost update of three', lostUpdate(3)],
    ['philosophers', philosophers(4)],
    ['latched mail', latchedMail()],
  ])('without a bound are complete, with the verdicts of breadth first: %s', (_, system) => {
    const [bfs, all] = [explore(system), explore(system, { strategy: bounded() })];
    expect([all.complete, all.states, all.steps]).toEqual([true, bfs.states, bfs.steps]);
    expect(all.outcomes.map(({ verdict }) => verdict)).toEqual(bfs.outcomes.map(({ verdict }) => verdict));
    expect([all.ends, all.deadlocked, all.doomed]).toEqual([bfs.ends, bfs.deadlocked, bfs.doomed]);
  });

  it(`come to every state of 60 random systems with the fewest, and of those in the fewest steps (seed ${SEED})`, () => {
    const small = blueprints.filter(
      (blueprint) => search(systemOf(blueprint), { bounds: { states: 60 } }).stoppedBy === undefined,
    );
    const cheapest = fc.property(small, (blueprint) => {
      const system = systemOf(blueprint);
      const graph = search(system, { strategy: bounded() });
      const costs = Array.from({ length: graph.states }, (_, state) => costOf(system, graph.scheduleTo(state)));
      expect(costs.sort(byCost)).toEqual(leastCosts(system).sort(byCost));
    });
    fc.assert(cheapest, { seed: SEED, numRuns: 60 });
  });
});
