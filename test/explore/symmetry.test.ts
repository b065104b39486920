import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore, search } from '../../src/explore/index.js';
import {
  allOps,
  type Context,
  call,
  doing,
  reply,
  type MachineSpec,
  type Property,
  type Scenario,
} from '../../src/model/index.js';
import { buildSystem, replay, ReferenceHost, type System } from '../../src/system/index.js';
import { memcgMini } from '../support/memcg-mini.js';
import { alikeSystemOf, blueprints, type Blueprint } from '../support/random-systems.js';
import { kernelOf, lostUpdate, philosophers, timedSleepers, toyScenario } from '../support/toys.js';
import { verdicts } from '../support/verdicts.js';

const SEED = 20180620;
const ALL = Boolean(process.env['OOMLAB_TEST_ALL']);
const [SYSTEMS, STATES] = ALL ? [1_000, 3_000] : [150, 1_000];
const WITH = { reductions: ['symmetry'] } as const;

const upTo = (threads: number): fc.Arbitrary<Blueprint> =>
  blueprints.filter((one) => search(alikeSystemOf(one, threads), { bounds: { states: STATES } }).complete);

const permutationsOf = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((one, i) => permutationsOf(items.toSpliced(i, 1)).map((rest) => [one, ...rest]));

/** Orbits counted the long way: the least of a state's texts under all exchanges of names, over all states of a full search. */
function orbitsByTexts(system: System, names: readonly string[]): number {
  const { graph } = explore(system);
  const all = permutationsOf(names);
  const orbits = new Set<string>();
  for (let state = 0; state < graph.states; state++) {
    graph.visit(state);
    const texts = system.actors.map(({ id, index }) => {
      const { path, context } = graph.host.view(index);
      return JSON.stringify([id, path, context]);
    });
    for (const { to, op } of graph.host.mail())
      texts.push(JSON.stringify([graph.host.name(to), graph.host.describe(op)]));
    const images = all.map((order) =>
      texts
        .map((text) => text.replaceAll(/thread\d|t\d/g, (name) => order[names.indexOf(name)] ?? name))
        .sort()
        .join('\n'),
    );
    orbits.add(images.sort()[0] as string);
  }
  return orbits.size;
}

/** Questions about threads by name, to which representatives alone are not the answer. */
const asked: Partial<Scenario> = {
  outcomes: [
    { name: 'the first is at s1', description: '', holds: (state) => state.actor('thread0').matches('s1') },
    {
      name: 'the first is ahead of the second',
      description: '',
      holds: (state) => state.actor('thread0').matches('s1') && !state.actor('thread1').matches('s1'),
    },
    {
      name: 'somebody is at s0',
      description: '',
      holds: (state) => state.actors('machine').some((one) => one.matches('s0')),
    },
  ],
  properties: [
    {
      id: 'second',
      kind: 'never',
      description: 'the second is where the first is not',
      holds: (state) => state.actor('thread1').matches('s2') && !state.actor('thread0').matches('s2'),
    },
    {
      id: 'both',
      kind: 'sometimes',
      description: 'both are at s1',
      holds: (state) => state.actors('machine').every((one) => one.matches('s1')),
    },
    {
      id: 'at home',
      kind: 'always',
      description: 'the first has moved or not',
      holds: (state) => state.actor('thread0').matches('s0'),
    },
  ],
};

