import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { breadthFirst, search, type Bounds, type Graph, type NumberingThread } from '../../src/explore/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { anderson } from '../support/beem.js';
import { memcgMini } from '../support/memcg-mini.js';
import { philosophers } from '../support/toys.js';

/** The package's own thread: a worker cannot be begun from TypeScript. */
function numberingThread(): NumberingThread {
  const worker = new Worker(new URL('../../dist/src/cli/numbering-worker.js', import.meta.url));
  return {
    send(message) {
      if (message.kind === 'number') handedOver++;
      worker.postMessage(message);
    },
    collect: () => {},
    end: () => void worker.terminate(),
  };
}

/** How often a thread was given the store. */
let handedOver = 0;

/** Large enough for the thread to come up while they are searched. */
const SYSTEMS: readonly (readonly [string, () => System])[] = [
  ['memcg-mini', () => memcgMini({ tasks: 3, limit: 3, retries: 1 })],
  ['philosophers, who have many successors each', () => philosophers(11)],
  ['Anderson', () => anderson(4)],
  ['two chargers on v3.12', () => buildSystem(findScenario('two-chargers'), findKernel('v3.12'))],
];

/** All that a search leaves behind, states by their words. */
function leftBy({ space, states, steps, depth, stoppedBy, expanded, edges }: Graph): object {
  const { arena, parents, words } = space.store;
  return {
    states,
    steps,
    depth,
    stoppedBy,
    expanded,
    words: digest(arena.subarray(0, states * words)),
    parents: digest(parents.subarray(0, states)),
    starts: edges && digest(edges.starts),
    targets: edges && digest(edges.targets),
  };
}

const digest = (array: Int32Array): string => createHash('sha256').update(array).digest('hex');

describe('a search over two threads leaves what a search over one leaves', () => {
  it.each(SYSTEMS)('%s', (_, system) => {
    for (const loop of ['plain', 'auto'] as const) {
      expect(leftBy(search(system(), { loop, thread: numberingThread }))).toEqual(leftBy(search(system(), { loop })));
    }
  });

  it.each<[string, Bounds]>([
    ['states', { states: 31_415 }],
    ['depth', { depth: 40 }],
    ['memory', { bytes: 2_000_000 }],
  ])('up to a bound of %s', (_, bounds) => {
    const [system] = [memcgMini({ tasks: 3, limit: 3, retries: 1 })];
    const one = search(system, { bounds });
    expect(one.stoppedBy).toBeDefined();
    expect(leftBy(search(system, { bounds, thread: numberingThread }))).toEqual(leftBy(one));
  });

  it('and with the edges let go of', () => {
    const strategy = breadthFirst({ edges: 'recomputed' });
    handedOver = 0;
    let graph = search(philosophers(11), { strategy, thread: numberingThread });
    // On a machine that is busy with other things the thread may come up when the search is over: then once more.
    for (let tries = 1; handedOver === 0 && tries < 20; tries++) {
      graph = search(philosophers(11), { strategy, thread: numberingThread });
    }
    expect(handedOver).toBeGreaterThan(0);
    expect(digest(graph.allEdges().targets)).toBe(digest(search(philosophers(11)).edges?.targets as Int32Array));
  });
});
