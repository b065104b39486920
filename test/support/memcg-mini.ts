import {
  above,
  allOps,
  call,
  chooseFrom,
  doing,
  is,
  isnt,
  reply,
  set,
  tell,
  type Action,
  type Context,
  type MachineSpec,
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
 * Whether a task sleeps is kept by whom its next call goes to, its mm or, with `trap`, the memcg: it refuses the call, so
 * that a wake-up is part of the waker's step. The memcg and the scan keep their own copies of what they must know of a
 * task, since each has to answer in one step.
 */
export function memcgMini(given: MemcgMini): System {
  const sizes: Sizes = { pages: 2, disabled: false, lock: false, trap: false, reaper: true, ...given };
  const tasks = Array.from({ length: sizes.tasks }, (_, i) => `t${i}`);
  const objects = { memcg: 'memcg', oom: 'oom', oom_lock: 'oom_lock', mutex: 'mutex', reap_list: 'reap_list' };
  const optional = (present: boolean, id: string) => (present ? [{ id, machine: id, roles: objects }] : []);
  return buildSystem(
    toyScenario('memcg-mini', [
      ...tasks.map((id) => ({ id, machine: 'task', roles: { ...objects, mm: `${id}.mm` } })),
      ...optional(sizes.reaper, 'reaper'),
      ...tasks.map((id) => ({ id: `${id}.mm`, machine: 'mm', roles: objects })),
      { id: 'memcg', machine: 'memcg' },
      { id: 'oom', machine: 'oom', input: { tasks }, roles: objects },
      { id: 'oom_lock', machine: 'oom_lock' },
      ...optional(sizes.lock, 'mutex'),
      ...optional(sizes.reaper, 'reap_list'),
    ]),
    kernelOf([task(sizes), reaper, mm(sizes), memcg(sizes), oom(sizes), oom_lock, mutex, reap_list]),
  );
}

type Sizes = Required<MemcgMini>;

const SELF = { task: '@self' };
const TASK = { task: '$event.task' };

const members = (context: Context, field: string): readonly string[] => context[field] as readonly string[];
const without = (set: readonly string[], task: unknown): string[] => set.filter((one) => one !== task);
/** Sets are sorted, so that equal ones are equal texts. */
const including = (set: readonly string[], task: unknown): string[] => [...without(set, task), String(task)].sort();

/** The thread: `retries` matters only in `charge`, `picks` only in `kill`; elsewhere they are nothing. */
const task = ({ retries, disabled, lock, trap }: Sizes): MachineSpec => {
  const charge = (...actions: Action[]): Transition => ({ target: 'charge', actions: [set({ retries }), ...actions] });
  const releases = lock ? [tell('mutex', 'unlock')] : [];
  const charged = { target: 'run', actions: [set({ retries: 0 }), ...releases] };
  const oomUnlock = tell('oom_lock', 'unlock');
  return {
    id: 'task',
    kind: 'thread',
    description: 'Charges pages, kills at the limit, exits.',
    context: () => ({ retries: 0, picks: [] }),
    updates: {
      pickAmong: (_, { tasks }) => ({ picks: (tasks as string[]).map((one) => ({ type: 'kill', task: one })) }),
    },
    fragments: {},
    root: () => ({
      initial: 'run',
      states: {
        run: doing('Wants a page, or leaves.', call('mm', 'look'), {
          wanting: lock ? 'mlock' : charge(),
          leaving: 'exit',
        }),
        mlock: doing('Takes the mutex; SIGKILL does not help it.', call('mutex', 'lock'), { locked: charge() }),
        charge: doing('Charges a page.', call('memcg', 'charge', SELF), {
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
          selected: { target: 'kill', actions: ['pickAmong'] },
        }),
        kill: doing('Kills any one of those with most pages.', chooseFrom('$picks'), {
          kill: charge(tell('oom', 'kill', TASK), oomUnlock, set({ picks: [] })),
        }),
        force: doing('Charges over the limit.', call('memcg', 'force', SELF), { charged }),
        exit: doing('Unmaps its pages.', call('mm', 'unmap', SELF), {
          unmapped: { target: 'exit', reenter: true },
          empty: 'dead',
        }),
        prep: doing('Goes to sleep.', call('memcg', 'prepare_to_wait', SELF), { prepared: trap ? charge() : 'run' }),
        dead: { type: 'final', description: 'Gone.' },
      },
    }),
  };
};

const reaper: MachineSpec = {
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
        { taken: { target: 'reap', actions: [set({ cur: '$event.task' })] } },
        { tags: ['idle'] },
      ),
      reap: doing('Unmaps a page of its victim.', call('$cur.mm', 'unmap', { task: '$cur' }), {
        unmapped: { target: 'reap', reenter: true },
        empty: { target: 'idle', actions: [set({ cur: null })] },
      }),
    },
  }),
};

/** A task's pages. Its task and the reaper unmap it alike; who finds it empty takes the task out of the scan. */
const mm = ({ pages }: Sizes): MachineSpec => {
  const held: Action = tell('oom', 'hold', { ...TASK, pages: '$pages' });
  const gains = set({ pages: { plus: ['$pages', 1] } });
  const loses = [set({ pages: { minus: ['$pages', 1] } }), tell('memcg', 'uncharge')];
  const empty: Transition = { guard: is('$pages', 0), actions: [tell('oom', 'leave', TASK), reply('empty')] };
  return {
    id: 'mm',
    kind: 'object',
    description: 'The pages of a task, and whether it is killed.',
    context: () => ({ pages: 0 }),
    fragments: {},
    root: () => ({
      initial: 'live',
      states: {
        live: {
          description: 'A candidate.',
          on: {
            look: [{ guard: is('$pages', pages), actions: [reply('leaving')] }, { actions: [reply('wanting')] }],
            charge: { actions: [gains, held] },
            unmap: [empty, { actions: [...loses, held, reply('unmapped')] }],
            kill: 'killed',
            sleep: 'asleep',
          },
        },
        asleep: { description: 'Its task sleeps: it does not look.', on: { wake: 'live' } },
        killed: {
          description: 'A victim.',
          on: {
            look: { actions: [reply('leaving')] },
            charge: { actions: [gains] },
            unmap: [empty, { actions: [...loses, reply('unmapped')] }],
          },
        },
      },
    }),
  };
};

