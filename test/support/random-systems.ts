import fc from 'fast-check';
import {
  above,
  allOps,
  call,
  choose,
  post,
  reply,
  set,
  tell,
  type Action,
  type MachineSpec,
  type Scenario,
  type State,
  type Transition,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from './toys.js';

/** What a thread's or object's transition does besides moving on. Numbers count modulo what there is. */
interface Move {
  /** How many states further it leads; 0 stays. */
  readonly ahead: number;
  readonly effect: 'none' | 'tell' | 'post';
  /** Whom the effect speaks to. */
  readonly to: number;
  /** Keeps what the event brings. */
  readonly keeps: boolean;
}

interface ThreadState {
  readonly rests: 'no' | 'idle' | 'idle, calling' | 'final';
  readonly does: readonly (
    | { readonly kind: 'call'; readonly object: number; readonly op: number }
    | { readonly kind: 'choose'; readonly among: number }
  )[];
  /** By event, in the order in which the state lists them. */
  readonly moves: readonly Move[];
}

/** An object's answer to an op in one state; counting ones refuse, or say no, at the end of the scale. */
interface Answer extends Move {
  readonly accepts: 'always' | 'never' | 'counting up' | 'counting down';
  readonly atTheEnd: 'refuses' | 'says no';
  readonly says: 'yes' | 'no';
  /** Before or after what else it does. */
  readonly replies: 'first' | 'last';
}

/** A small random system as plain data: what a failing test prints, and what a toy can be made of. */
export interface Blueprint {
  readonly machines: readonly (readonly ThreadState[])[];
  /** The machine of each thread. */
  readonly threads: readonly number[];
  readonly objects: readonly {
    readonly states: number;
    readonly answers: readonly Answer[];
    readonly notes: readonly Move[];
  }[];
  /** Every other thread sees the objects in reverse. */
  readonly crossed: boolean;
  readonly observer: 'none' | 'sees who' | 'sees replies';
}

const LARGEST_COUNT = 2;
const OPS = ['a', 'b'];

/** Mostly the first: a system with many of the others is over at once. */
const mostly = <T>(first: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const anyMove = {
  ahead: mostly(1, 0, 2, 3),
  effect: mostly<Move['effect']>('none', 'tell', 'post'),
  to: fc.nat(4),
  keeps: mostly(false, true),
};

const anyCall = fc.record({ kind: fc.constant('call' as const), object: fc.nat(1), op: fc.nat(1) });
const anyChoice = fc.record({ kind: fc.constant('choose' as const), among: fc.integer({ min: 1, max: 2 }) });

const stateThat = (rests: fc.Arbitrary<ThreadState['rests']>): fc.Arbitrary<ThreadState> =>
  fc.record({
    rests,
    does: fc.array(fc.oneof({ weight: 3, arbitrary: anyCall }, { weight: 1, arbitrary: anyChoice }), {
      minLength: 1,
      maxLength: 2,
    }),
    moves: fc.array(fc.record(anyMove), { minLength: 5, maxLength: 5 }),
  });

const anyAnswer: fc.Arbitrary<Answer> = fc.record({
  ...anyMove,
  accepts: mostly<Answer['accepts']>('always', 'counting up', 'counting down', 'never'),
  atTheEnd: fc.constantFrom<Answer['atTheEnd']>('refuses', 'says no'),
  says: fc.constantFrom<Answer['says']>('yes', 'no'),
  replies: fc.constantFrom<Answer['replies']>('first', 'last'),
});

const anyThread = fc
  .tuple(
    stateThat(fc.constant('no')),
    fc.array(stateThat(mostly<ThreadState['rests']>('no', 'idle', 'idle, calling', 'final')), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([first, others]) => [first, ...others]);

/** Small random systems, as blueprints for `systemOf`: the whole alphabet, and every law of the protocol kept. */
export const blueprints: fc.Arbitrary<Blueprint> = fc.record({
  machines: fc.array(anyThread, { minLength: 1, maxLength: 2 }),
  threads: fc.oneof(
    { weight: 1, arbitrary: fc.tuple(fc.nat(1)) },
    { weight: 4, arbitrary: fc.tuple(fc.nat(1), fc.nat(1)) },
    { weight: 4, arbitrary: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)) },
  ),
  objects: fc.array(
    fc.record({
      states: fc.integer({ min: 1, max: 3 }),
      answers: fc.array(anyAnswer, { minLength: 6, maxLength: 6 }),
      notes: fc.array(fc.record(anyMove), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  crossed: fc.boolean(),
  observer: mostly<Blueprint['observer']>('none', 'sees who', 'sees replies'),
});

/** Builds the system of a blueprint; `more` gives its scenario outcomes and properties. */
export function systemOf(blueprint: Blueprint, more: Partial<Scenario> = {}): System {
  const { machines, threads, objects, crossed, observer } = blueprint;
  const names = { threads: threads.map((_, i) => `thread${i}`), objects: objects.map((_, i) => `object${i}`) };
  const same = Object.fromEntries([...names.threads, ...names.objects].map((name) => [name, name]));
  const reversed = {
    ...same,
    ...Object.fromEntries(names.objects.map((name, i) => [name, names.objects.at(-1 - i)!])),
  };
  const cast = [
    ...threads.map((machine, i) => ({
      id: `thread${i}`,
      machine: `machine${machine % machines.length}`,
      roles: crossed && i % 2 === 1 ? reversed : same,
    })),
    ...names.objects.map((id) => ({ id, machine: id, roles: same })),
    ...(observer === 'none' ? [] : [{ id: 'observer', machine: 'observer' }]),
  ];
  return buildSystem(
    toyScenario('random', cast, more),
    kernelOf([
      ...machines.map((states, i) => threadOf(`machine${i}`, states, names)),
      ...objects.map((object, i) => objectOf(object, i, names)),
      observerOf(observer),
    ]),
  );
}

/**
 * The system of a blueprint in which so many threads of its first machine are wired alike: each speaks to the objects and
 * sends itself mail, and no object speaks to a thread of its own choice.
 */
export function alikeSystemOf(blueprint: Blueprint, threads: number, more: Partial<Scenario> = {}): System {
  const { machines, objects, observer } = blueprint;
  const names = objects.map((_, i) => `object${i}`);
  const roles = Object.fromEntries(names.map((name) => [name, name]));
  const ids = Array.from({ length: threads }, (_, i) => `thread${i}`);
  return buildSystem(
    toyScenario(
      'alike',
      [
        ...ids.map((id) => ({ id, machine: 'machine', roles: { ...roles, me: id } })),
        ...names.map((id) => ({ id, machine: id, roles })),
        ...(observer === 'none' ? [] : [{ id: 'observer', machine: 'observer' }]),
      ],
      more,
    ),
    kernelOf([
      threadOf('machine', machines[0] as readonly ThreadState[], { threads: ['me'], objects: names }),
      ...objects.map((object, i) => objectOf(object, i, { threads: [], objects: names })),
      observerOf(observer),
    ]),
  );
}

interface Names {
  readonly threads: readonly string[];
  readonly objects: readonly string[];
}

const SELF = { task: '@self' };
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** The effect of a move: mail to anybody, or a note to one of `listeners`, which accept it in every state. */
function effectOf({ effect, to }: Move, listeners: readonly string[], { threads, objects }: Names): Action[] {
  if (effect === 'tell' && listeners.length > 0) return [tell(at(listeners, to), 'note', SELF)];
  if (effect !== 'post') return [];
  const receiver = at([...threads, ...objects], to);
  return [post(receiver, objects.includes(receiver) ? 'note' : 'work', SELF)];
}

function threadOf(id: string, states: readonly ThreadState[], names: Names): MachineSpec {
  const name = (index: number): string => `s${index % states.length}`;
  const transition = (from: number, one: Move, kept: string): Transition => ({
    target: name(from + one.ahead),
    // A thread declares its next step on entry, so it must enter.
    reenter: true,
    actions: [...(one.keeps ? [set({ kept })] : []), ...effectOf(one, names.objects, names)],
  });
  return {
    id,
    kind: 'thread',
    description: 'A random thread.',
    context: () => ({ kept: 0 }),
    fragments: {},
    root: () => ({
      initial: 's0',
      states: Object.fromEntries(
        states.map((state, i) => [name(i), threadStateOf(state, names, (one, kept) => transition(i, one, kept))]),
      ),
    }),
  };
}

function threadStateOf(
  { rests, does, moves }: ThreadState,
  { objects }: Names,
  transition: (one: Move, kept: string) => Transition,
): State {
  if (rests === 'final') return { type: 'final', description: 'Finished.' };
  const idle = rests !== 'no';
  const entry: Action[] = [];
  // What answers each of the events, and where it keeps something to be remembered.
  const events = new Map<string, string>(idle ? [['work', '$event.task']] : []);
  for (const one of rests === 'idle' ? [] : does) {
    if (one.kind === 'call') {
      const op = at(OPS, one.op);
      // Two alternatives with one op would be answered by the same replies.
      if (events.has(`${op}_yes`)) continue;
      entry.push(call(at(objects, one.object), op, SELF));
      for (const says of ['yes', 'no']) events.set(`${op}_${says}`, '$event.count');
    } else if (!events.has('left')) {
      const among = ['left', 'right'].slice(0, one.among);
      entry.push(choose(...among.map((type, way) => ({ type, way }))));
      for (const type of among) events.set(type, '$event.way');
    }
  }
  const on = Object.fromEntries([...events].map(([event, kept], i) => [event, transition(at(moves, i), kept)]));
  return { description: 'A random state.', entry, on, ...(idle ? { tags: ['idle'] } : {}) };
}

function objectOf(object: Blueprint['objects'][number], index: number, names: Names): MachineSpec {
  const name = (state: number): string => `s${state % object.states}`;
  // Only upwards: nobody is told while he tells.
  const listeners = names.objects.slice(index + 1);
  const effects = (one: Move): Action[] => [
    ...(one.keeps ? [set({ last: '$event.task' })] : []),
    ...effectOf(one, listeners, names),
  ];
  const answers = (state: number, op: string, one: Answer): readonly Transition[] => {
    const says = (word: string): Action => reply(`${op}_${word}`, { count: '$count' });
    const move = (...before: Action[]): Transition => {
      const does = [...before, ...effects(one)];
      const actions = one.replies === 'first' ? [says(one.says), ...does] : [...does, says(one.says)];
      return { target: name(state + one.ahead), actions };
    };
    const atTheEnd = one.atTheEnd === 'refuses' ? [] : [{ actions: [says('no')] }];
    switch (one.accepts) {
      case 'never':
        return [];
      case 'always':
        return [move()];
      case 'counting up':
        return [{ ...move(counts('plus')), guard: above(LARGEST_COUNT, '$count') }, ...atTheEnd];
      case 'counting down':
        return [{ ...move(counts('minus')), guard: above('$count', 0) }, ...atTheEnd];
    }
  };
  const states = Array.from({ length: object.states }, (_, state) => {
    const calls = OPS.map((op, i) => [op, answers(state, op, at(object.answers, state * OPS.length + i))] as const);
    const noted = at(object.notes, state);
    // The empty update makes a note that changes nothing an accepted one.
    const note: Transition = { target: name(state + noted.ahead), actions: [set({}), ...effects(noted)] };
    const accepted = calls.filter(([, transitions]) => transitions.length > 0);
    return [name(state), { description: 'A random state.', on: { ...Object.fromEntries(accepted), note } }] as const;
  });
  return {
    id: `object${index}`,
    kind: 'object',
    description: 'A random object.',
    context: () => ({ count: 0, last: null }),
    fragments: {},
    root: () => ({ initial: 's0', states: Object.fromEntries(states) }),
  };
}

const counts = (way: 'plus' | 'minus'): Action => set({ count: { [way]: ['$count', 1] } });

const observerOf = (sees: Blueprint['observer']): MachineSpec => ({
  id: 'observer',
  kind: 'observer',
  description: 'Remembers the last that it saw of the first op, and of notes.',
  context: () => ({ seen: null }),
  fragments: {
    watch: () => {
      const seen = { actions: [set({ seen: sees === 'sees who' ? '$event.by' : '$event.reply' })] };
      return { on: { a: seen, note: seen } };
    },
  },
  root: allOps('watching', 'Watches.'),
});
