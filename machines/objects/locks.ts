import { is, isnt, above, reply, set, type MachineSpec } from '../../src/model/index.js';

/**
 * A sleeping lock: i_mutex, the global oom_lock (v4.2 on), or the zonelist's OOM flag that came before it.
 *
 * A held mutex offers no `mutex_lock`, so the caller is blocked; uninterruptibly, since nothing else is offered to it.
 * The holder is remembered for people who ask who blocks whom; no transition tests it.
 */
export const mutex: MachineSpec = {
  id: 'mutex',
  kind: 'object',
  description: 'A mutex.',
  refs: { holder: 'ref' },
  context: () => ({ holder: null }),
  fragments: {
    mutex_lock: () => ({
      on: {
        mutex_lock: { target: 'held', actions: [set({ holder: '$event.task' }), reply('locked')] },
        mutex_trylock: { target: 'held', actions: [set({ holder: '$event.task' }), reply('locked')] },
      },
    }),
    mutex_unlock: () => ({
      on: {
        mutex_unlock: { target: 'free', actions: [set({ holder: null }), reply('unlocked')] },
        mutex_trylock: { actions: [reply('busy')] },
      },
    }),
  },
  root: (use) => ({
    initial: 'free',
    states: {
      free: use('mutex_lock', { description: 'Nobody holds it.' }),
      held: use('mutex_unlock', { description: 'Somebody holds it; whoever wants it waits.' }),
    },
  }),
};

/**
 * mmap_sem: many readers or one writer.
 *
 * Queued writers do not turn readers away here, as they do in the kernel: fewer failures of the reaper's trylock than
 * real.
 */
export const rwsem: MachineSpec = {
  id: 'rwsem',
  kind: 'object',
  description: 'A read-write semaphore, such as mmap_sem.',
  holds: ['readers'],
  context: () => ({ readers: 0 }),
  fragments: {
    down_read: () => ({
      on: {
        down_read: { actions: [set({ readers: { plus: ['$readers', 1] } }), reply('locked')] },
        down_read_trylock: { actions: [set({ readers: { plus: ['$readers', 1] } }), reply('locked')] },
        up_read: {
          guard: above('$readers', 0),
          actions: [set({ readers: { minus: ['$readers', 1] } }), reply('unlocked')],
        },
      },
    }),
    down_write: () => ({
      on: { down_write: { guard: is('$readers', 0), target: 'written', actions: [reply('locked')] } },
    }),
    up_write: () => ({
      on: {
        up_write: { target: 'read', actions: [reply('unlocked')] },
        down_read_trylock: { actions: [reply('busy')] },
      },
    }),
  },
  root: (use) => {
    const read = { ...use('down_read').on, ...use('down_write').on };
    return {
      initial: 'read',
      states: {
        read: { description: 'Free, or held by readers.', on: read },
        written: use('up_write', { description: 'Held by one writer.' }),
      },
    };
  },
};

/** What an eventfd is to the OOM path: signalled or not, and a blocking read. */
export const eventfd: MachineSpec = {
  id: 'eventfd',
  kind: 'object',
  description: 'An eventfd registered with cgroup.event_control.',
  context: () => ({ signalled: false }),
  fragments: {
    eventfd_signal: () => ({ on: { eventfd_signal: { actions: [set({ signalled: true })] } } }),
    eventfd_read: () => ({
      on: {
        eventfd_read: {
          guard: isnt('$signalled', false),
          actions: [set({ signalled: false }), reply('signalled')],
        },
      },
    }),
  },
  root: (use) => ({
    initial: 'counting',
    states: {
      counting: {
        description: 'Keeps whether it was signalled since the last read.',
        on: { ...use('eventfd_signal').on, ...use('eventfd_read').on },
      },
    },
  }),
};