describe(`on random systems of threads that are wired alike (seed ${SEED}) symmetry`, () => {
  it.each([2, 3])(`of %i keeps exactly one state of each orbit, on ${SYSTEMS} systems`, (threads) => {
    const names = Array.from({ length: threads }, (_, i) => `thread${i}`);
    const agree = fc.property(upTo(threads), (blueprint) => {
      const system = alikeSystemOf(blueprint, threads);
      const graph = search(system, WITH);
      expect([...graph.reduced.off]).toEqual([]);
      expect(graph.states).toBe(orbitsByTexts(system, names));
    });
    fc.assert(agree, { seed: SEED, numRuns: SYSTEMS });
  });

  it(`keeps all verdicts, and its runs are runs that show them, on ${SYSTEMS} systems`, () => {
    const agree = fc.property(upTo(3), (blueprint) => {
      const system = alikeSystemOf(blueprint, 3, asked);
      const [full, reduced] = [explore(system), explore(system, WITH)];
      expect(verdicts(reduced)).toEqual(verdicts(full));
      for (const [i, { name, witness }] of reduced.outcomes.entries()) {
        const other = full.outcomes[i]?.witness;
        expect([name, witness === undefined]).toEqual([name, other === undefined]);
        if (witness === undefined) continue;
        replay(new ReferenceHost(system), { schedule: witness });
        const again = explore(system, { from: witness });
        if (name !== 'hangs') expect(again.outcomes.find((one) => one.name === name)?.verdict).toBe('always');
        // As short as that of a full search, since one step leads from orbit to orbit; a hang goes on to where it stays.
        if (name !== 'hangs') expect(witness.length).toBe(other!.length);
      }
      for (const [i, { counterexample }] of reduced.properties.entries()) {
        expect(counterexample?.length).toBe(full.properties[i]?.counterexample?.length);
        if (counterexample !== undefined) replay(new ReferenceHost(system), { schedule: counterexample });
      }
    });
    fc.assert(agree, { seed: SEED, numRuns: SYSTEMS });
  });
});

describe('symmetry finds the orbits of memcg-mini that were counted elsewhere', () => {
  const N3 = { tasks: 3, limit: 3, retries: 1 };
  const N4 = { tasks: 4, limit: 3, retries: 1 };
  const trap = { disabled: true, lock: true, trap: true };

  // Orbits, and those of deadlocked and doomed states.
  it.each([
    ['3 tasks', N3, 7_666, 0, 0],
    ['4 tasks', N4, 79_672, 0, 0],
    ['3 tasks under a mutex', { ...N3, lock: true }, 4_896, 0, 0],
    ['3 tasks with the killer disabled', { ...N3, disabled: true }, 365, 5, undefined],
    ['4 tasks with the killer disabled', { ...N4, disabled: true }, 1_588, 9, undefined],
    ['3 tasks that sleep under the mutex', { ...N3, ...trap }, 358, 6, undefined],
    ['3 tasks under a mutex without a reaper', { ...N3, lock: true, reaper: false }, 1_126, 0, 8],
    ['4 tasks under a mutex without a reaper', { ...N4, lock: true, reaper: false }, 4_727, 0, 57],
  ])('for %s', (_, sizes, states, deadlocked, doomed) => {
    const found = explore(memcgMini(sizes), WITH);
    expect([found.states, found.deadlocked]).toEqual([states, deadlocked]);
    if (doomed !== undefined) expect(found.doomed).toBe(doomed);
  });

  if (ALL) {
    it.each([
      ['5 tasks', { tasks: 5, limit: 4, retries: 0 }, 309_222],
      ['6 tasks', { tasks: 6, limit: 4, retries: 0 }, 1_618_149],
    ])('for %s', { timeout: 120_000 }, (_, sizes, states) => {
      expect(search(memcgMini(sizes), WITH).states).toBe(states);
    });
  }

  it('with a run into the deadlock that is a run of the system, and goes on from there', () => {
    const system = memcgMini({ ...N3, ...trap });
    const [full, reduced] = [explore(system), explore(system, WITH)].map(({ outcomes }) => outcomes[0]!);
    expect(reduced!.verdict).toBe(full!.verdict);
    const { states } = explore(system, { from: reduced!.witness! });
    expect(states).toBe(1);
    expect(reduced!.witness).toHaveLength(full!.witness!.length);
  });

  it('with the loop of a livelock', () => {
    const system = memcgMini({ ...N3, lock: true, reaper: false });
    const { hang } = explore(system, WITH).outcomes[0]!;
    const host = new ReferenceHost(system);
    replay(host, { schedule: hang!.schedule });
    const before = host.key();
    const around = new ReferenceHost(system);
    replay(around, { schedule: [...hang!.schedule, ...hang!.loop] });
    expect(hang!.loop.length).toBeGreaterThan(0);
    expect(around.key()).toBe(before);
  });
});

