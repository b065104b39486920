import {
  above,
  allOps,
  call,
  choose,
  doing,
  is,
  post,
  reply,
  returned,
  returns,
  set,
  tell,
  type ActorSpec,
  type MachineSpec,
} from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from './toys.js';

/** A page counter with a limit; `oom_waitq` is told when a page is given back. */
const memcg: MachineSpec = {
  id: 'memcg',
  kind: 'object',
  description: 'A page counter.',
  context: ({ free = 0 }) => ({ free }),
  fragments: {
    try_charge: () => ({
      on: {
        try_charge: [
          { guard: above('$free', 0), actions: [set({ free: { minus: ['$free', 1] } }), reply('charged')] },
          { actions: [reply('over_limit')] },
        ],
      },
    }),
    uncharge: () => ({
      on: {
        uncharge: {
          actions: [set({ free: { plus: ['$free', 1] } }), tell('oom_waitq', 'wake_all'), reply('uncharged')],
        },
      },
    }),
  },
  root: allOps('counting', 'Counts pages.'),
};

const oom_waitq: MachineSpec = {
  id: 'oom_waitq',
  kind: 'object',
  description: 'Tasks that sleep until a page is freed.',
  refs: { sleepers: 'list' },
  context: () => ({ sleepers: [] }),
  updates: {
    add: ({ sleepers }, { task }) => ({
      sleepers: [...(sleepers as string[]).filter((one) => one !== task), task as string],
    }),
  },
  fragments: {
    prepare_to_wait: () => ({
      on: { prepare_to_wait: { actions: ['add', tell('$event.task.task_struct', 'set_killable'), reply('queued')] } },
    }),
    wake_all: () => ({
      on: { wake_all: { actions: [tell('$sleepers.task_struct', 'wake_up'), set({ sleepers: [] })] } },
    }),
  },
  root: allOps('queue', 'A wait queue.'),
};

const task_struct: MachineSpec = {
  id: 'task_struct',
  kind: 'object',
  description: 'The state of a task, and its pending SIGKILL.',
  context: () => ({ state: 'running', sigkill: false }),
  guards: { runnable: ({ state, sigkill }) => state === 'running' || sigkill === true },
  fragments: {
    ops: () => ({
      on: {
        set_killable: { actions: [set({ state: 'killable' })] },
        wake_up: { actions: [set({ state: 'running' })] },
        schedule: { guard: 'runnable', actions: [set({ state: 'running' }), reply('running')] },
        send_sigkill: { actions: [set({ sigkill: true, state: 'running' }), reply('sent')] },
        fatal_signal_pending: [
          { guard: is('$sigkill', true), actions: [reply('fatal')] },
          { actions: [reply('no_signal')] },
        ],
      },
    }),
  },
  root: allOps('alive', 'What other tasks may look at.'),
};

const oom_lock: MachineSpec = {
  id: 'oom_lock',
  kind: 'object',
  description: 'A mutex that knows its holder.',
  refs: { holder: 'ref' },
  context: () => ({ holder: null }),
  fragments: {
    mutex_lock: () => ({
      on: { mutex_lock: { target: 'held', actions: [set({ holder: '$event.task' }), reply('locked')] } },
    }),
    mutex_unlock: () => ({
      on: { mutex_unlock: { target: 'free', actions: [set({ holder: null }), reply('unlocked')] } },
    }),
  },
  root: (use) => ({
    initial: 'free',
    states: {
      free: use('mutex_lock', { description: 'Nobody holds it.' }),
      held: use('mutex_unlock', { description: 'Somebody holds it.' }),
    },
  }),
};

const SELF = { task: '@self' };

