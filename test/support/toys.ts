import {
  allOps,
  buildKernel,
  call,
  choose,
  doing,
  post,
  reply,
  set,
  type ActorSpec,
  type Kernel,
  type MachineSpec,
  type Scenario,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';

/** A kernel of these machines and nothing else. */
export const kernelOf = (machines: readonly MachineSpec[]): Kernel =>
  buildKernel({ id: 'toy', date: '2026-01-01', summary: 'toys', base: machines, patches: [] });

/** A scenario of these actors that asks nothing; `more` adds outcomes and properties. */
export const toyScenario = (id: string, cast: readonly ActorSpec[], more: Partial<Scenario> = {}): Scenario => ({
  id,
  topic: 'toys',
  question: 'Does the machinery work?',
  sizes: 'as published',
  params: {},
  cast: () => cast,
  outcomes: [],
  properties: [],
  expect: {},
  ...more,
});

const toy = (id: string, machines: readonly MachineSpec[], cast: readonly ActorSpec[], more?: Partial<Scenario>) =>
  buildSystem(toyScenario(id, cast, more), kernelOf(machines));

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const word: MachineSpec = {
  id: 'word',
  kind: 'object',
  description: 'One shared word.',
  context: () => ({ value: 0 }),
  fragments: {
    load: () => ({ on: { load: { actions: [reply('loaded', { value: '$value' })] } } }),
    store: () => ({ on: { store: { actions: [set({ value: '$event.value' }), reply('stored')] } } }),
  },
  root: allOps('kept', 'Holds a number.'),
};

const incrementer: MachineSpec = {
  id: 'incrementer',
  kind: 'thread',
  description: 'Reads the word, then writes one more.',
  context: () => ({ seen: 0 }),
  fragments: {
    increment: () => ({
      initial: 'load',
      description: 'word++, in two steps.',
      states: {
        load: doing('Reads.', call('word', 'load'), {
          loaded: { target: 'store', actions: [set({ seen: '$event.value' })] },
        }),
        store: doing('Writes.', call('word', 'store', { value: { plus: ['$seen', 1] } }), { stored: 'stored' }),
        stored: { type: 'final', description: 'Written.' },
      },
    }),
  },
  root: (use) => ({
    initial: 'increment',
    states: {
      increment: use('increment', { onDone: 'done' }),
      done: { type: 'final', description: 'Has incremented.' },
    },
  }),
};

/** Stateright's increment: each thread loads and then stores, so updates are lost. */
export const lostUpdate = (threads = 2): System =>
  toy(
    'lost-update',
    [word, incrementer],
    [
      ...numbers(threads).map((i) => ({ id: `inc${i}`, machine: 'incrementer', roles: { word: 'word' } })),
      { id: 'word', machine: 'word' },
    ],
    {
      outcomes: [
        {
          name: 'lost',
          description: 'An update is gone.',
          holds: (s) => Number(s.actor('word').context['value']) < threads,
        },
        { name: 'kept', description: 'All arrived.', holds: (s) => s.actor('word').context['value'] === threads },
      ],
    },
  );

const fork: MachineSpec = {
  id: 'fork',
  kind: 'object',
  description: 'A fork.',
  context: () => ({}),
  fragments: {
    take: () => ({ on: { take: { target: 'taken', actions: [reply('got')] } } }),
    drop: () => ({ on: { drop: { target: 'free', actions: [reply('dropped')] } } }),
  },
  root: (use) => ({
    initial: 'free',
    states: { free: use('take', { description: 'On the table.' }), taken: use('drop', { description: 'In a hand.' }) },
  }),
};

const philosopher: MachineSpec = {
  id: 'philosopher',
  kind: 'thread',
  description: 'Takes a first fork, then a second one, drops the first, then the second.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'think',
    states: {
      think: doing('Hungry.', call('first', 'take'), { got: 'one' }),
      one: doing('Has one fork.', call('second', 'take'), { got: 'eat' }),
      eat: doing('Eats.', call('first', 'drop'), { dropped: 'finish' }),
      finish: doing('Has eaten.', call('second', 'drop'), { dropped: 'think' }),
    },
  }),
};

