import { above, allOps, reply, set, type MachineSpec } from '../../src/model/index.js';

/** The kernel log, as far as a property asks about it: which message was ever printed. */
export const dmesg: MachineSpec = {
  id: 'dmesg',
  kind: 'object',
  description: 'The kernel log: has a WARN, a "no killable processes" or a panic been printed?',
  context: (input) => ({ warned: false, no_killable: 0, panicked: false, reports: input['reports'] ?? 1 }),
  root: allOps('log', 'What was printed so far.'),
  fragments: {
    printk: () => ({
      on: {
        WARN: { actions: [set({ warned: true }), reply('printed')] },
        // Counted as far as somebody asks.
        no_killable_processes: [
          {
            guard: above('$reports', '$no_killable'),
            actions: [set({ no_killable: { plus: ['$no_killable', 1] } }), reply('printed')],
          },
          { actions: [reply('printed')] },
        ],
        // Rate-limited, and nobody asks for it.
        vm_fault_oom_leaked: { actions: [reply('printed')] },
        panic: { actions: [set({ panicked: true }), reply('printed')] },
      },
    }),
  },
};