/** The counter. Who is killed is charged over the limit, which it must know in the step of the charge. */
const memcg = ({ limit, disabled, trap }: Sizes): MachineSpec => {
  const charges = [set({ usage: { plus: ['$usage', 1] } }), tell('$event.task.mm', 'charge', TASK), reply('charged')];
  const wakes = [...(trap ? [] : [tell('$sleepers.mm', 'wake')]), set({ sleepers: [] })];
  const isAwake = (context: Context, task: unknown): boolean => !members(context, 'sleepers').includes(String(task));
  return {
    id: 'memcg',
    kind: 'object',
    description: 'A page counter with a limit.',
    refs: { killed: 'set', sleepers: 'set' },
    context: () => ({ usage: 0, killed: [], sleepers: [] }),
    guards: {
      isAwake: (context, { task }) => isAwake(context, task),
      mayCharge: (context, { task }) =>
        isAwake(context, task) &&
        (Number(context['usage']) < limit || members(context, 'killed').includes(String(task))),
    },
    updates: {
      kill: (context, { task }) => ({ killed: including(members(context, 'killed'), task) }),
      enqueue: (context, { task }) => ({ sleepers: including(members(context, 'sleepers'), task) }),
    },
    fragments: {
      ops: () => ({
        on: {
          charge: [
            { guard: 'mayCharge', actions: charges },
            { guard: 'isAwake', actions: [reply('over_limit')] },
          ],
          force: { actions: charges },
          uncharge: { actions: [set({ usage: { minus: ['$usage', 1] } }), ...(disabled ? wakes : [])] },
          kill: { actions: ['kill'] },
          prepare_to_wait: {
            actions: ['enqueue', ...(trap ? [] : [tell('$event.task.mm', 'sleep')]), reply('prepared')],
          },
        },
      }),
    },
    root: allOps('counting', 'Counts pages.'),
  };
};

/** What the scan sees: the candidates by the pages they hold, and the victims. Who has left it is in no set. */
const oom = ({ pages, reaper }: Sizes): MachineSpec => {
  const holding = (count: number): string => `holding${count}`;
  const counts = Array.from({ length: pages + 1 }, (_, count) => count);
  const candidates = counts.map(holding);
  const remove = (context: Context, task: unknown): Context =>
    Object.fromEntries([...candidates, 'victims'].map((field) => [field, without(members(context, field), task)]));
  return {
    id: 'oom',
    kind: 'object',
    description: 'Whom the killer would find.',
    refs: Object.fromEntries([...candidates, 'victims'].map((field) => [field, 'set' as const])),
    context: ({ tasks = [] }) => ({
      ...Object.fromEntries(candidates.map((field) => [field, []])),
      [holding(0)]: tasks,
      victims: [],
    }),
    guards: {
      isCandidate: (context, { task }) => candidates.some((field) => members(context, field).includes(String(task))),
    },
    updates: {
      hold: (context, { task, pages: held }) => {
        const field = holding(Number(held));
        return { ...remove(context, task), [field]: including(members(context, field), task) };
      },
      leave: (context, { task }) => remove(context, task),
      condemn: (context, { task }) => ({
        ...remove(context, task),
        victims: including(members(context, 'victims'), task),
      }),
    },
    fragments: {
      ops: () => ({
        on: {
          hold: { actions: ['hold'] },
          leave: { actions: ['leave'] },
          select: [
            { guard: isnt('$victims.length', 0), actions: [reply('aborted')] },
            ...counts.toReversed().map((count) => ({
              guard: isnt(`$${holding(count)}.length`, 0),
              actions: [reply('selected', { tasks: `$${holding(count)}` })],
            })),
            { actions: [reply('nobody')] },
          ],
          kill: [
            {
              guard: 'isCandidate',
              actions: [
                'condemn',
                tell('$event.task.mm', 'kill'),
                tell('memcg', 'kill', TASK),
                ...(reaper ? [tell('reap_list', 'queue', TASK)] : []),
              ],
            },
            // It has exited since it was selected. The empty update makes this an accepted tell.
            { actions: [set({})] },
          ],
        },
      }),
    },
    root: allOps('watching', 'Knows who holds how much.'),
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

const reap_list: MachineSpec = {
  id: 'reap_list',
  kind: 'object',
  description: 'Victims in the order in which they were killed.',
  refs: { queue: 'list' },
  context: () => ({ queue: [] }),
  updates: {
    queue: (context, { task }) => ({ queue: [...members(context, 'queue'), String(task)] }),
    shift: (context) => ({ queue: members(context, 'queue').slice(1) }),
  },
  fragments: {
    ops: () => ({
      on: {
        queue: { actions: ['queue'] },
        take: { guard: above('$queue.length', 0), actions: [reply('taken', { task: '$queue.0' }), 'shift'] },
      },
    }),
  },
  root: allOps('queued', 'A FIFO.'),
};