/** BEEM phils.1; with `leftHanded` philosopher 0 takes the other fork first, which is phils.3. */
export function philosophers(count: number, order: 'same' | 'leftHanded' = 'same'): System {
  const cast = numbers(count).map((i): ActorSpec => {
    const [own, next] = [`fork${i}`, `fork${(i + 1) % count}`];
    const [first, second] = order === 'leftHanded' && i === 0 ? [next, own] : [own, next];
    return { id: `phil${i}`, machine: 'philosopher', roles: { first, second } };
  });
  const forks = numbers(count).map((i) => ({ id: `fork${i}`, machine: 'fork' }));
  return toy('philosophers', [fork, philosopher], [...cast, ...forks]);
}

const petersonWords: MachineSpec = {
  id: 'words',
  kind: 'object',
  description: 'c[0], c[1] and turn.',
  context: () => ({ c: [false, false], turn: 1 }),
  fragments: {
    ops: () => ({
      on: {
        raise: { actions: ['raise', reply('raised')] },
        lower: { actions: ['lower', reply('lowered')] },
        yield: { actions: [set({ turn: '$event.to' }), reply('yielded')] },
        await: { guard: 'mayEnter', actions: [reply('entered')] },
      },
    }),
  },
  guards: {
    mayEnter: ({ c, turn }, { me }) => (c as boolean[])[1 - Number(me)] === false || turn === me,
  },
  updates: {
    raise: ({ c }, { me }) => ({ c: (c as boolean[]).map((flag, i) => (i === me ? true : flag)) }),
    lower: ({ c }, { me }) => ({ c: (c as boolean[]).map((flag, i) => (i === me ? false : flag)) }),
  },
  root: allOps('kept', 'Three words, each read or written at once.'),
};

const peterson: MachineSpec = {
  id: 'process',
  kind: 'thread',
  description: "A process of Peterson's algorithm.",
  context: ({ me = 0 }) => ({ me, other: 1 - Number(me) }),
  fragments: {},
  root: () => ({
    initial: 'a0',
    states: {
      a0: doing('Not interested yet.', choose({ type: 'go' }), { go: 'a1' }),
      a1: doing('c[me] := true', call('words', 'raise', { me: '$me' }), { raised: 'a2' }),
      a2: doing('turn := other', call('words', 'yield', { to: '$other' }), { yielded: 'a3' }),
      a3: doing('Awaits its turn.', call('words', 'await', { me: '$me' }), { entered: 'cs' }),
      cs: doing('In the critical section.', choose({ type: 'go' }), { go: 'a4' }),
      a4: doing('c[me] := false', call('words', 'lower', { me: '$me' }), { lowered: 'a0' }),
    },
  }),
};

/** Peterson of the TLA+ Examples: two processes. */
export const petersonPair = (): System =>
  toy(
    'peterson',
    [petersonWords, peterson],
    [
      ...numbers(2).map((me) => ({ id: `p${me}`, machine: 'process', input: { me }, roles: { words: 'words' } })),
      { id: 'words', machine: 'words' },
    ],
    {
      properties: [
        {
          id: 'exclusion',
          kind: 'never',
          description: 'Both in the critical section.',
          holds: (s) => s.actors('process').every((one) => one.matches('cs')),
        },
      ],
    },
  );

const spinlock: MachineSpec = {
  id: 'lock',
  kind: 'object',
  description: 'A lock.',
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

const locker: MachineSpec = {
  id: 'locker',
  kind: 'thread',
  description: 'Takes a lock again and again.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'l0',
    states: {
      l0: doing('Outside.', choose({ type: 'go' }), { go: 'l1' }),
      l1: doing('Wants the lock.', call('lock', 'lock'), { locked: 'cs' }),
      cs: doing('Inside.', choose({ type: 'go' }), { go: 'l2' }),
      l2: doing('Gives it back.', call('lock', 'unlock'), { unlocked: 'l0' }),
    },
  }),
};

