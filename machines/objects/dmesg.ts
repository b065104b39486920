import { allOps, reply, set, type MachineSpec } from '../../src/model/index.js';

/** The kernel log, as far as a property asks about it: which message was ever printed. */
export const dmesg: MachineSpec = {
  id: 'dmesg',
  kind: 'object',
  description: 'The kernel log: has a WARN, a "no killable processes" or a panic been printed?',
  context: () => ({ warned: false, no_killable: false, panicked: false }),
  root: allOps('log', 'What was printed so far.'),
  fragments: {
    printk: () => ({
      on: {
        WARN: { actions: [set({ warned: true }), reply('printed')] },
        no_killable_processes: { actions: [set({ no_killable: true }), reply('printed')] },
        panic: { actions: [set({ panicked: true }), reply('printed')] },
      },
    }),
  },
};