describe('an order that a scenario says is nobody’s business', () => {
  const arrivals = 3;

  it('is left out of states: a queue that serves anybody is then a set', () => {
    const system = queueing(arrivals, 'anybody', ['desk.waiting']);
    const plain = queueing(arrivals, 'anybody');
    const [full, ordered, settled] = [search(plain), search(plain, WITH), search(system, WITH)];
    // Each of three is on his way, waits or is gone: 3^3 states, were it not for the order of those who wait; 10 up to names.
    expect(search(queueing(arrivals, 'anybody, from a set')).states).toBe(27);
    expect(settled.states).toBe(10);
    expect(ordered.states).toBeLessThan(full.states);
    expect([...settled.reduced.off]).toEqual([]);
    expect(verdicts(explore(system, WITH))).toEqual(verdicts(explore(system)));
    const { witness } = explore(system, WITH).outcomes.find(({ name }) => name === 'all are gone')!;
    replay(new ReferenceHost(system), { schedule: witness! });
  });

  it('turns out to be the machine’s business: then symmetry is off', () => {
    const graph = search(queueing(arrivals, 'the first', ['desk.waiting']), WITH);
    expect(graph.reduced.off.get('symmetry')).toBe(
      'to desk an order matters that the scenario says does not, on "serve"',
    );
    expect(graph.states).toBe(search(queueing(arrivals, 'the first')).states);
  });
});

describe('symmetry is off, and says why,', () => {
  it.each([
    ['where all are wired in a ring', philosophers(3), 'no two threads are wired alike'],
    ['where machines are given different numbers', timedSleepers(1, 2), 'no two threads are wired alike'],
  ])('%s', (_, system, why) => {
    const { graph } = explore(system, WITH);
    expect([...graph.reduced.off]).toEqual([['symmetry', why]]);
    expect(graph.states).toBe(explore(system).states);
  });

  it('where there are more permutations than a search can ask about', () => {
    const system = queueing(8, 'anybody, from a set');
    const graph = search(system, WITH);
    expect([...graph.reduced.off]).toEqual([['symmetry', 'of 8 threads alike there are too many permutations']]);
    expect(graph.states).toBe(3 ** 8);
    expect([...search(lostUpdate(7), WITH).reduced.off]).toEqual([]);
  });

  it('where a machine picks by name', () => {
    const system = picky();
    const graph = search(system, WITH);
    expect([...graph.reduced.off.values()]).toEqual([expect.stringMatching(/does not treat arrival0, arrival1 alike/)]);
    expect(graph.states).toBe(search(system).states);
  });

  it('where a machine remembers an order', () => {
    const system = picky(['arrival0', 'arrival1']);
    expect(search(system, WITH).reduced.off.get('symmetry')).toBe('what desk remembers depends on an order of names');
  });

  it('for what it does not keep: in a loop of representatives, nobody is the same one', () => {
    // Under symmetry two threads that take turns look like one that starves.
    const property: Property = {
      id: 'done',
      kind: 'eventually',
      fairness: 'weak per thread',
      description: 'the first is done',
      holds: (state) => state.actor('inc0').matches('done'),
    };
    const system = lostUpdate(2);
    const asking = { ...system, scenario: { ...system.scenario, properties: [property] } };
    expect(explore(asking).properties).toMatchObject([{ verdict: 'holds' }]);
    expect(explore(asking, WITH).properties).toMatchObject([
      { verdict: 'unknown', why: expect.stringMatching(/^symmetry does not keep it/) },
    ]);
  });

  it('where the search begins elsewhere', () => {
    const system = memcgMini({ tasks: 2, limit: 2, retries: 1 });
    expect(search(system, { ...WITH, from: [0] }).reduced.off.get('symmetry')).toBe(
      'the search does not begin at the start',
    );
  });
});

