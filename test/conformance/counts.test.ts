import { describe, expect, it } from 'vitest';
import { explore, search, sleepSets, type Exploration, type Graph } from '../../src/explore/index.js';
import type { System } from '../../src/system/index.js';
import { anderson, petersonFilter, petersonFilterBroken } from '../support/beem.js';
import { senders } from '../support/senders.js';
import { lastZero, litmusTests, mazurkiewiczTraces, readers, writers } from '../support/litmus.js';
import { dieHard, tCommit, twoPhase } from '../support/tla-examples.js';
import { lostUpdate, philosophers } from '../support/toys.js';

/** Nobody on this project wrote these models or numbers; the rest of them is in test/explore/toys.test.ts. */

/** What the sources publish; absent where they do not say. */
interface Published {
  readonly states: number;
  readonly edges?: number;
  readonly levels?: number;
  /** States with no enabled step. */
  readonly terminal?: number;
}

/** The same of an exploration, as far as it was published. */
function counted(found: Exploration, { edges, levels, terminal }: Published): Published {
  return {
    states: found.states,
    ...(edges === undefined ? {} : { edges: found.steps }),
    ...(levels === undefined ? {} : { levels: found.depth }),
    ...(terminal === undefined ? {} : { terminal: found.deadlocked + found.ends }),
  };
}

type Row = readonly [name: string, system: () => System, published: Published];

const beem: readonly Row[] = [
  ['phils.1 with 7', () => philosophers(7), { states: 2186, edges: 10_199, levels: 19, terminal: 1 }],
  ['phils.1 with 8', () => philosophers(8), { states: 6560, edges: 34_984, levels: 22, terminal: 1 }],
  ['peterson.1', () => petersonFilter(3), { states: 12_498, edges: 33_369, levels: 54, terminal: 0 }],
  ['peterson.2', () => petersonFilterBroken(3), { states: 124_704, edges: 399_138, levels: 52, terminal: 0 }],
  ['anderson.2', () => anderson(3), { states: 1459, edges: 3705, levels: 46, terminal: 0 }],
  ['anderson.4', () => anderson(4), { states: 29_641, edges: 97_516, levels: 81, terminal: 0 }],
];

const tla: readonly Row[] = [
  ['TwoPhase with 1 RM', () => twoPhase(1), { states: 12, levels: 5 }],
  ['TwoPhase with 2 RMs', () => twoPhase(2), { states: 56, levels: 8 }],
  ['TwoPhase with 3 RMs', () => twoPhase(3), { states: 288, edges: 1145, levels: 11 }],
  ['TwoPhase with 4 RMs', () => twoPhase(4), { states: 1568, levels: 14 }],
  ['TwoPhase with 5 RMs', () => twoPhase(5), { states: 8832, levels: 17 }],
  ['TwoPhase with 6 RMs', () => twoPhase(6), { states: 50_816, levels: 20 }],
  ['TwoPhase with 7 RMs', () => twoPhase(7), { states: 296_448, levels: 23 }],
  ['TCommit with 3 RMs', () => tCommit(3), { states: 34, edges: 93, levels: 7, terminal: 2 }],
  ['DieHard', dieHard, { states: 16, edges: 96, levels: 8 }],
];

/** Rows for speed. A search that interprets each step needs seconds for 12, and a minute and 2.6 GB for 14. */
const speed: readonly Row[] = process.env['OOMLAB_TEST_ALL']
  ? [
      ['phils.1 with 10', () => philosophers(10), { states: 59_048, edges: 393_650, terminal: 1 }],
      ['phils.1 with 12', () => philosophers(12), { states: 531_440, edges: 4_251_516, terminal: 1 }],
      ['phils.1 with 14', () => philosophers(14), { states: 4_782_968, edges: 44_641_030, terminal: 1 }],
    ]
  : [];

describe('explore finds the published counts', () => {
  it.each([...beem, ...speed])('of BEEM %s', { timeout: 600_000 }, (_, system, published) => {
    expect(counted(explore(system()), published)).toEqual(published);
  });

  it.each(tla)('of %s in the TLA+ Examples', (_, system, published) => {
    expect(counted(explore(system()), published)).toEqual(published);
  });

  it('of each level of BEEM phils.1 with 4', () => {
    const { graph } = explore(philosophers(4));
    const levels: number[] = [];
    for (let state = 0; state < graph.states; state++) {
      const { length } = graph.scheduleTo(state);
      levels[length] = (levels[length] ?? 0) + 1;
    }
    expect(levels).toEqual([1, 4, 10, 16, 15, 12, 10, 4, 4, 4]);
  });

  it.each([
    [2, 8],
    [3, 22],
    [4, 63],
  ])('of the orbits of the Stateright increment with %i threads', (threads, orbits) => {
    expect(search(lostUpdate(threads), { reductions: ['symmetry'] }).states).toBe(orbits);
  });

  it.each([12, 34, 80, 166, 314, 553, 920].map((orbits, i) => [i + 1, orbits]))(
    'of the orbits of TwoPhase with %i RMs',
    (count, orbits) => {
      expect(search(twoPhase(count!), { reductions: ['symmetry'] }).states).toBe(orbits);
    },
  );
});

