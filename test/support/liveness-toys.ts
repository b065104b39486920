import {
  call,
  choose,
  doing,
  post,
  reply,
  set,
  type ActorSpec,
  type MachineSpec,
  type State,
  type Transition,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, petersonPair, toyScenario } from './toys.js';

/** Systems on which deciders of liveness go wrong. They ask nothing: the claims are in test/explore/liveness.test.ts. */

/** A thread that starts in the first of these states. */
const thread = (
  id: string,
  states: { readonly [name: string]: State },
  context: MachineSpec['context'] = () => ({}),
): MachineSpec => ({
  id,
  kind: 'thread',
  description: 'A thread of a toy.',
  context,
  fragments: {},
  root: () => ({ initial: Object.keys(states)[0] ?? '', states }),
});

/** An object that accepts in each mode these ops and goes on to another mode; it answers with the op's own name. */
const gate = (id: string, modes: { readonly [mode: string]: { readonly [op: string]: string } }): MachineSpec => ({
  id,
  kind: 'object',
  description: 'An object of a toy.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: Object.keys(modes)[0] ?? '',
    states: Object.fromEntries(
      Object.entries(modes).map(([mode, ops]): [string, State] => [
        mode,
        {
          description: `Is ${mode}.`,
          on: Object.fromEntries(
            Object.entries(ops).map(([op, target]) => [op, { target, reenter: true, actions: [reply(op)] }]),
          ),
        },
      ]),
    ),
  }),
});

const go = choose({ type: 'go' });

const again = (target: string, ...actions: NonNullable<Transition['actions']>): Transition => ({
  target,
  reenter: true,
  actions,
});

const end = (description: string): State => ({ type: 'final', description });

/** Actors of these machines, one of each under its own name unless told otherwise; everybody may speak to everybody. */
function together(id: string, machines: readonly MachineSpec[], cast?: { readonly [actor: string]: string }): System {
  const actors = cast ?? Object.fromEntries(machines.map((machine) => [machine.id, machine.id]));
  const roles = Object.fromEntries(Object.keys(actors).map((actor) => [actor, actor]));
  const specs = Object.entries(actors).map(([actor, machine]): ActorSpec => ({ id: actor, machine, roles }));
  return buildSystem(toyScenario(id, specs), kernelOf(machines));
}

/** Comes back to where it was at each step: a step that changes nothing. */
const ticker = thread('ticker', { ticking: doing('Ticks.', go, { go: again('ticking') }) });

/** Goes to and fro for ever. */
const toggler = thread('toggler', {
  left: doing('Left.', go, { go: 'right' }),
  right: doing('Right.', go, { go: 'left' }),
});

/** n := 1 or n := 2, once. */
export const chooser = (): System =>
  together('chooser', [
    thread(
      'chooser',
      {
        choosing: doing('n is 0.', choose({ type: 'p' }, { type: 'q' }), {
          p: { target: 'done', actions: [set({ n: 1 })] },
          q: { target: 'done', actions: [set({ n: 2 })] },
        }),
        done: end('n is 1 or 2.'),
      },
      () => ({ n: 0 }),
    ),
  ]);

/** x := 1, once. */
export const setter = (): System =>
  together('setter', [
    thread('setter', { setting: doing('Sets x.', call('x', 'become_1'), { become_1: 'done' }), done: end('Is done.') }),
    gate('x', { zero: { become_1: 'one' }, one: {} }),
  ]);

/** y has one step to make, beside a thread that ticks in place or toggles for ever. */
export const besideLoop = (loop: 'ticks' | 'toggles'): System =>
  together('beside-loop', [
    loop === 'ticks' ? ticker : toggler,
    thread('y', { waiting: doing('Has one step to make.', go, { go: 'done' }), done: end('Is done.') }),
  ]);

/** Tries for ever or gives up, as it likes. */
export const retrier = (): System =>
  together('retrier', [
    thread('retrier', {
      trying: doing('Tries.', choose({ type: 'retry' }, { type: 'give_up' }), { retry: 'failed', give_up: 'done' }),
      failed: doing('Has failed.', go, { go: 'trying' }),
      done: end('Has given up.'),
    }),
  ]);

/** Comes to the goal, and then goes to and fro elsewhere. */
export const passer = (): System =>
  together('passer', [
    thread('passer', {
      start: doing('Starts.', go, { go: 'goal' }),
      goal: doing('Passes the goal.', go, { go: 'left' }),
      left: doing('Left.', go, { go: 'right' }),
      right: doing('Right.', go, { go: 'left' }),
    }),
  ]);

