import { allOps, reply, type MachineSpec } from '../../src/model/index.js';

/** Timed sleeps of kernel threads: time may always have passed. A live run waits `ms` of its scheduler's time. */
export const clock: MachineSpec = {
  id: 'clock',
  kind: 'object',
  description: 'Timers: any timed sleep may be over.',
  context: () => ({}),
  root: allOps('ticking', 'Time passes.'),
  fragments: {
    schedule_timeout: () => ({ on: { schedule_timeout: { actions: [reply('running')] } } }),
  },
};
