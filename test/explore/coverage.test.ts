import { describe, expect, it } from 'vitest';
import { explore } from '../../src/explore/index.js';
import {
  above,
  allOps,
  call,
  choose,
  doing,
  post,
  reply,
  set,
  type MachineSpec,
  type Property,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, lostUpdate, toyScenario } from '../support/toys.js';

const gate: MachineSpec = {
  id: 'gate',
  kind: 'object',
  description: 'Opened by some, passed by others; nobody ever locks it.',
  context: () => ({ open: 0 }),
  fragments: {
    ops: () => ({
      on: {
        open: { actions: [set({ open: 1 }), reply('opened')] },
        pass: { guard: above('$open', 0), actions: [reply('passed')] },
        climb: { guard: above('$open', 7), actions: [reply('climbed')] },
        lock: { actions: [set({ open: 0 }), reply('locked')] },
      },
    }),
  },
  root: allOps('standing', 'A gate.'),
};

const opener: MachineSpec = {
  id: 'opener',
  kind: 'thread',
  description: 'Opens the gate.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'opens',
    states: {
      opens: doing('Opens.', call('gate', 'open'), { opened: { target: 'done', actions: [post('gate', 'letter')] } }),
      done: { type: 'final', description: 'Done.' },
    },
  }),
};

/** Passes the gate; would climb over it as well, and then walk. */
const walker: MachineSpec = {
  id: 'walker',
  kind: 'thread',
  description: 'Passes the gate.',
  context: () => ({}),
  fragments: {
    passing: () => ({
      initial: 'passes',
      description: 'Through the gate.',
      states: {
        passes: doing('Passes or climbs.', [call('gate', 'pass'), call('gate', 'climb')], {
          passed: 'through',
          climbed: 'through',
        }),
        through: { type: 'final', description: 'Through.' },
      },
    }),
    walking: () => ({
      initial: 'walks',
      description: 'Walks about.',
      states: {
        walks: doing('Walks.', choose({ type: 'step' }), { step: 'walked' }),
        walked: { type: 'final', description: 'Has walked.' },
      },
    }),
  },
  root: (use) => ({
    initial: 'passing',
    states: {
      passing: use('passing', { onDone: 'home' }),
      home: { type: 'final', description: 'Home.' },
      walking: use('walking', { onDone: 'home' }),
    },
  }),
};

const gateSystem = (properties: readonly Property[] = []): System =>
  buildSystem(
    toyScenario(
      'gate',
      [
        { id: 'opener', machine: 'opener', roles: { gate: 'gate' } },
        { id: 'walker', machine: 'walker', roles: { gate: 'gate' } },
        { id: 'gate', machine: 'gate' },
      ],
      { properties },
    ),
    kernelOf([gate, opener, walker]),
  );

describe('coverage', () => {
  it('names what nobody came to', () => {
    const { coverage } = explore(gateSystem(), { coverage: true });
    expect(coverage).toMatchObject({
      fragments: ['walker: walking'],
      // `walks` was never entered, so that nobody left it says nothing.
      transitions: ['walker: passing.passes on climbed', 'gate: standing on climb', 'gate: standing on lock'],
      neverEnabled: ['walker at passing.passes: gate.climb', 'mail letter to gate'],
      oneOrder: ['opener: gate.open < walker: gate.pass'],
    });
  });

  it('finds both orders where both are there: two threads that load and store', () => {
    const { coverage } = explore(lostUpdate(2), { coverage: true });
    expect([coverage?.fragments, coverage?.transitions, coverage?.neverEnabled, coverage?.oneOrder]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    // Load and store of either, next to load and store of the other.
    expect(coverage?.of.oneOrder).toHaveLength(8);
  });

  it('is not there where it was not asked for', () => {
    expect(explore(gateSystem())).not.toHaveProperty('coverage');
  });
});

describe('a property whose premise never comes true', () => {
  const never = (id: string, premise: (path: string) => boolean): Property => ({
    id,
    kind: 'never',
    description: 'a walker who is there has no shoes',
    holds: () => false,
    premise: {
      description: 'a walker is there',
      holds: (state) =>
        ['passing', 'walking', 'home'].some((path) => premise(path) && state.actor('walker').matches(path)),
    },
  });

  it('holds, and says nothing', () => {
    const { properties } = explore(
      gateSystem([never('walks', (path) => path === 'walking'), never('comes home', (path) => path === 'home')]),
    );
    expect(properties).toEqual([
      { id: 'walks', verdict: 'holds', vacuous: 'a walker is there' },
      { id: 'comes home', verdict: 'holds' },
    ]);
  });

  it('is not said to be vacuous before the search is complete', () => {
    const { properties } = explore(gateSystem([never('walks', (path) => path === 'walking')]), {
      bounds: { depth: 1 },
    });
    expect(properties).toEqual([{ id: 'walks', verdict: 'holdsUpTo', why: 'stopped by depth' }]);
  });
});