const charger: MachineSpec = {
  id: 'charger',
  kind: 'thread',
  description: 'Charges a page; at the limit it kills the victim and sleeps.',
  context: () => ({}),
  fragments: {
    try_charge: (use) => ({
      initial: 'charge',
      description: 'The charge loop.',
      states: {
        charge: doing('Charges one page.', call('memcg', 'try_charge', { pages: 1 }), {
          charged: 'charged',
          over_limit: 'reclaim',
        }),
        reclaim: doing('Reclaim may free a page or not.', choose({ type: 'progress' }, { type: 'no_progress' }), {
          progress: 'charge',
          no_progress: 'mem_cgroup_oom',
        }),
        mem_cgroup_oom: use('mem_cgroup_oom', {
          onDone: [{ guard: returned('killed'), target: 'bypassed' }, { target: 'charge' }],
        }),
        charged: returns('charged'),
        bypassed: returns('bypassed', 'Dies: "bypassed" [root];\n$0 charged.'),
      },
    }),
    mem_cgroup_oom: () => ({
      initial: 'prepare_to_wait',
      description: 'Queues itself, kills under oom_lock, and sleeps.',
      states: {
        prepare_to_wait: doing('Queues itself.', call('oom_waitq', 'prepare_to_wait', SELF), { queued: 'lock' }),
        lock: doing('Takes oom_lock.', call('oom_lock', 'mutex_lock', SELF), { locked: 'kill' }),
        kill: doing('Kills the victim.', call('victim.task_struct', 'send_sigkill'), {
          sent: { target: 'unlock', actions: [post('oom_reaper', 'reap')] },
        }),
        unlock: doing('Releases it.', call('oom_lock', 'mutex_unlock'), { unlocked: 'schedule' }),
        schedule: doing('Sleeps, killable.', call('task_struct', 'schedule'), { running: 'fatal_signal_pending' }),
        fatal_signal_pending: doing('Killed?', call('task_struct', 'fatal_signal_pending'), {
          fatal: 'killed',
          no_signal: 'again',
        }),
        killed: returns('killed'),
        again: returns('again'),
      },
    }),
  },
  root: (use) => ({
    initial: 'user_mode',
    states: {
      user_mode: doing('Faults.', choose({ type: 'page_fault' }), { page_fault: 'try_charge' }),
      try_charge: use('try_charge', { onDone: 'done' }),
      done: { type: 'final', description: 'Back in user mode.' },
    },
  }),
};

const victim: MachineSpec = {
  id: 'victim',
  kind: 'thread',
  description: 'Runs until it is killed, then gives its page back.',
  context: () => ({}),
  fragments: {
    do_exit: () => ({
      initial: 'exit_mmap',
      states: {
        exit_mmap: doing('Frees its page.', call('memcg', 'uncharge'), { uncharged: 'freed' }),
        freed: returns('freed'),
      },
    }),
  },
  root: (use) => ({
    initial: 'user_mode',
    states: {
      user_mode: doing('Looks for signals.', call('task_struct', 'fatal_signal_pending'), {
        fatal: 'do_exit',
        no_signal: { target: 'user_mode', reenter: true },
      }),
      do_exit: use('do_exit', { onDone: 'dead' }),
      dead: { type: 'final', description: 'Gone.' },
    },
  }),
};

const oom_reaper: MachineSpec = {
  id: 'oom_reaper',
  kind: 'thread',
  description: 'Looks after victims.',
  context: () => ({}),
  fragments: {
    oom_reap_task: () => ({
      initial: 'check',
      states: {
        check: doing('Takes oom_lock.', call('oom_lock', 'mutex_lock', SELF), { locked: 'unlock' }),
        unlock: doing('Releases it.', call('oom_lock', 'mutex_unlock'), { unlocked: 'reaped' }),
        reaped: returns('reaped'),
      },
    }),
  },
  root: (use) => ({
    initial: 'idle',
    states: {
      idle: { description: 'Nothing to reap.', tags: ['idle'], on: { reap: 'oom_reap_task' } },
      oom_reap_task: use('oom_reap_task', { onDone: 'idle' }),
    },
  }),
};

/** A small OOM path: chargers at the limit, a victim, a wait queue, oom_lock, and a reaper woken by mail. */
export function oomToy(chargers: readonly string[] = ['charger']): System {
  const objects = { memcg: 'memcg', oom_waitq: 'oom_waitq', oom_lock: 'oom_lock', oom_reaper: 'oom_reaper' };
  const own = (id: string) => ({ ...objects, task_struct: `${id}.task_struct`, victim: 'hog' });
  const cast: ActorSpec[] = [
    ...chargers.map((id) => ({ id, machine: 'charger', roles: own(id) })),
    { id: 'hog', machine: 'victim', roles: own('hog') },
    { id: 'oom_reaper', machine: 'oom_reaper', roles: objects },
    ...[...chargers, 'hog'].map((id) => ({ id: `${id}.task_struct`, machine: 'task_struct' })),
    { id: 'memcg', machine: 'memcg', input: { free: 0 }, roles: { oom_waitq: 'oom_waitq' } },
    { id: 'oom_waitq', machine: 'oom_waitq' },
    { id: 'oom_lock', machine: 'oom_lock' },
  ];
  const machines = [charger, victim, oom_reaper, task_struct, memcg, oom_waitq, oom_lock];
  return buildSystem(toyScenario('oom', cast), kernelOf(machines));
}

/** Each machine of the small OOM path, for charts. */
export const oomMachines = () => [
  ...new Map(oomToy().actors.map(({ machine }) => [machine.spec.id, machine])).values(),
];
