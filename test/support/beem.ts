import {
  allOps,
  call,
  choose,
  doing,
  is,
  reply,
  set,
  type ActorSpec,
  type Context,
  type MachineSpec,
  type SafetyProperty,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from './toys.js';

/** Models of BEEM, the benchmark of explicit model checkers (Pelánek 2007): each guarded edge is one step. */

const bytes = (context: Context, field: string): readonly number[] => context[field] as readonly number[];

const replaced = (list: readonly number[], at: unknown, value: unknown): number[] =>
  list.map((old, i) => (i === at ? Number(value) : old));

/** A byte wraps at 256. */
const byte = (value: number): number => value & 0xff;

const exclusion: SafetyProperty = {
  id: 'exclusion',
  kind: 'never',
  description: 'Two processes are in the critical section.',
  holds: (state) => state.actors('process').filter((one) => one.matches('cs')).length > 1,
};

function processes(
  id: string,
  machines: readonly MachineSpec[],
  count: number,
  input: (me: number) => Context,
): System {
  const cast = Array.from({ length: count }, (_, me): ActorSpec => ({
    id: `p${me}`,
    machine: 'process',
    input: input(me),
    roles: { words: 'words' },
  }));
  const words: ActorSpec = { id: 'words', machine: 'words', input: { count } };
  return buildSystem(toyScenario(id, [...cast, words], { properties: [exclusion] }), kernelOf(machines));
}

/** A process waits at a level until each other one is behind it, or somebody came to the level after it. */
const petersonWords = (isBehind: (position: number, level: number) => boolean): MachineSpec => ({
  id: 'words',
  kind: 'object',
  description: 'pos: the level of each process; step: who came last to each level.',
  context: ({ count = 0 }) => {
    const zeros = Array.from({ length: Number(count) }, () => 0);
    return { pos: zeros, step: zeros };
  },
  fragments: {
    ops: () => ({
      on: {
        announce: { guard: 'belowTheTop', actions: ['setPos', reply('announced')] },
        enter: { guard: 'atTheTop', actions: [reply('entered')] },
        come: { actions: ['setStep', reply('came')] },
        pass: { guard: 'isBehind', actions: [reply('passed')] },
        climb: { guard: 'mayClimb', actions: [reply('climbed')] },
        leave: { actions: ['setPos', reply('left')] },
      },
    }),
  },
  guards: {
    belowTheTop: ({ pos }, { j }) => Number(j) < (pos as unknown[]).length,
    atTheTop: ({ pos }, { j }) => j === (pos as unknown[]).length,
    isBehind: (context, { me, j, k }) => {
      const position = bytes(context, 'pos')[Number(k)];
      return position !== undefined && (k === me || isBehind(position, Number(j)));
    },
    mayClimb: (context, { me, j, k }) => {
      const step = bytes(context, 'step');
      return step[Number(j) - 1] !== me || k === step.length;
    },
  },
  updates: {
    setPos: (context, { me, j }) => ({ pos: replaced(bytes(context, 'pos'), me, j) }),
    setStep: (context, { me, j }) => ({ step: replaced(bytes(context, 'step'), Number(j) - 1, me) }),
  },
  root: allOps('kept', 'Two arrays.'),
});

const ME_AT = { me: '$me', j: '$j' };
const ME_LOOKING_AT = { ...ME_AT, k: '$k' };

const petersonProcess: MachineSpec = {
  id: 'process',
  kind: 'thread',
  description: 'Climbs N − 1 levels; at each it looks at one process k after the other.',
  context: ({ me = 0 }) => ({ me, j: 0, k: 0 }),
  fragments: {},
  root: () => ({
    initial: 'ncs',
    states: {
      ncs: doing('Not interested.', choose({ type: 'go' }), { go: { target: 'wait', actions: [set({ j: 1 })] } }),
      wait: doing('Goes to level j, or in.', [call('words', 'announce', ME_AT), call('words', 'enter', ME_AT)], {
        announced: 'q2',
        entered: 'cs',
      }),
      q2: doing('step[j − 1] := me', call('words', 'come', ME_AT), {
        came: { target: 'q3', actions: [set({ k: 0 })] },
      }),
      q3: doing('Looks at k.', [call('words', 'pass', ME_LOOKING_AT), call('words', 'climb', ME_LOOKING_AT)], {
        passed: { target: 'q3', reenter: true, actions: [set({ k: { plus: ['$k', 1] } })] },
        climbed: { target: 'wait', actions: [set({ j: { plus: ['$j', 1] } })] },
      }),
      cs: doing('In the critical section.', call('words', 'leave', { me: '$me', j: 0 }), { left: 'ncs' }),
    },
  }),
};

/** BEEM peterson.1: a process passes whoever is below its own level. */
export const petersonFilter = (count: number): System =>
  processes(
    'peterson',
    [petersonWords((position, level) => position < level), petersonProcess],
    count,
    (me): Context => ({ me }),
  );

/** BEEM peterson.2: it also passes whoever is at its own level, which is the bug. */
export const petersonFilterBroken = (count: number): System =>
  processes(
    'peterson-broken',
    [petersonWords((position, level) => position <= level), petersonProcess],
    count,
    (me): Context => ({ me }),
  );

const andersonWords: MachineSpec = {
  id: 'words',
  kind: 'object',
  description: 'One slot for each process in the queue, one of them 1, and the number of the next ticket.',
  context: ({ count = 0 }) => ({ slot: Array.from({ length: Number(count) }, (_, i) => (i === 0 ? 1 : 0)), next: 0 }),
  fragments: {
    ops: () => ({
      on: {
        draw: { actions: [reply('drawn', { ticket: '$next' }), 'increment'] },
        fold: { actions: ['fold', reply('folded')] },
        await: { guard: 'isMyTurn', actions: [reply('called')] },
        clear: { actions: ['clear', reply('cleared')] },
        pass: { actions: ['pass', reply('passed')] },
      },
    }),
  },
  guards: { isMyTurn: (context, { my }) => bytes(context, 'slot')[Number(my)] === 1 },
  updates: {
    increment: ({ next }) => ({ next: byte(Number(next) + 1) }),
    fold: ({ next, slot }) => ({ next: byte(Number(next) - (slot as unknown[]).length) }),
    clear: (context, { my }) => ({ slot: replaced(bytes(context, 'slot'), my, 0) }),
    pass: (context, { my }) => {
      const slot = bytes(context, 'slot');
      return { slot: replaced(slot, (Number(my) + 1) % slot.length, 1) };
    },
  },
  root: allOps('kept', 'Slots and tickets.'),
};

const andersonProcess: MachineSpec = {
  id: 'process',
  kind: 'thread',
  description: 'Draws a ticket and waits for its slot to become 1.',
  context: ({ count = 0 }) => ({ count, last: Number(count) - 1, my: 0 }),
  updates: { reduce: ({ my, count }) => ({ my: Number(my) % Number(count) }) },
  fragments: {},
  root: () => ({
    initial: 'ncs',
    states: {
      ncs: doing('Not interested.', call('words', 'draw'), {
        drawn: [
          { guard: is('$event.ticket', '$last'), target: 'p1last', actions: [set({ my: '$event.ticket' })] },
          { target: 'p1', actions: [set({ my: '$event.ticket' })] },
        ],
      }),
      p1: doing('my := my mod N', choose({ type: 'go' }), { go: { target: 'p2', actions: ['reduce'] } }),
      p1last: doing('next -= N', call('words', 'fold'), { folded: 'p2' }),
      p2: doing('Waits in the queue.', call('words', 'await', { my: '$my' }), { called: 'p3' }),
      p3: doing('Slot[my] := 0', call('words', 'clear', { my: '$my' }), { cleared: 'cs' }),
      cs: doing('In the critical section.', call('words', 'pass', { my: '$my' }), { passed: 'ncs' }),
    },
  }),
};

/** BEEM anderson: a lock that is a queue in an array. */
export const anderson = (count: number): System =>
  processes('anderson', [andersonWords, andersonProcess], count, (): Context => ({ count }));
