import {
  above,
  allOps,
  call,
  doing,
  is,
  isnt,
  reply,
  set,
  tell,
  type Action,
  type Context,
  type MachineSpec,
  type State,
  type Transition,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from './toys.js';

/** The sizes and switches of memcg-mini. */
export interface MemcgMini {
  readonly tasks: number;
  /** Pages the memcg may hold. */
  readonly limit: number;
  /** Times that a charge at the limit reclaims, in vain, before it asks the OOM killer. */
  readonly retries: number;
  /** Pages each task wants before it leaves. */
  readonly pages?: number;
  /** memory.oom_control: nobody is killed, a task at the limit sleeps until somebody uncharges. */
  readonly disabled?: boolean;
  /** A charge runs under one mutex. */
  readonly lock?: boolean;
  /** The sleeper keeps the mutex, as before 3812c8c8f395. */
  readonly trap?: boolean;
  readonly reaper?: boolean;
}

/**
 * A benchmark whose counts are known from SPIN, TLC and C: tasks charge pages to one memcg, kill each other at its limit,
 * and exit; a reaper unmaps the victims.
 *
 * What a task's step needs to know of the others is told in the step that changes it, since each step asks one object
 * alone: an mm knows whether the memcg is full, the scan knows how many candidates hold how many pages. A task sleeps while
 * its mm refuses its next call, so that a wake-up is part of the waker's step.
 */
export function memcgMini(given: MemcgMini): System {
  const sizes: Sizes = { pages: 2, disabled: false, lock: false, trap: false, reaper: true, ...given };
  const tasks = Array.from({ length: sizes.tasks }, (_, i) => `t${i}`);
  const mms = tasks.map((id) => `${id}.mm`);
  const objects = { memcg: 'memcg', oom: 'oom', oom_lock: 'oom_lock', mutex: 'mutex', reap_list: 'reap_list' };
  const optional = (present: boolean, id: string) => (present ? [{ id, machine: id, roles: objects }] : []);
  return buildSystem(
    toyScenario('memcg-mini', [
      ...tasks.map((id) => ({ id, machine: 'task', input: { mms }, roles: { ...objects, mm: `${id}.mm` } })),
      ...optional(sizes.reaper, 'reaper'),
      ...mms.map((id) => ({ id, machine: 'mm', input: { mms }, roles: objects })),
      { id: 'memcg', machine: 'memcg', input: { mms } },
      { id: 'oom', machine: 'oom', input: { mms } },
      { id: 'oom_lock', machine: 'oom_lock' },
      ...optional(sizes.lock, 'mutex'),
      ...optional(sizes.reaper, 'reap_list'),
    ]),
    kernelOf([task(sizes), reaperThread, mm(sizes), memcg(sizes), oom(sizes), oom_lock, mutex, reap_list]),
  );
}

type Sizes = Required<MemcgMini>;

/** A tell must be accepted in every state: this accepts it and changes nothing. */
const NOTHING: Transition = { actions: [set({})] };

/** The thread: `retries` matters only in `charge`; elsewhere it is nothing. */
const task = ({ retries, disabled, lock, trap }: Sizes): MachineSpec => {
  const charge = (...actions: Action[]): Transition => ({ target: 'charge', actions: [set({ retries }), ...actions] });
  const releases = lock ? [tell('mutex', 'unlock')] : [];
  const charged = { target: 'run', actions: [set({ retries: 0 }), ...releases] };
  const oomUnlock = tell('oom_lock', 'unlock');
  return {
    id: 'task',
    kind: 'thread',
    description: 'Charges pages, kills at the limit, exits.',
    refs: { mms: 'set' },
    context: ({ mms = [] }) => ({ retries: 0, mms }),
    fragments: {},
    root: () => ({
      initial: 'run',
      states: {
        run: doing('Wants a page, or leaves.', call('mm', 'look'), {
          wanting: lock ? 'mlock' : charge(),
          leaving: 'exit',
        }),
        mlock: doing('Takes the mutex; SIGKILL does not help it.', call('mutex', 'lock'), { locked: charge() }),
        charge: doing('Charges a page.', call('mm', 'charge'), {
          charged,
          over_limit: [
            {
              guard: above('$retries', 0),
              target: 'charge',
              reenter: true,
              actions: [set({ retries: { minus: ['$retries', 1] } })],
            },
            disabled ? { target: 'prep', actions: trap ? [] : releases } : { target: 'oom' },
          ],
        }),
        oom: doing('Tries to become the killer.', call('oom_lock', 'trylock'), { got: 'select', busy: charge() }),
        select: doing('Looks for a victim.', call('oom', 'select'), {
          aborted: charge(oomUnlock),
          nobody: { target: 'force', actions: [oomUnlock] },
          selected: 'kill',
        }),
        kill: doing('Kills any one of those with most pages.', call('$mms', 'kill'), { done: charge(oomUnlock) }),
        force: doing('Charges over the limit.', call('mm', 'force'), { charged }),
        exit: doing('Unmaps its pages.', call('mm', 'unmap'), {
          unmapped: { target: 'exit', reenter: true },
          empty: 'dead',
        }),
        prep: doing('Goes to sleep.', call('mm', 'prepare_to_wait'), { prepared: trap ? charge() : 'run' }),
        dead: { type: 'final', description: 'Gone.' },
      },
    }),
  };
};

const reaperThread: MachineSpec = {
  id: 'reaper',
  kind: 'thread',
  description: 'Unmaps the pages of victims.',
  refs: { cur: 'ref' },
  context: () => ({ cur: null }),
  fragments: {},
  root: () => ({
    initial: 'idle',
    states: {
      idle: doing(
        'Waits for a victim.',
        call('reap_list', 'take'),
        { taken: { target: 'reap', actions: [set({ cur: '$event.mm' })] } },
        { tags: ['idle'] },
      ),
      reap: doing('Unmaps a page of its victim.', call('$cur', 'unmap'), {
        unmapped: { target: 'reap', reenter: true },
        empty: { target: 'idle', actions: [set({ cur: null })] },
      }),
    },
  }),
};

/**
 * A task's pages, and whether it is killed. Its task and the reaper unmap it alike; who finds it empty takes the task out of
 * the scan. `picked` is its bit of the mask of victims; `full` matters to the live alone: who is killed is charged over the limit.
 */
const mm = ({ pages, reaper }: Sizes): MachineSpec => {
  const HELD = { pages: '$pages' };
  const gains = [set({ pages: { plus: ['$pages', 1] } }), tell('memcg', 'charge'), reply('charged')];
  const loses = [set({ pages: { minus: ['$pages', 1] } }), tell('memcg', 'uncharge'), reply('unmapped')];
  const isEmpty = is('$pages', 0);
  const unpicks = [set({ picked: false }), tell('$mms', 'unpick')];
  const told: State['on'] = {
    full: NOTHING,
    roomy: NOTHING,
    wake: NOTHING,
    pick: NOTHING,
    unpick: { actions: [set({ picked: false })] },
  };
  const condemned: State['on'] = {
    ...told,
    look: { actions: [reply('leaving')] },
    charge: { actions: gains },
    force: { actions: gains },
  };
  const counting: State['on'] = {
    full: { actions: [set({ full: true })] },
    roomy: { actions: [set({ full: false })] },
  };
  return {
    id: 'mm',
    kind: 'object',
    description: 'The pages of a task, and whether it is killed.',
    refs: { mms: 'set' },
    context: ({ mms = [] }) => ({ pages: 0, full: false, picked: false, mms }),
    fragments: {},
    root: () => ({
      initial: 'live',
      states: {
        live: {
          description: 'A candidate.',
          on: {
            ...counting,
            look: [{ guard: is('$pages', pages), actions: [reply('leaving')] }, { actions: [reply('wanting')] }],
            charge: [
              { guard: is('$full', true), actions: [reply('over_limit')] },
              { actions: [tell('oom', 'gain', HELD), ...gains] },
            ],
            force: { actions: [tell('oom', 'gain', HELD), ...gains] },
            unmap: [
              {
                guard: isEmpty,
                target: 'left',
                actions: [set({ full: false }), tell('oom', 'leave', HELD), reply('empty')],
              },
              { actions: [tell('oom', 'lose', HELD), ...loses] },
            ],
            pick: [{ guard: is('$pages', '$event.pages'), actions: [set({ picked: true })] }, NOTHING],
            unpick: { actions: [set({ picked: false })] },
            kill: {
              guard: is('$picked', true),
              target: 'killed',
              actions: [
                set({ full: false }),
                ...unpicks,
                tell('oom', 'condemn', HELD),
                ...(reaper ? [tell('reap_list', 'queue', { mm: '@self' })] : []),
                reply('done'),
              ],
            },
            prepare_to_wait: { target: 'asleep', actions: [reply('prepared')] },
            wake: NOTHING,
          },
        },
        asleep: { description: 'Its task sleeps: nothing is done for it.', on: { ...counting, wake: 'live' } },
        killed: {
          description: 'A victim.',
          on: {
            ...condemned,
            unmap: [
              { guard: isEmpty, target: 'passed', actions: [tell('oom', 'pass'), reply('empty')] },
              { actions: loses },
            ],
          },
        },
        passed: {
          description: 'A victim that was found empty: the scan passes it over.',
          on: { ...condemned, unmap: [{ guard: isEmpty, actions: [reply('empty')] }, { actions: loses }] },
        },
        left: {
          description: 'Exited by itself.',
          // It may have been selected before.
          on: { ...told, kill: { guard: is('$picked', true), actions: [...unpicks, reply('done')] } },
        },
      },
    }),
  };
};

/** The counter, which tells all when it comes to its limit and when it leaves it. */
const memcg = ({ limit, disabled }: Sizes): MachineSpec => {
  const gains = set({ usage: { plus: ['$usage', 1] } });
  const loses = [set({ usage: { minus: ['$usage', 1] } }), ...(disabled ? [tell('$mms', 'wake')] : [])];
  return {
    id: 'memcg',
    kind: 'object',
    description: 'A page counter with a limit.',
    refs: { mms: 'set' },
    context: ({ mms = [] }) => ({ usage: 0, mms }),
    fragments: {
      ops: () => ({
        on: {
          charge: [{ guard: is('$usage', limit - 1), actions: [gains, tell('$mms', 'full')] }, { actions: [gains] }],
          uncharge: [{ guard: is('$usage', limit), actions: [...loses, tell('$mms', 'roomy')] }, { actions: loses }],
        },
      }),
    },
    root: allOps('counting', 'Counts pages.'),
  };
};

/** What the scan sees: how many candidates hold how many pages, and how many victims there are. */
const oom = ({ pages }: Sizes): MachineSpec => {
  const counts = Array.from({ length: pages + 1 }, (_, count) => count);
  const holding = (count: number): string => `holding${count}`;
  /** So many candidates more, of those that hold so many pages. */
  const changed = (context: Context, held: number, by: number): Context => ({
    [holding(held)]: Number(context[holding(held)]) + by,
  });
  const moved = (context: Context, held: unknown, by: number): Context => ({
    ...changed(context, Number(held), -1),
    ...changed(context, Number(held) + by, 1),
  });
  return {
    id: 'oom',
    kind: 'object',
    description: 'Whom the killer would find.',
    refs: { mms: 'set' },
    context: ({ mms = [] }) => ({
      ...Object.fromEntries(counts.map((count) => [holding(count), 0])),
      [holding(0)]: (mms as string[]).length,
      victims: 0,
      mms,
    }),
    updates: {
      gain: (context, { pages: held }) => moved(context, held, 1),
      lose: (context, { pages: held }) => moved(context, held, -1),
      leave: (context, { pages: held }) => changed(context, Number(held), -1),
    },
    fragments: {
      ops: () => ({
        on: {
          gain: { actions: ['gain'] },
          lose: { actions: ['lose'] },
          leave: { actions: ['leave'] },
          condemn: { actions: ['leave', set({ victims: { plus: ['$victims', 1] } })] },
          pass: { actions: [set({ victims: { minus: ['$victims', 1] } })] },
          select: [
            { guard: isnt('$victims', 0), actions: [reply('aborted')] },
            ...counts.toReversed().map((count) => ({
              guard: isnt(`$${holding(count)}`, 0),
              actions: [tell('$mms', 'pick', { pages: count }), reply('selected')],
            })),
            { actions: [reply('nobody')] },
          ],
        },
      }),
    },
    root: allOps('watching', 'Knows how many hold how much.'),
  };
};

const oom_lock: MachineSpec = {
  id: 'oom_lock',
  kind: 'object',
  description: 'Lets one task kill; the others do not wait for it.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'free',
    states: {
      free: { description: 'Nobody kills.', on: { trylock: { target: 'held', actions: [reply('got')] } } },
      held: { description: 'Somebody kills.', on: { trylock: { actions: [reply('busy')] }, unlock: 'free' } },
    },
  }),
};

const mutex: MachineSpec = {
  id: 'mutex',
  kind: 'object',
  description: 'A lock that charges are made under.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'free',
    states: {
      free: { description: 'Free.', on: { lock: { target: 'held', actions: [reply('locked')] } } },
      held: { description: 'Held.', on: { unlock: 'free' } },
    },
  }),
};

const queued = (context: Context): readonly string[] => context['queue'] as readonly string[];

const reap_list: MachineSpec = {
  id: 'reap_list',
  kind: 'object',
  description: 'Victims in the order in which they were killed.',
  refs: { queue: 'list' },
  context: () => ({ queue: [] }),
  updates: {
    queue: (context, { mm }) => ({ queue: [...queued(context), String(mm)] }),
    shift: (context) => ({ queue: queued(context).slice(1) }),
  },
  fragments: {
    ops: () => ({
      on: {
        queue: { actions: ['queue'] },
        take: { guard: above('$queue.length', 0), actions: [reply('taken', { mm: '$queue.0' }), 'shift'] },
      },
    }),
  },
  root: allOps('queued', 'A FIFO.'),
};