/** Lock of the TLA+ Examples: two processes. */
export const lockPair = (): System =>
  toy(
    'lock',
    [spinlock, locker],
    [
      ...numbers(2).map((i) => ({ id: `p${i}`, machine: 'locker', roles: { lock: 'lock' } })),
      { id: 'lock', machine: 'lock' },
    ],
  );

const worker: MachineSpec = {
  id: 'worker',
  kind: 'thread',
  description: 'Does queued work; an observer counts.',
  context: () => ({ done: 0 }),
  fragments: {
    worker_thread: () => ({
      initial: 'idle',
      states: {
        idle: { description: 'Waits for work.', tags: ['idle'], on: { work: 'busy' } },
        busy: doing('Works.', call('word', 'load'), {
          loaded: { target: 'idle', actions: [set({ done: { plus: ['$done', 1] } })] },
        }),
      },
    }),
  },
  root: (use) => ({ initial: 'worker_thread', states: { worker_thread: use('worker_thread') } }),
};

const poster: MachineSpec = {
  id: 'poster',
  kind: 'thread',
  description: 'Posts the same work twice, then asks for it once more by a timer.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'first',
    states: {
      first: doing('Posts.', choose({ type: 'go' }), { go: { target: 'second', actions: [post('worker', 'work')] } }),
      second: doing('Posts again, or not.', choose({ type: 'go' }, { type: 'skip' }), {
        go: { target: 'done', actions: [post('worker', 'work')] },
        skip: 'done',
      }),
      done: { type: 'final', description: 'Has posted.' },
    },
  }),
};

/** Every op that is delivered, counted by who did it last. */
const watcher: MachineSpec = {
  id: 'watcher',
  kind: 'observer',
  description: 'Remembers whether the word was ever read.',
  context: () => ({ reader: null }),
  fragments: { watch: () => ({ on: { load: { actions: [set({ reader: '$event.by' })] } } }) },
  root: allOps('watching', 'Watches.'),
};

/** Mail that is latched: work posted while it is pending is one piece of work. */
export const latchedMail = (): System =>
  toy(
    'latched-mail',
    [word, worker, poster, watcher],
    [
      { id: 'poster', machine: 'poster', roles: { worker: 'worker' } },
      { id: 'worker', machine: 'worker', roles: { word: 'word' } },
      { id: 'word', machine: 'word' },
      { id: 'watcher', machine: 'watcher' },
    ],
    {
      outcomes: [
        { name: 'once', description: 'Worked once.', holds: (s) => s.actor('worker').context['done'] === 1 },
        { name: 'twice', description: 'Worked twice.', holds: (s) => s.actor('worker').context['done'] === 2 },
      ],
    },
  );

const timedSleeper: MachineSpec = {
  id: 'sleeper',
  kind: 'thread',
  description: 'Sleeps for a while, once.',
  context: ({ ms = 0 }) => ({ ms }),
  fragments: {
    msleep: () => ({
      initial: 'sleeping',
      states: {
        sleeping: doing('Sleeps.', call('clock', 'schedule_timeout', { ms: '$ms' }), { running: 'awake' }),
        awake: { type: 'final', description: 'Awake.' },
      },
    }),
  },
  root: (use) => ({
    initial: 'msleep',
    states: { msleep: use('msleep', { onDone: 'awake' }), awake: { type: 'final', description: 'Awake.' } },
  }),
};

const clock: MachineSpec = {
  id: 'clock',
  kind: 'object',
  description: 'Time may always have passed.',
  context: () => ({}),
  fragments: { schedule_timeout: () => ({ on: { schedule_timeout: { actions: [reply('running')] } } }) },
  root: allOps('ticking', 'Ticks.'),
};

/** Threads that each sleep so many milliseconds: any order in a search, one order in virtual time. */
export const timedSleepers = (...ms: readonly number[]): System =>
  toy(
    'timed-sleepers',
    [timedSleeper, clock],
    [
      ...ms.map((time) => ({ id: `sleep${time}`, machine: 'sleeper', input: { ms: time }, roles: { clock: 'clock' } })),
      { id: 'clock', machine: 'clock' },
    ],
  );
