import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breadthFirst, depthFirst, explore, search, type Graph } from '../../src/explore/index.js';
import {
  allOps,
  call,
  doing,
  reply,
  set,
  type MachineSpec,
  type Property,
  type SafetyProperty,
  type Scenario,
} from '../../src/model/index.js';
import { buildSystem, replay, ReferenceHost, type System } from '../../src/system/index.js';
import { memcgMini } from '../support/memcg-mini.js';
import { alikeSystemOf, blueprints, systemOf, type Blueprint } from '../support/random-systems.js';
import { kernelOf, lostUpdate, toyScenario } from '../support/toys.js';
import { verdicts } from '../support/verdicts.js';

const SEED = 20180628;
const ALL = Boolean(process.env['OOMLAB_TEST_ALL']);
const [SYSTEMS, STATES] = ALL ? [2_000, 3_000] : [250, 1_000];
const POR = { reductions: ['por'] } as const;
const BOTH = { reductions: ['symmetry', 'por'] } as const;

const upTo = (build: (blueprint: Blueprint) => System): fc.Arbitrary<Blueprint> =>
  blueprints.filter((one) => search(build(one), { bounds: { states: STATES } }).complete);

/** What can be asked of any random system: of one thread, of two, and of an object. */
const asked: Partial<Scenario> = {
  outcomes: [
    { name: 's1', description: '', holds: (state) => state.actor('thread0').matches('s1') },
    { name: 'kept', description: '', holds: (state) => state.actor('thread0').context['kept'] !== 0 },
    { name: 'counted', description: '', holds: (state) => state.actor('object0').context['count'] === 1 },
  ],
  properties: [
    safety('local', 'never', (state) => state.actor('thread0').matches('s2')),
    safety('count', 'never', (state) => state.actor('object0').context['count'] === 2),
    safety(
      'both',
      'sometimes',
      (state) => state.actor('thread0').matches('s1') && state.actor('object0').matches('s1'),
    ),
    safety('kept', 'always', (state) => state.actor('thread0').context['kept'] === 0),
  ],
};

function safety(id: string, kind: SafetyProperty['kind'], holds: SafetyProperty['holds']): Property {
  return { id, kind, description: id, holds };
}

/** The states in which nothing is left to do, by what they are. */
function terminals(graph: Graph): string[] {
  return [...graph.terminals].map((state) => {
    graph.visit(state);
    const { host } = graph;
    const mail = host.mail().map(({ to, op }) => [to, host.describe(op)]);
    return JSON.stringify([
      mail,
      ...graph.system.actors.map(({ index }) => [host.view(index).path, host.view(index).context]),
    ]);
  });
}

describe(`on random systems (seed ${SEED}) partial order`, () => {
  it(`keeps all ends and deadlocks, all verdicts, and gives runs that show them, on ${SYSTEMS} systems`, () => {
    const agree = fc.property(
      upTo((one) => systemOf(one)),
      fc.constantFrom(breadthFirst(), depthFirst()),
      (blueprint, strategy) => {
        const system = systemOf(blueprint, asked);
        const [full, reduced] = [explore(system), explore(system, { ...POR, strategy })];
        expect(verdicts(reduced)).toEqual(verdicts(full));
        expect(terminals(reduced.graph).sort()).toEqual(terminals(full.graph).sort());
        expect(reduced.states).toBeLessThanOrEqual(full.states);
        const runs = [
          ...reduced.outcomes.map(({ witness }) => witness),
          ...reduced.properties.map((one) => one.counterexample),
        ];
        for (const schedule of runs) if (schedule !== undefined) replay(new ReferenceHost(system), { schedule });
      },
    );
    fc.assert(agree, { seed: SEED, numRuns: SYSTEMS });
  });

  it(`goes with symmetry, on ${SYSTEMS} systems of threads that are wired alike`, () => {
    const agree = fc.property(
      upTo((one) => alikeSystemOf(one, 3)),
      (blueprint) => {
        const system = alikeSystemOf(blueprint, 3, asked);
        expect(verdicts(explore(system, BOTH))).toEqual(verdicts(explore(system)));
      },
    );
    fc.assert(agree, { seed: SEED, numRuns: SYSTEMS });
  });

  it('spares states in some of them', () => {
    const spared = fc
      .sample(
        upTo((one) => systemOf(one)),
        { seed: SEED, numRuns: SYSTEMS },
      )
      .filter((one) => search(systemOf(one), POR).states < search(systemOf(one)).states);
    expect(spared.length).toBeGreaterThan(SYSTEMS / 10);
  });
});

