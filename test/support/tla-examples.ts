import {
  allOps,
  call,
  choose,
  doing,
  reply,
  set,
  type ActorSpec,
  type MachineSpec,
  type SafetyProperty,
  type State,
  type Value,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from './toys.js';

/** Specifications of the TLA+ Examples; an action that changes nothing is a step there, and here. */

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const RM = { rm: '@self' };

/** Sets are kept in one order, so that equal ones read alike. */
const added = (set: Value | undefined, rm: Value | undefined): readonly string[] =>
  [...new Set([...(set as readonly string[]), String(rm)])].sort();
const has = (set: Value | undefined, rm: Value | undefined): boolean => (set as readonly Value[]).includes(rm as Value);

/** Nobody commits where another one aborts. */
const consistent: SafetyProperty = {
  id: 'consistent',
  kind: 'never',
  description: 'One resource manager has committed and another one aborted.',
  holds: (state) => {
    const rms = state.actors('rm');
    return rms.some((rm) => rm.matches('committed')) && rms.some((rm) => rm.matches('aborted'));
  },
};

/** Messages are never taken away: whoever can receive one can receive it again. */
const messages: MachineSpec = {
  id: 'messages',
  kind: 'object',
  description: 'The set of all messages ever sent.',
  refs: { prepared: 'set' },
  context: () => ({ prepared: [], commit: false, abort: false }),
  fragments: {
    sending: () => ({
      on: {
        send_prepared: { actions: ['addPrepared', reply('sent')] },
        send_commit: { actions: [set({ commit: true }), reply('decided')] },
        send_abort: { actions: [set({ abort: true }), reply('called_off')] },
      },
    }),
    receiving: () => ({
      on: {
        receive_prepared: { guard: 'hasPrepared', actions: [reply('is_prepared', { rm: '$event.rm' })] },
        receive_commit: { guard: 'commitIsSent', actions: [reply('commit')] },
        receive_abort: { guard: 'abortIsSent', actions: [reply('abort')] },
      },
    }),
  },
  guards: {
    hasPrepared: ({ prepared }, { rm }) => has(prepared, rm),
    commitIsSent: ({ commit }) => commit === true,
    abortIsSent: ({ abort }) => abort === true,
  },
  updates: {
    addPrepared: ({ prepared }, { rm }) => ({ prepared: added(prepared, rm) }),
  },
  root: allOps('sent', 'Keeps what is sent.'),
};

/** The TM of so many RMs; it may hear of an RM again that it has already noted. */
function transactionManager(count: number): MachineSpec {
  const hears = numbers(count).map((i) => call('messages', 'receive_prepared', { rm: `rm${i}` }));
  const callsOff = call('messages', 'send_abort');
  return {
    id: 'tm',
    kind: 'thread',
    description: 'Commits when all are prepared; may abort before.',
    refs: { prepared: 'set' },
    context: () => ({ prepared: [] }),
    guards: { allOthersNoted: ({ prepared }, { rm }) => added(prepared, rm).length === count },
    updates: { note: ({ prepared }, { rm }) => ({ prepared: added(prepared, rm) }) },
    fragments: {},
    root: () => ({
      initial: 'collecting',
      states: {
        collecting: doing('Not all are prepared, as far as it knows.', [...hears, callsOff], {
          is_prepared: [
            { guard: 'allOthersNoted', target: 'complete', actions: ['note'] },
            { target: 'collecting', reenter: true, actions: ['note'] },
          ],
          called_off: 'aborted',
        }),
        complete: doing('All are prepared.', [...hears, call('messages', 'send_commit'), callsOff], {
          is_prepared: { target: 'complete', reenter: true },
          decided: 'committed',
          called_off: 'aborted',
        }),
        committed: { type: 'final', description: 'Has sent Commit.' },
        aborted: { type: 'final', description: 'Has sent Abort.' },
      },
    }),
  };
}

/** An RM does in any state what the TM tells it. */
const receives = [call('messages', 'receive_commit'), call('messages', 'receive_abort')];
const obeys: State['on'] = {
  commit: { target: 'committed', reenter: true },
  abort: { target: 'aborted', reenter: true },
};

const twoPhaseRm: MachineSpec = {
  id: 'rm',
  kind: 'thread',
  description: 'A resource manager.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'working',
    states: {
      working: doing('Works.', [call('messages', 'send_prepared', RM), choose({ type: 'give_up' }), ...receives], {
        sent: 'prepared',
        give_up: 'aborted',
        ...obeys,
      }),
      prepared: doing('Has sent Prepared.', receives, { ...obeys }),
      committed: doing('Has committed.', receives, { ...obeys }),
      aborted: doing('Has aborted.', receives, { ...obeys }),
    },
  }),
};

