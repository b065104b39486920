import {
  allOps,
  call,
  doing,
  is,
  reply,
  set,
  type Action,
  type ActorSpec,
  type MachineSpec,
  type Scenario,
  type State,
  type StateView,
} from '../../src/model/index.js';
import { buildSystem, enabled, ReferenceHost, takeStep, type Step, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from './toys.js';

/** Small programs over shared variables: a step is a load or a store, in program order (sequential consistency). */

const variable: MachineSpec = {
  id: 'variable',
  kind: 'object',
  description: 'One shared variable.',
  context: () => ({ value: 0 }),
  fragments: {
    ops: () => ({
      on: {
        load: { actions: [reply('loaded', { value: '$value' })] },
        store: { actions: [set({ value: '$event.value' }), reply('stored')] },
      },
    }),
  },
  root: allOps('kept', 'Holds a number.'),
};

interface Instruction {
  readonly text: string;
  readonly does: Action;
  /** The register that the answer goes to. */
  readonly into?: string;
  /** Ends the program if the answer is 0. */
  readonly endsAtZero?: true;
}

const store = (to: string, value: number): Instruction => ({
  text: `${to} := ${value}`,
  does: call(to, 'store', { value }),
});

const load = (from: string, into: string): Instruction => ({
  text: `${into} := ${from}`,
  does: call(from, 'load'),
  into,
});

/** A thread that runs these instructions once; registers are 0 at first. */
function program(id: string, instructions: readonly Instruction[]): MachineSpec {
  const registers = instructions.flatMap(({ into }) => into ?? []);
  const states = instructions.map((instruction, i): [string, State] => {
    const { text, does, into, endsAtZero } = instruction;
    const target = i + 1 < instructions.length ? `s${i + 1}` : 'done';
    const loaded = { target, actions: into === undefined ? [] : [set({ [into]: '$event.value' })] };
    const ends = { guard: is('$event.value', 0), target: 'done' };
    return [`s${i}`, doing(text, does, { stored: target, loaded: endsAtZero ? [ends, loaded] : loaded })];
  });
  return {
    id,
    kind: 'thread',
    description: instructions.map(({ text }) => text).join('; '),
    context: () => Object.fromEntries(registers.map((register) => [register, 0])),
    fragments: {},
    root: () => ({
      initial: 's0',
      states: { ...Object.fromEntries(states), done: { type: 'final', description: 'Has run.' } },
    }),
  };
}

/** A system of these programs, a thread each, over these variables. */
function running(
  id: string,
  variables: readonly string[],
  threads: readonly (readonly Instruction[])[],
  more: Partial<Scenario> = {},
): System {
  const roles = Object.fromEntries(variables.map((name) => [name, name]));
  const machines = threads.map((instructions, i) => program(`thread${i}`, instructions));
  const cast: ActorSpec[] = [
    ...machines.map((machine) => ({ id: machine.id, machine: machine.id, roles })),
    ...variables.map((name) => ({ id: name, machine: 'variable' })),
  ];
  return buildSystem(toyScenario(id, cast, more), kernelOf([variable, ...machines]));
}

/** Two threads over x and y, every combination of what is observed as an outcome, and the one that only weak memory shows. */
export interface Litmus {
  readonly name: string;
  readonly system: System;
  readonly weak: string;
}

/** Where an observed value is in the end: in a register, or in a variable. */
function valueOf(state: StateView, observed: string): unknown {
  if (observed === 'x' || observed === 'y') return state.actor(observed).context['value'];
  return ['thread0', 'thread1'].map((id) => state.actor(id).context[observed]).find((value) => value !== undefined);
}

function litmus(name: string, threads: readonly (readonly Instruction[])[], observed: Observed, weak: string): Litmus {
  const [[one, ones], [other, others]] = observed;
  const outcomes = ones.flatMap((first) =>
    others.map((second) => ({
      name: `${one}=${first} ${other}=${second}`,
      description: `In the end ${one} is ${first} and ${other} is ${second}.`,
      holds: (state: StateView) => valueOf(state, one) === first && valueOf(state, other) === second,
    })),
  );
  return { name, system: running(name, ['x', 'y'], threads, { outcomes }), weak };
}

type Observed = readonly [readonly [string, readonly number[]], readonly [string, readonly number[]]];

const REGISTERS: Observed = [
  ['r0', [0, 1]],
  ['r1', [0, 1]],
];

/** The six two-thread programs that tell memory models apart. */
export const litmusTests = (): readonly Litmus[] => [
  litmus(
    'SB',
    [
      [store('x', 1), load('y', 'r0')],
      [store('y', 1), load('x', 'r1')],
    ],
    REGISTERS,
    'r0=0 r1=0',
  ),
  litmus(
    'MP',
    [
      [store('x', 1), store('y', 1)],
      [load('y', 'r0'), load('x', 'r1')],
    ],
    REGISTERS,
    'r0=1 r1=0',
  ),
  litmus(
    'LB',
    [
      [load('x', 'r0'), store('y', 1)],
      [load('y', 'r1'), store('x', 1)],
    ],
    REGISTERS,
    'r0=1 r1=1',
  ),
  litmus(
    'R',
    [
      [store('x', 1), store('y', 1)],
      [store('y', 2), load('x', 'r0')],
    ],
    [
      ['y', [1, 2]],
      ['r0', [0, 1]],
    ],
    'y=2 r0=0',
  ),
  litmus(
    'S',
    [
      [store('x', 2), store('y', 1)],
      [load('y', 'r0'), store('x', 1)],
    ],
    [
      ['r0', [0, 1]],
      ['x', [1, 2]],
    ],
    'r0=1 x=2',
  ),
  litmus(
    '2+2W',
    [
      [store('x', 1), store('y', 2)],
      [store('y', 1), store('x', 2)],
    ],
    [
      ['x', [1, 2]],
      ['y', [1, 2]],
    ],
    'x=1 y=1',
  ),
];

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** One writer and so many readers of x. */
export const readers = (count: number): System =>
  running('readers', ['x'], [[store('x', 1)], ...numbers(count).map(() => [load('x', 'r')])]);

/** So many writers of x. */
export const writers = (count: number): System =>
  running(
    'writers',
    ['x'],
    numbers(count).map((i) => [store('x', i)]),
  );

/** Looks for the last zero of an array a0 … aN from its end, while thread j of N does aj := a(j−1) + 1. */
export function lastZero(count: number): System {
  const array = numbers(count + 1).map((i) => `a${i}`);
  const finder = array.toReversed().map((name): Instruction => ({ ...load(name, 'seen'), endsAtZero: true }));
  const incrementers = numbers(count).map((i): Instruction[] => [
    load(`a${i}`, 'r'),
    { text: `a${i + 1} := r + 1`, does: call(`a${i + 1}`, 'store', { value: { plus: ['$r', 1] } }) },
  ]);
  return running('last-zero', array, [finder, ...incrementers]);
}

/**
 * How many Mazurkiewicz traces a system of loads and stores has: runs that differ only in the order of independent steps
 * are one trace. Runs every interleaving, so it is for the smallest systems.
 */
export function mazurkiewiczTraces(system: System): number {
  const host = new ReferenceHost(system);
  const traces = new Set<string>();
  follow([]);
  return traces.size;

  function follow(steps: readonly Step[]): void {
    const choices = enabled(host);
    if (choices.length === 0) traces.add(conflictsOf(steps));
    const before = host.save();
    for (const choice of choices.keys()) {
      follow([...steps, takeStep(host, choices, choice, steps.length)]);
      host.load(before);
    }
  }
}

/** What is the same in equivalent runs, and only there: per variable its stores in order, and who loads between which. */
function conflictsOf(steps: readonly Step[]): string {
  const accesses = new Map<string, { stores: string[]; loads: string[] }>();
  for (const { actor, parts } of steps) {
    const { to = '', op } = parts[0] ?? {};
    const { stores, loads } = accesses.get(to) ?? { stores: [], loads: [] };
    if (op?.type === 'store') stores.push(actor);
    else loads.push(`${stores.length} ${actor}`);
    accesses.set(to, { stores, loads });
  }
  const sorted = [...accesses].map(([name, { stores, loads }]) => [name, stores, loads.toSorted()]);
  return JSON.stringify(sorted.toSorted());
}