/** Three threads that each go to and fro. */
export const threeTogglers = (): System =>
  together('togglers', [toggler], { a: 'toggler', b: 'toggler', c: 'toggler' });

/** A lamp that somebody flips for ever; a hand may hold it once, while it is on. */
export const lamp = (hand: 'no hand' | 'with a hand'): System => {
  const flipper = thread('flipper', { flipping: doing('Flips.', call('lamp', 'flip'), { flip: again('flipping') }) });
  const holder = thread('hand', {
    reaching: doing('Waits for light.', call('lamp', 'hold'), { hold: 'holding' }),
    holding: end('Holds it.'),
  });
  const switched = gate('lamp', { off: { flip: 'on' }, on: { flip: 'off', hold: 'held' }, held: {} });
  return together('lamp', [flipper, switched, ...(hand === 'no hand' ? [] : [holder])]);
};

/** Two processes that lock for ever with a call that waits: refused while the lock is held. */
export const waitingLock = (): System =>
  together(
    'waiting-lock',
    [
      thread('process', {
        want: doing('Wants the lock.', call('lock', 'take'), { take: 'cs' }),
        cs: doing('Holds it.', go, { go: 'leave' }),
        leave: doing('Gives it back.', call('lock', 'drop'), { drop: 'want' }),
      }),
      gate('lock', { free: { take: 'held' }, held: { drop: 'free' } }),
    ],
    { a: 'process', b: 'process', lock: 'lock' },
  );

/** The same with a test-and-set that is always answered: a process that finds it busy asks again, at once or after a pause. */
export const spinningLock = (spin: 'in place' | 'with a pause'): System =>
  together(
    'spinning-lock',
    [
      thread('process', {
        want: doing('Tests and sets.', call('lock', 'test_and_set'), {
          got: 'cs',
          busy: spin === 'in place' ? again('want') : 'pause',
        }),
        pause: doing('Relaxes.', go, { go: 'want' }),
        cs: doing('Holds it.', go, { go: 'leave' }),
        leave: doing('Clears it.', call('lock', 'clear'), { clear: 'want' }),
      }),
      testAndSet,
    ],
    { a: 'process', b: 'process', lock: 'lock' },
  );

const testAndSet: MachineSpec = {
  id: 'lock',
  kind: 'object',
  description: 'A bit.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'free',
    states: {
      free: { description: 'Is 0.', on: { test_and_set: { target: 'held', actions: [reply('got')] } } },
      held: {
        description: 'Is 1.',
        on: { test_and_set: { actions: [reply('busy')] }, clear: { target: 'free', actions: [reply('clear')] } },
      },
    },
  }),
};

/** A toggler, and b that goes home and to the goal by turns. */
export const detour = (): System =>
  together('detour', [
    toggler,
    thread('b', { home: doing('At home.', go, { go: 'goal' }), goal: doing('At the goal.', go, { go: 'home' }) }),
  ]);

/** A porter opens and shuts a door for ever, or walks in the garden instead; a visitor comes in once it is open. */
export const door = (porter: 'opens again and again' | 'may walk for ever'): System => {
  const opens = call('door', 'open');
  return together('door', [
    thread('porter', {
      hall: doing('In the hall.', porter === 'may walk for ever' ? [opens, choose({ type: 'walk' })] : opens, {
        open: 'at_the_door',
        walk: 'garden',
      }),
      at_the_door: doing('At the open door.', call('door', 'shut'), { shut: 'hall' }),
      garden: doing('In the garden.', go, { go: 'hall' }),
    }),
    thread('visitor', { outside: doing('Waits.', call('door', 'enter'), { enter: 'inside' }), inside: end('Is in.') }),
    gate('door', { closed: { open: 'ajar' }, ajar: { shut: 'closed', enter: 'ajar' } }),
  ]);
};

/**
 * A porter opens the front door or the back door, for ever. A visitor comes in at the front. A guest comes in at the back
 * and looks through the front door with one eye and the other: it moves only where the visitor could come in.
 */