/** TwoPhase: two-phase commit of so many resource managers. */
export function twoPhase(count: number): System {
  const cast: ActorSpec[] = [
    { id: 'tm', machine: 'tm', roles: { messages: 'messages' } },
    ...numbers(count).map((i) => ({ id: `rm${i}`, machine: 'rm', roles: { messages: 'messages' } })),
    { id: 'messages', machine: 'messages' },
  ];
  return buildSystem(
    toyScenario('two-phase', cast, { properties: [consistent] }),
    kernelOf([messages, transactionManager(count), twoPhaseRm]),
  );
}

/** The states of all RMs as a census: TCommit's guards ask only whether somebody is in one. */
const census: MachineSpec = {
  id: 'census',
  kind: 'object',
  description: 'How many RMs work, have committed, have aborted.',
  context: ({ count = 0 }) => ({ working: count, committed: 0, aborted: 0 }),
  fragments: {
    ops: () => ({
      on: {
        prepare: { actions: [set({ working: { minus: ['$working', 1] } }), reply('prepared')] },
        commit: { guard: 'canCommit', actions: [set({ committed: { plus: ['$committed', 1] } }), reply('committed')] },
        abort: { guard: 'noneCommitted', actions: ['leave', reply('aborted')] },
      },
    }),
  },
  guards: {
    canCommit: ({ working, aborted }) => working === 0 && aborted === 0,
    noneCommitted: ({ committed }) => committed === 0,
  },
  updates: {
    leave: ({ working, aborted }, { working: mine }) => ({
      working: Number(working) - Number(mine),
      aborted: Number(aborted) + 1,
    }),
  },
  root: allOps('counted', 'Counts.'),
};

const tCommitRm: MachineSpec = {
  id: 'rm',
  kind: 'thread',
  description: 'A resource manager that sees all others.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'working',
    states: {
      working: doing('Works.', [call('census', 'prepare'), call('census', 'abort', { working: 1 })], {
        prepared: 'prepared',
        aborted: 'aborted',
      }),
      prepared: doing('Is prepared.', [call('census', 'commit'), call('census', 'abort', { working: 0 })], {
        committed: 'committed',
        aborted: 'aborted',
      }),
      committed: { type: 'final', description: 'Has committed.' },
      aborted: { type: 'final', description: 'Has aborted.' },
    },
  }),
};

/** TCommit: what any commit protocol of so many resource managers has to look like from outside. */
export function tCommit(count: number): System {
  const cast: ActorSpec[] = [
    ...numbers(count).map((i) => ({ id: `rm${i}`, machine: 'rm', roles: { census: 'census' } })),
    { id: 'census', machine: 'census', input: { count } },
  ];
  return buildSystem(toyScenario('tcommit', cast, { properties: [consistent] }), kernelOf([census, tCommitRm]));
}

const BIG = 5;
const SMALL = 3;

const jugs: MachineSpec = {
  id: 'jugs',
  kind: 'object',
  description: 'A jug of 5 gallons and one of 3.',
  context: () => ({ big: 0, small: 0 }),
  fragments: {
    ops: () => ({
      on: {
        fill_big: { actions: [set({ big: BIG }), reply('done')] },
        fill_small: { actions: [set({ small: SMALL }), reply('done')] },
        empty_big: { actions: [set({ big: 0 }), reply('done')] },
        empty_small: { actions: [set({ small: 0 }), reply('done')] },
        small_to_big: { actions: ['smallToBig', reply('done')] },
        big_to_small: { actions: ['bigToSmall', reply('done')] },
      },
    }),
  },
  updates: {
    smallToBig: ({ big, small }) => {
      const amount = Math.min(Number(small), BIG - Number(big));
      return { big: Number(big) + amount, small: Number(small) - amount };
    },
    bigToSmall: ({ big, small }) => {
      const amount = Math.min(Number(big), SMALL - Number(small));
      return { big: Number(big) - amount, small: Number(small) + amount };
    },
  },
  root: allOps('standing', 'Two jugs.'),
};

const hero: MachineSpec = {
  id: 'hero',
  kind: 'thread',
  description: 'Fills, empties and pours as it likes.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'playing',
    states: {
      playing: doing(
        'Does anything.',
        ['fill_big', 'fill_small', 'empty_big', 'empty_small', 'small_to_big', 'big_to_small'].map((op) =>
          call('jugs', op),
        ),
        { done: { target: 'playing', reenter: true } },
      ),
    },
  }),
};

/** DieHard: how to measure 4 gallons with jugs of 5 and 3. */
export const dieHard = (): System =>
  buildSystem(
    toyScenario(
      'die-hard',
      [
        { id: 'hero', machine: 'hero', roles: { jugs: 'jugs' } },
        { id: 'jugs', machine: 'jugs' },
      ],
      {
        properties: [
          {
            id: 'unsolved',
            kind: 'never',
            description: 'The big jug holds 4 gallons.',
            holds: (state) => state.actor('jugs').context['big'] === 4,
          },
        ],
      },
    ),
    kernelOf([jugs, hero]),
  );
