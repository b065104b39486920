import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { search, TableHost } from '../../src/explore/index.js';
import { enabled, perform, ReferenceHost, replay, type Step, type System } from '../../src/system/index.js';
import { referenceCounts, type Counts } from '../scenarios/reference-count.js';
import { blueprints, systemOf, type Blueprint } from '../support/random-systems.js';

const SEED = 20180620;
const ALL = Boolean(process.env['OOMLAB_TEST_ALL']);
/** XState answers every question of the reference host, so it is asked of few systems, and of small ones. */
const [SYSTEMS, SMALL] = ALL ? [1_000, 500] : [100, 150];
/** Enough states to outgrow the first tables, enough systems to do so at every place. */
const [MORE_SYSTEMS, LARGE] = ALL ? [1_000, 20_000] : [200, 5_000];

/** Blueprints of systems of no more than so many states: larger ones are drawn anew. */
const upTo = (states: number): fc.Arbitrary<Blueprint> =>
  blueprints.filter((blueprint) => search(systemOf(blueprint), { bounds: { states } }).stoppedBy === undefined);

/** Holds the search to another count, on so many random systems of at most so many states. */
function expectCounts(count: (system: System) => Counts, states: number, numRuns: number): void {
  const agree = fc.property(upTo(states), (blueprint) => {
    const system = systemOf(blueprint);
    const { states: found, steps, depth } = search(system);
    expect({ states: found, steps, depth }).toEqual(count(system));
  });
  fc.assert(agree, { seed: SEED, numRuns });
}

describe(`on random systems (seed ${SEED}) the search`, () => {
  it(`counts what a second search on the reference host counts, on ${SYSTEMS} of at most ${SMALL} states`, () => {
    expectCounts(referenceCounts, SMALL, SYSTEMS);
  });

  it(`counts what a search that performs every step anew counts, on ${MORE_SYSTEMS} of at most ${LARGE} states`, () => {
    expectCounts(stepwiseCounts, LARGE, MORE_SYSTEMS);
  });

  it('gives schedules that lead the reference host to the same state', () => {
    const leads = fc.property(upTo(SMALL), fc.nat(), (blueprint, any) => {
      const system = systemOf(blueprint);
      const graph = search(system);
      const state = any % graph.states;
      const reference = new ReferenceHost(system);
      replay(reference, { schedule: graph.scheduleTo(state) });
      graph.visit(state);
      for (const { index } of system.actors) expect(graph.host.view(index)).toEqual(reference.view(index));
    });
    fc.assert(leads, { seed: SEED, numRuns: SYSTEMS });
  });

  it('meets every kind of part of a step in at least a tenth of them', () => {
    const systemsWith = { call: 0, choose: 0, tell: 0, mail: 0, reply: 0, post: 0 };
    for (const blueprint of fc.sample(upTo(SMALL), { seed: SEED, numRuns: SYSTEMS })) {
      for (const kind of kindsTo(blueprint)) systemsWith[kind]++;
    }
    expect(Object.entries(systemsWith).filter(([, systems]) => systems < SYSTEMS / 10)).toEqual([]);
  });
});

/** Breadth-first search by `enabled` and `perform`, on the search's own host but without what it learns of steps. */
function stepwiseCounts(system: System): Counts {
  const host = new TableHost(system);
  const seen = new Set([host.vector.join()]);
  let level: Int32Array[] = [host.vector.slice()];
  let steps = 0;
  let depth = 0;
  for (; level.length > 0; depth++) {
    const next: Int32Array[] = [];
    for (const state of level) {
      host.vector.set(state);
      for (const choice of enabled(host)) {
        host.vector.set(state);
        perform(host, choice);
        steps++;
        const key = host.vector.join();
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(host.vector.slice());
      }
    }
    level = next;
  }
  return { states: seen.size, steps, depth };
}

type Kind = Step['parts'][number]['kind'];

/** What happens on the way to the state that the search finds last. */
function kindsTo(blueprint: Blueprint): Set<Kind> {
  const system = systemOf(blueprint);
  const graph = search(system);
  const steps = replay(new ReferenceHost(system), { schedule: graph.scheduleTo(graph.states - 1) });
  return new Set(steps.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
}
