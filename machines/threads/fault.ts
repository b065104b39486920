import { call, doing, returned, returns, type Fragments, type State, type Use } from '../../src/model/index.js';
import { SELF } from './self.js';

/** The global OOM killer under the lock that keeps it to one at a time. */
export const globalOom = (use: Use, lock: string, unlocks: string): { readonly [state: string]: State } => ({
  out_of_memory: use('out_of_memory', {
    onDone: [{ guard: returned('panic'), target: 'unlock_panic' }, { target: 'mutex_unlock' }],
  }),
  mutex_unlock: doing(unlocks, call(lock, 'mutex_unlock'), { unlocked: 'handled' }),
  unlock_panic: doing(unlocks, call(lock, 'mutex_unlock'), { unlocked: 'panicked' }),
  handled: returns('handled'),
  panicked: returns('panicked', 'The machine has stopped.'),
});

/**
 * What a failed user fault leads to in v3.11 (arch/x86/mm/fault.c mm_fault_error, mm/oom_kill.c pagefault_out_of_memory):
 * the global OOM killer, unless the task is dying or another one has the zonelist.
 */
export const faultOf311: Fragments = {
  pagefault_out_of_memory: (use) => ({
    initial: 'mm_fault_error',
    description: 'The fault returned VM_FAULT_OOM.',
    states: {
      mm_fault_error: doing('A killed task just leaves.', call('task_struct', 'fatal_signal_pending'), {
        fatal: 'handled',
        no_signal: 'try_set_zonelist_oom',
      }),
      try_set_zonelist_oom: doing('Only one at a time.', call('zonelist_oom', 'mutex_trylock', SELF), {
        locked: 'out_of_memory',
        busy: 'handled',
      }),
      ...globalOom(use, 'zonelist_oom', 'Lets the next one in.'),
    },
  }),
};