describe('explore finds the published verdicts', () => {
  it('of mutual exclusion: peterson.1 and anderson keep it, peterson.2 does not', () => {
    const verdicts = [petersonFilter(3), anderson(3), petersonFilterBroken(3)].map(
      (system) => explore(system).properties[0]?.verdict,
    );
    expect(verdicts).toEqual(['holds', 'holds', 'violated']);
  });

  it('of commit: nobody commits where another one aborts', () => {
    const verdicts = [twoPhase(3), tCommit(3)].map((system) => explore(system).properties[0]?.verdict);
    expect(verdicts).toEqual(['holds', 'holds']);
  });

  it('of DieHard: 4 gallons take 6 steps', () => {
    expect(explore(dieHard()).properties[0]?.counterexample).toHaveLength(6);
  });
});

describe('under sequential consistency', () => {
  it.each(litmusTests())('$name has 3 outcomes in 6 interleavings, and never $weak', ({ system, weak }) => {
    const { graph, outcomes } = explore(system);
    const met = outcomes.filter(({ verdict }) => verdict === 'sometimes').map(({ name }) => name);
    expect(met).toHaveLength(3);
    expect(outcomes.filter(({ verdict }) => verdict === 'never').map(({ name }) => name)).toEqual([weak, 'hangs']);
    expect(interleavingsOf(graph)).toBe(6);
  });

  it('2 threads that increment have 6 interleavings, and 4 of them lose an update', () => {
    const { graph } = explore(lostUpdate());
    const word = graph.system.indexOf.get('word')!;
    expect(interleavingsOf(graph)).toBe(6);
    expect(interleavingsOf(graph, () => graph.host.view(word).context['value'] === 1)).toBe(4);
  });
});

/** What an optimal partial-order reduction would run once each; counted over all interleavings. */
describe('the interleavings of small programs fall into the published numbers of Mazurkiewicz traces', () => {
  it.each([1, 2, 3, 4])('one writer and %i readers: 2^N', (count) => {
    expect(mazurkiewiczTraces(readers(count))).toBe(2 ** count);
  });

  // Sleep sets take a run of each to its end, once, and get further than counting all interleavings.
  it.each([1, 2, 3, 4, 6, 8])('one writer and %i readers: 2^N, with sleep sets', (count) => {
    expect(traces(readers(count))).toBe(2 ** count);
  });

  it.each([2, 3, 4, 5, 6])('lastzero(%i): (N + 3) · 2^(N − 2), with sleep sets', (count) => {
    expect(traces(lastZero(count))).toBe((count + 3) * 2 ** (count - 2));
  });

  it.each([1, 2, 3, 4, 5, 6])('%i writers of one variable: N!, with sleep sets', (count) => {
    expect(traces(writers(count))).toBe(factorial(count));
  });

  it.each([1, 2, 3, 4])('%i increments that may be lost: (N!)², with sleep sets', (count) => {
    expect(traces(lostUpdate(count))).toBe(factorial(count) ** 2);
  });

  it.each([1, 2, 3, 4, 5])('%i senders to one mailbox: N! if the order is observed, 1 if nobody receives', (count) => {
    expect(traces(senders(count, 'one that remembers'))).toBe(factorial(count));
    expect(traces(senders(count, 'one that never receives'))).toBe(1);
    expect(traces(senders(count, 'one each'))).toBe(1);
  });

  it.each([2, 3])('lastzero(%i): (N + 3) · 2^(N − 2)', (count) => {
    expect(mazurkiewiczTraces(lastZero(count))).toBe((count + 3) * 2 ** (count - 2));
  });

  it.each([1, 2, 3, 4])('%i writers of one variable: N!', (count) => {
    expect(mazurkiewiczTraces(writers(count))).toBe(factorial(count));
  });

  it.each([1, 2, 3])('%i increments that may be lost: (N!)²', (count) => {
    expect(mazurkiewiczTraces(lostUpdate(count))).toBe(factorial(count) ** 2);
  });
});

const traces = (system: System): number | undefined =>
  search(system, { strategy: sleepSets({ matching: 'none' }) }).traces?.complete;

const factorial = (count: number): number => (count < 2 ? 1 : count * factorial(count - 1));

/** How many runs an acyclic graph has: its paths from the start to an end, or to an end for which `counts`, once visited. */
function interleavingsOf(graph: Graph, counts: () => boolean = () => true): number {
  const known = new Map<number, number>();
  const from = (state: number): number => {
    let paths = known.get(state);
    if (paths === undefined) {
      paths = [...graph.successors(state)].reduce((sum, next) => sum + from(next), 0);
      if (graph.isTerminal(state)) {
        graph.visit(state);
        paths = counts() ? 1 : 0;
      }
      known.set(state, paths);
    }
    return paths;
  };
  return from(0);
}
