import { is, type MachineSpec } from '../../src/model/index.js';

/**
 * Watches whether OOM kills are announced: each needs an eventfd_signal since the last kill.
 *
 * An observer sees every delivered op and never acts; it carries the history that P-NOTIFY speaks of.
 */
export const episodes: MachineSpec = {
  id: 'episodes',
  kind: 'observer',
  description: 'Remembers whether each OOM kill was announced to user space.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'silent',
    states: {
      silent: {
        description: 'No signal since the last kill.',
        on: {
          eventfd_signal: 'announced',
          // A kill by user space carries no memcg and needs no announcement.
          send_sigkill: [{ guard: is('$event.oom', null), target: 'silent' }, { target: 'silentKill' }],
        },
      },
      announced: {
        description: 'An eventfd was signalled.',
        on: { send_sigkill: [{ guard: is('$event.oom', null), target: 'announced' }, { target: 'silent' }] },
      },
      silentKill: { description: 'Somebody was OOM-killed without a signal.' },
    },
  }),
};
