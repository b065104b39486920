/**
 * One search of the explorer in a process of its own, for the benchmark: `node run-oomlab.js memcg-mini '{"tasks":4,…}'`
 * prints counts, time and memory as one line of JSON. The time is that of the search with the building of the system; the
 * benchmark itself takes the time of the whole process, start-up included.
 */
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { findKernel, findScenario } from '../../machines/index.js';
import { numberingThread } from '../../src/cli/numbering.js';
import { breadthFirst, search, type LoopKind, type ReductionName } from '../../src/explore/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { memcgMini } from '../support/memcg-mini.js';
import { philosophers } from '../support/toys.js';

interface Given {
  readonly tasks?: number;
  readonly limit?: number;
  readonly retries?: number;
  readonly count?: number;
  readonly scenario?: string;
  readonly kernel?: string;
  readonly expected?: number;
  readonly loop?: LoopKind;
  readonly threads?: number;
  readonly reduce?: readonly ReductionName[];
}

const systems: { readonly [model: string]: (given: Given) => System } = {
  'memcg-mini': ({ tasks = 3, limit = 3, retries = 1 }) => memcgMini({ tasks, limit, retries }),
  phils: ({ count = 12 }) => philosophers(count),
  catalogue: ({ scenario = 'two-chargers', kernel = 'v4.19' }) =>
    buildSystem(findScenario(scenario), findKernel(kernel)),
};

const given = JSON.parse(argv[3] ?? '{}') as Given;
const began = performance.now();
const system = systems[argv[2] ?? '']?.(given);
if (system === undefined) throw new Error(`no model "${argv[2]}": there is ${Object.keys(systems).join(', ')}`);
const graph = search(system, {
  strategy: breadthFirst({ edges: 'recomputed' }),
  loop: given.loop ?? 'auto',
  ...(given.reduce === undefined ? {} : { reductions: given.reduce }),
  ...(given.threads === 2 ? { thread: numberingThread } : {}),
  ...(given.expected === undefined ? {} : { expected: { states: given.expected } }),
});
const ms = performance.now() - began;
const peak = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
console.log(
  JSON.stringify({
    states: graph.states,
    edges: graph.steps,
    ms: Math.round(ms * 1000) / 1000,
    bytesPerState: graph.space.bytes / graph.states,
    rssBytes: Number(peak) * 1024,
  }),
);