const ARRIVAL: MachineSpec = {
  id: 'arrival',
  kind: 'thread',
  description: 'Comes and is served.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'comes',
    states: {
      comes: doing('Comes.', call('desk', 'come', { who: '@self' }), { noted: 'waits' }),
      waits: doing('Waits.', call('desk', 'serve', { who: '@self' }), { served: 'gone' }),
      gone: { type: 'final', description: 'Gone.' },
    },
  }),
};

/** A desk that serves, of those who have come, whose name comes first; or it has had an order from the beginning. */
function picky(order: readonly string[] = []): System {
  const desk: MachineSpec = {
    id: 'desk',
    kind: 'object',
    description: 'Serves.',
    refs: { waiting: 'set' },
    context: ({ order: given = [] }) => ({ waiting: [], order: given }),
    updates: {
      comes: ({ waiting }, { who }) => ({ waiting: [...(waiting as string[]), String(who)].sort() }),
      goes: ({ waiting }) => ({ waiting: (waiting as string[]).slice(1) }),
    },
    guards: { isFirst: ({ waiting }, { who }) => (waiting as string[])[0] === who },
    fragments: {
      ops: () => ({
        on: {
          come: { actions: ['comes', reply('noted')] },
          serve: { guard: 'isFirst', actions: ['goes', reply('served')] },
        },
      }),
    },
    root: allOps('open', 'Serves the first by name.'),
  };
  const arrivals = ['arrival0', 'arrival1'].map((id) => ({ id, machine: 'arrival', roles: { desk: 'desk' } }));
  return buildSystem(
    toyScenario('picky', [...arrivals, { id: 'desk', machine: 'desk', input: { order } }]),
    kernelOf([desk, ARRIVAL]),
  );
}

/** A desk with a queue, and so many who come and are served. */
function queueing(
  count: number,
  serves: 'the first' | 'anybody' | 'anybody, from a set',
  anyOrder: readonly string[] = [],
): System {
  const waits = (context: Context): readonly string[] => context['waiting'] as readonly string[];
  const isSet = serves === 'anybody, from a set';
  const desk: MachineSpec = {
    id: 'desk',
    kind: 'object',
    description: 'Serves.',
    context: () => ({ waiting: [] }),
    updates: {
      comes: (context, { who }) => {
        const waiting = [...waits(context), String(who)];
        return { waiting: isSet ? waiting.sort() : waiting };
      },
      goes: (context, { who }) => ({ waiting: waits(context).filter((one) => one !== who) }),
    },
    guards: {
      canBeServed: (context, { who }) =>
        serves === 'the first' ? waits(context)[0] === who : waits(context).includes(String(who)),
    },
    fragments: {
      ops: () => ({
        on: {
          come: { actions: ['comes', reply('noted')] },
          serve: { guard: 'canBeServed', actions: ['goes', reply('served')] },
        },
      }),
    },
    root: allOps('open', 'Serves those who wait.'),
  };
  const ids = Array.from({ length: count }, (_, i) => `arrival${i}`);
  return buildSystem(
    toyScenario(
      'queueing',
      [...ids.map((id) => ({ id, machine: 'arrival', roles: { desk: 'desk' } })), { id: 'desk', machine: 'desk' }],
      {
        anyOrder,
        outcomes: [
          {
            name: 'all are gone',
            description: '',
            holds: (state) => state.actors('arrival').every((one) => one.matches('gone')),
          },
        ],
      },
    ),
    kernelOf([desk, ARRIVAL]),
  );
}
