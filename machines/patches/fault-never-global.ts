import { call, doing, returns, type Patch } from '../../src/model/index.js';

/** v5.16: a failed user fault never leads to the global OOM killer (corpus B37). */
export const faultNeverGlobal: Patch = {
  id: 'fault-never-global',
  commits: [
    {
      id: '0b28179a6138',
      subject: "mm, oom: pagefault_out_of_memory: don't force global OOM for dying tasks",
      evidence: 'shortlog',
    },
    {
      id: '60e2793d440a',
      subject: 'mm, oom: do not trigger out_of_memory from the #PF',
      evidence: 'message',
    },
  ],
  summary: 'A fault that fails without a record faults again; nobody is killed for it.',
  machines: {
    task: {
      replace: {
        pagefault_out_of_memory: () => ({
          initial: 'fatal_signal_pending',
          description: 'The fault returned VM_FAULT_OOM and nothing was recorded: it is taken again.',
          states: {
            fatal_signal_pending: doing('A killed task says nothing.', call('task_struct', 'fatal_signal_pending'), {
              fatal: 'handled',
              no_signal: 'printk',
            }),
            printk: doing('"Huh VM_FAULT_OOM leaked out to the #PF handler".', call('dmesg', 'vm_fault_oom_leaked'), {
              printed: 'handled',
            }),
            handled: returns('handled'),
          },
        }),
      },
    },
  },
};