export const twoDoors = (): System => {
  const looks = [call('doors', 'look'), call('doors', 'enter_back')];
  return together('two-doors', [
    thread('porter', {
      hall: doing('In the hall.', [call('doors', 'open_front'), call('doors', 'open_back')], {
        open_front: 'at_a_door',
        open_back: 'at_a_door',
      }),
      at_a_door: doing('At an open door.', call('doors', 'shut'), { shut: 'hall' }),
    }),
    thread('visitor', {
      outside: doing('Waits.', call('doors', 'enter_front'), { enter_front: 'inside' }),
      inside: end('Is in.'),
    }),
    thread('guest', {
      left_eye: doing('Looks.', looks, { look: 'right_eye', enter_back: 'inside' }),
      right_eye: doing('Looks.', looks, { look: 'left_eye', enter_back: 'inside' }),
      inside: end('Is in.'),
    }),
    gate('doors', {
      closed: { open_front: 'front', open_back: 'back' },
      front: { shut: 'closed', enter_front: 'front', look: 'front' },
      back: { shut: 'closed', enter_back: 'back' },
    }),
  ]);
};

/** Peterson's processes, which may also stay away from the critical section for ever, going to and fro elsewhere. */
export function lazyPeterson(): System {
  const { scenario, kernel, params } = petersonPair();
  const machines = kernel.spec.base.map((machine): MachineSpec => {
    if (machine.kind === 'object') return machine;
    const root: MachineSpec['root'] = (use, fragments) => {
      const chart = machine.root(use, fragments);
      const a0 = doing('Not interested yet.', choose({ type: 'go' }, { type: 'stay' }), { go: 'a1', stay: 'away' });
      return { ...chart, states: { ...chart.states, a0, away: doing('Is elsewhere.', go, { go: 'a0' }) } };
    };
    return { ...machine, root };
  });
  return buildSystem(toyScenario('lazy-peterson', scenario.cast(params)), kernelOf(machines));
}

/** Two threads that take two locks in opposite order, once. */
export const oppositeLocks = (): System => {
  const taker = (id: string, first: string, second: string): MachineSpec =>
    thread(id, {
      none: doing('Has none.', call(first, 'take'), { take: 'one' }),
      one: doing('Has one.', call(second, 'take'), { take: 'both' }),
      both: doing('Has both.', call(first, 'drop'), { drop: 'last' }),
      last: doing('Has the second.', call(second, 'drop'), { drop: 'done' }),
      done: end('Has had both.'),
    });
  const locks = ['x', 'y'].map((id) => gate(id, { free: { take: 'held' }, held: { drop: 'free' } }));
  return together('opposite-locks', [taker('a', 'x', 'y'), taker('b', 'y', 'x'), ...locks]);
};

const postsOnce = thread('poster', {
  posting: doing('Posts.', go, { go: { target: 'done', actions: [post('worker', 'work')] } }),
  done: end('Has posted.'),
});

/** A piece of mail to a thread that waits for it, beside a thread that ticks for ever. */
export const postedWork = (): System =>
  together('posted-work', [
    postsOnce,
    thread('worker', { idle: { description: 'Waits.', tags: ['idle'], on: { work: 'done' } }, done: end('Worked.') }),
    ticker,
  ]);

/** A piece of mail to a thread that moves by itself for ever and takes mail everywhere, or in one of its two states. */
export const busyReceiver = (takes: 'everywhere' | 'now and then'): System =>
  together('busy-receiver', [
    postsOnce,
    thread('worker', {
      resting: doing('Rests.', go, { go: 'walking', work: 'done' }),
      walking: doing('Walks.', go, { go: 'resting', ...(takes === 'everywhere' ? { work: 'done' } : {}) }),
      done: end('Worked.'),
    }),
  ]);

/** A piece of work is posted once, then pings for ever: to another thread, or to the very same one. */
export const pings = (to: 'another' | 'the worker'): System => {
  const receiver = to === 'another' ? 'other' : 'worker';
  const waits = (id: string): MachineSpec =>
    thread(id, {
      even: { description: 'Was pinged an even number of times.', tags: ['idle'], on: { ping: 'odd', work: 'done' } },
      odd: { description: 'Was pinged an odd number of times.', tags: ['idle'], on: { ping: 'even', work: 'done' } },
      done: end('Worked.'),
    });
  return together('pings', [
    thread('poster', {
      first: doing('Posts work.', go, { go: { target: 'pinging', actions: [post('worker', 'work')] } }),
      pinging: doing('Pings.', go, { go: again('pinging', post(receiver, 'ping')) }),
    }),
    waits('worker'),
    ...(to === 'another' ? [waits('other')] : []),
  ]);
};
