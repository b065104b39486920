import type { Catalogue } from '../../../src/cli/catalogue.js';
import {
  buildKernel,
  call,
  doing,
  reply,
  returns,
  unknownName,
  type KernelSpec,
  type MachineSpec,
  type Patch,
  type Scenario,
} from '../../../src/model/index.js';

const mutex: MachineSpec = {
  id: 'mutex',
  kind: 'object',
  description: 'A mutex.',
  context: () => ({}),
  fragments: {
    lock: () => ({ on: { lock: { target: 'held', actions: [reply('locked')] } } }),
    unlock: () => ({ on: { unlock: { target: 'free', actions: [reply('unlocked')] } } }),
  },
  root: (use) => ({
    initial: 'free',
    states: { free: use('lock', { description: 'Free.' }), held: use('unlock', { description: 'Held.' }) },
  }),
};

const taking = (first: string, second: string) => () => ({
  initial: 'first',
  description: `Takes ${first}, then ${second}.`,
  states: {
    first: doing(`Takes ${first}.`, call(first, 'lock'), { locked: 'second' }),
    second: doing(`Takes ${second}.`, call(second, 'lock'), { locked: 'both' }),
    both: doing(`Drops ${second}.`, call(second, 'unlock'), { unlocked: 'one' }),
    one: doing(`Drops ${first}.`, call(first, 'unlock'), { unlocked: 'dropped' }),
    dropped: returns('done'),
  },
});

const thread = (id: string, first: string, second: string): MachineSpec => ({
  id,
  kind: 'thread',
  description: 'Takes two mutexes.',
  context: () => ({}),
  fragments: { take_both: taking(first, second) },
  root: (use) => ({
    initial: 'take_both',
    states: { take_both: use('take_both', { onDone: 'done' }), done: { type: 'final', description: 'Done.' } },
  }),
});

const inOrder: Patch = {
  id: 'in-order',
  commits: [{ id: 'unknown', subject: 'take a before b', evidence: 'first version' }],
  summary: 'both threads take a first',
  machines: { backward: { replace: { take_both: taking('a', 'b') } } },
};

const base = [mutex, thread('forward', 'a', 'b'), thread('backward', 'b', 'a')];
const kernels: readonly KernelSpec[] = [
  { id: 'old', date: '2020-01-01', summary: 'takes them in any order', base, patches: [] },
  { id: 'new', date: '2021-01-01', summary: 'takes them in one order', base, patches: [inOrder] },
];

/** Two threads, two mutexes: a deadlock on the old kernel, none on the new one. */
export const abba: Scenario = {
  id: 'abba',
  topic: 'deadlock',
  question: 'Do two mutexes deadlock?',
  sizes: 'two threads',
  params: { spare: 0 },
  cast: () => [
    { id: 'x', machine: 'forward', roles: { a: 'a', b: 'b' } },
    { id: 'y', machine: 'backward', roles: { a: 'a', b: 'b' } },
    { id: 'a', machine: 'mutex' },
    { id: 'b', machine: 'mutex' },
  ],
  outcomes: [{ name: 'released', description: 'Nobody holds a.', holds: (state) => state.actor('a').matches('free') }],
  properties: [
    {
      id: 'P-APART',
      kind: 'never',
      description: 'both hold both',
      holds: (state) => ['x', 'y'].every((id) => state.actor(id).matches('both')),
    },
    {
      id: 'P-FREE',
      kind: 'always',
      description: 'one of the mutexes is free',
      holds: (state) => ['a', 'b'].some((id) => state.actor(id).matches('free')),
    },
    {
      id: 'P-DONE',
      kind: 'eventually',
      fairness: 'weak per thread',
      description: 'x is done',
      holds: (state) => state.actor('x').matches('done'),
    },
  ],
  expect: {
    hangs: { fact: 'each waits for the other', byKernel: { old: 'sometimes', new: 'never' } },
    released: { fact: 'who ends has dropped it', byKernel: { old: 'always', new: 'always' } },
  },
  expectProperties: {
    'P-FREE': { fact: 'both are held', byKernel: { old: 'violated', new: 'violated' } },
    'P-DONE': { fact: 'the same as hangs', byKernel: { old: 'violated', new: 'holds' } },
  },
};

/** The same, with a file that is wrong about everything on the old kernel. */
const wrong: Scenario = {
  ...abba,
  id: 'wrong',
  kernels: ['old'],
  expect: {
    hangs: { fact: 'a guess', byKernel: { old: 'never' } },
    released: { fact: 'another guess', byKernel: { old: 'never' } },
  },
  expectProperties: {},
};

/** A catalogue of some scenarios on both kernels. */
export const toyCatalogueOf = (scenarios: readonly Scenario[]): Catalogue => ({
  kernels,
  scenarios,
  findKernel(id) {
    const spec = kernels.find((kernel) => kernel.id === id);
    const ids = kernels.map((kernel) => kernel.id);
    if (spec === undefined) throw unknownName('kernel', id, ids);
    return buildKernel(spec);
  },
  findScenario(id) {
    const scenario = scenarios.find((one) => one.id === id);
    const ids = scenarios.map((one) => one.id);
    if (scenario === undefined) throw unknownName('scenario', id, ids);
    return scenario;
  },
});

/** A catalogue of three scenarios on two kernels. */
export const toyCatalogue = toyCatalogueOf([abba, wrong, { ...abba, id: 'huge', large: true, kernels: ['new'] }]);