describe('partial order', () => {
  const N3 = { tasks: 3, limit: 3, retries: 1 };

  // Ends, deadlocked states and what hangs, as the full search and other checkers count them; the states are fewer.
  it.each([
    ['3 tasks', N3, 44_051, 8, 0],
    ['3 tasks under a mutex', { ...N3, lock: true }, 28_121, 8, 0],
    ['3 tasks with the killer disabled', { ...N3, disabled: true }, 1_860, 1, 16],
    ['3 tasks that sleep under the mutex', { ...N3, disabled: true, lock: true, trap: true }, 1_854, 1, 27],
    ['3 tasks under a mutex without a reaper', { ...N3, lock: true, reaper: false }, 6_250, 8, 0],
  ])('spares states of memcg-mini with %s, and no end', (_, sizes, states, ends, deadlocked) => {
    const [full, reduced] = [explore(memcgMini(sizes)), explore(memcgMini(sizes), POR)];
    expect([full.states, reduced.ends, reduced.deadlocked]).toEqual([states, ends, deadlocked]);
    expect(reduced.states).toBeLessThan(states * 0.9);
    expect(verdicts(reduced)).toEqual(verdicts(full));
    expect(verdicts(explore(memcgMini(sizes), BOTH))).toEqual(verdicts(full));
  });

  it('does not leave a thread out for ever because another one goes round by itself', () => {
    const system = besideOneThatGoesRound();
    const { graph, properties } = explore(system, POR);
    expect(properties).toMatchObject([{ verdict: 'violated' }]);
    expect(graph.reduced.applied.map(({ name }) => name)).toEqual(['por']);
  });

  it('refuses what it does not keep, and says so', () => {
    const property: Property = {
      id: 'done',
      kind: 'eventually',
      fairness: 'weak per thread',
      description: 'the first is done',
      holds: (state) => state.actor('inc0').matches('done'),
    };
    const system = lostUpdate(2);
    const asking = { ...system, scenario: { ...system.scenario, properties: [property] } };
    expect(explore(asking, POR).properties).toMatchObject([
      { verdict: 'unknown', why: expect.stringMatching(/^por does not keep it/) },
    ]);
  });
});

/** One thread turns a wheel that nobody else looks at, for ever; the other one takes a step that a property forbids. */
function besideOneThatGoesRound(): System {
  const wheel: MachineSpec = {
    id: 'wheel',
    kind: 'object',
    description: 'Turns.',
    context: () => ({ at: 0 }),
    fragments: { ops: () => ({ on: { turn: { actions: [set({ at: { minus: [1, '$at'] } }), reply('turned')] } } }) },
    root: allOps('round', 'Turns.'),
  };
  const turner: MachineSpec = {
    id: 'turner',
    kind: 'thread',
    description: 'Turns its wheel.',
    context: () => ({}),
    fragments: {},
    root: () => ({
      initial: 'turning',
      states: { turning: doing('Turns.', call('wheel', 'turn'), { turned: { target: 'turning', reenter: true } }) },
    }),
  };
  const walker: MachineSpec = {
    id: 'walker',
    kind: 'thread',
    description: 'Turns its wheel once.',
    context: () => ({}),
    fragments: {},
    root: () => ({
      initial: 'here',
      states: {
        here: doing('Goes.', call('wheel', 'turn'), { turned: 'there' }),
        there: { type: 'final', description: 'Where it must not be.' },
      },
    }),
  };
  return buildSystem(
    toyScenario(
      'round',
      [
        { id: 'turner', machine: 'turner', roles: { wheel: 'wheel0' } },
        { id: 'walker', machine: 'walker', roles: { wheel: 'wheel1' } },
        { id: 'wheel0', machine: 'wheel' },
        { id: 'wheel1', machine: 'wheel' },
      ],
      { properties: [safety('there', 'never', (state) => state.actor('walker').matches('there'))] },
    ),
    kernelOf([wheel, turner, walker]),
  );
}
