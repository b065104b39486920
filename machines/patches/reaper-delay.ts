import { call, doing, is, post, returns, set, tell, type Patch } from '../../src/model/index.js';
import { oomKillProcess } from './oom-kill-process.js';
import { outOfMemory } from './out-of-memory.js';

/** v5.18: a victim is queued for the oom_reaper by a timer, two seconds after its kill (corpus B39). */
export const reaperDelay: Patch = {
  id: 'reaper-delay',
  commits: [
    {
      id: 'e4a38402c36e',
      subject: 'oom_kill.c: futex: delay the OOM reaper to allow time for proper futex cleanup',
      evidence: 'shortlog',
    },
  ],
  summary: 'OOM_REAPER_DELAY: 2 s pass before a victim is queued, and one that is done with by then is not.',
  machines: {
    mm: {
      add: {
        // The timer function. Its look at MMF_OOM_SKIP and the push are one step: if exit_mmap sets the flag in between,
        // the oom_reaper finds it set, and does nothing.
        queueOomReaper: () => ({
          on: {
            wake_oom_reaper: [
              { guard: is('$oom_skip', true), actions: [set({})] },
              { actions: [tell('oom_reaper_list', 'push', { task: '$event.task' })] },
            ],
          },
        }),
      },
    },
    task: {
      remove: ['wake_oom_reaper'],
      replace: {
        out_of_memory: outOfMemory({ afterKill: 'progress', header: true, reaper: 'queue_oom_reaper' }),
        oom_kill_process: oomKillProcess('queue_oom_reaper'),
      },
      add: {
        queue_oom_reaper: () => ({
          initial: 'test_and_set_bit',
          description: 'Arms the timer for the oom_reaper unless the mm is queued.',
          states: {
            test_and_set_bit: doing('MMF_OOM_REAP_QUEUED.', call('$chosen.mm', 'test_and_set_reap_queued'), {
              queued: 'queued',
              // timer_setup and add_timer, on the victim's task_struct; nobody looks at it before it fires.
              not_queued: { target: 'queued', actions: [post('$chosen.mm', 'wake_oom_reaper', { task: '$chosen' })] },
            }),
            queued: returns('queued'),
          },
        }),
      },
    },
  },
};
