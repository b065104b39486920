import { describe, expect, it } from 'vitest';
import { explore, search } from '../../src/explore/index.js';
import {
  allOps,
  call,
  choose,
  doing,
  post,
  reply,
  set,
  type Context,
  type MachineSpec,
  type Op,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from '../support/toys.js';

/** A thread that does one thing for ever, and an object that it does it to. */
function pair(thread: Partial<MachineSpec>, object: Partial<MachineSpec> = {}): System {
  const worker: MachineSpec = {
    id: 'worker',
    kind: 'thread',
    description: 'Works.',
    context: () => ({ done: 0 }),
    fragments: {},
    root: () => ({
      initial: 'working',
      states: {
        working: doing('Works.', call('tool', 'use'), { used: { target: 'working', reenter: true } }),
        done: { type: 'final', description: 'Done.' },
      },
    }),
    ...thread,
  };
  const tool: MachineSpec = {
    id: 'tool',
    kind: 'object',
    description: 'A tool.',
    context: () => ({ uses: 0 }),
    fragments: { use: () => ({ on: { use: { actions: [reply('used')] } } }) },
    root: allOps('ready', 'Ready.'),
    ...object,
  };
  return buildSystem(
    toyScenario('pair', [
      { id: 'w1', machine: 'worker', roles: { tool: 't1', self: 'w1' } },
      { id: 't1', machine: 'tool' },
    ]),
    kernelOf([worker, tool]),
  );
}

const working = (does: Parameters<typeof doing>[1], on: Parameters<typeof doing>[2]): Partial<MachineSpec> => ({
  root: () => ({
    initial: 'working',
    states: {
      working: doing('Works.', does, on),
      silent: { description: 'Says nothing.' },
      done: { type: 'final', description: 'Done.' },
    },
  }),
});

/** A tool that takes a number of its own kind at each use. */
const counting = (next: (uses: number, op: Op) => number): Partial<MachineSpec> => ({
  updates: { count: ({ uses }: Context, op: Op) => ({ uses: next(Number(uses), op) }) },
  fragments: { use: () => ({ on: { use: { actions: ['count', reply('used')] } } }) },
});

describe('a machine that breaks a law is refused, with the actor, the place and the mend', () => {
  it('that enters a state which offers nothing: E106', () => {
    const system = pair(working(call('tool', 'use'), { used: 'silent' }));
    expect(() => search(system)).toThrow(
      /^E106 Actor "w1" \(worker\) entered state silent and offers nothing there\. Give the state a call/,
    );
  });

  it('that gets a reply which nobody handles: E102', () => {
    const system = pair(working(call('tool', 'use'), { broken: 'done' }));
    expect(() => search(system)).toThrow(
      /^E102 w1 \(in working\) got the reply "used" from t1 to "use", which it does not handle\. Add it under "on"/,
    );
  });

  it('that does not reply: E101', () => {
    const system = pair({}, { fragments: { use: () => ({ on: { use: { actions: [set({ uses: 1 })] } } }) } });
    expect(() => search(system)).toThrow(
      /^E101 w1 \(in working\) called "use" on t1 \(in ready\), which did not reply/,
    );
  });

  it('that names an action which does not exist: E110', () => {
    expect(() => pair(working({ type: 'dance' }, { used: 'done' }))).toThrow(
      /^E110 State "working" of machine "worker" names "dance"/,
    );
  });

  it('that is an object and calls: E107', () => {
    const system = pair(
      {},
      { root: () => ({ initial: 'ready', states: { ready: doing('Calls.', call('worker', 'help'), {}) } }) },
    );
    expect(() => search(system)).toThrow(
      /^E107 Actor "t1" \(tool\) is an object and calls "help" in state ready\. Only/,
    );
  });

  it('whose context grows without bound: E108 names the field', () => {
    const system = pair(
      {},
      counting((uses) => uses + 1),
    );
    expect(() => search(system)).toThrow(
      /^E108 Actor "t1" \(tool\) has been in 65537 local states, the last one in state ready: its context field "uses" has had 65537 values \(now 65536\)\. Bound the field/,
    );
  });

  it('whose counter falls below zero: E115', () => {
    const system = pair({}, { ...counting((uses) => uses - 1), counters: ['uses'] });
    expect(() => search(system)).toThrow(/^E115 Actor "t1" \(tool\) comes to a uses of -1: more is taken away than/);
  });

  it('whose mail takes too many combinations: E108 names the mail', () => {
    const twenty = Array.from({ length: 20 }, (_, number): Op => ({ type: 'go', number }));
    const again = { target: 'working', reenter: true, actions: [post('self', 'work', { number: '$event.number' })] };
    expect(() => search(pair(working(choose(...twenty), { go: again })))).toThrow(
      /^E108 There have been 65537 sets of undelivered mail, the last with "work" to w1 in it\. Equal mail is latched/,
    );
  });

  it('that does not do the same twice: E109 names the op and both results', () => {
    let calls = 0;
    const system = pair(
      {},
      counting(() => Math.min(calls++, 1)),
    );
    expect(() => explore(system)).toThrow(
      /^E109 Actor "t1" \(tool\) is not deterministic: op "use" in state ready led to ready \{"uses":0\} .* and then to ready \{"uses":1\} .*Guards, updates and contexts must be pure/,
    );
  });
});
