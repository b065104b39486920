import { call, doing, returns, type Patch } from 'oomlab';

/**
 * A kernel whose oom_reaper is never handed a victim: what is left of moving the kill into the charge path without an
 * asynchronous teardown of the victim's memory.
 */
export default {
  id: 'no-oom-reaper',
  commits: [],
  summary: 'No victim is ever queued for the oom_reaper.',
  machines: {
    task: {
      replace: {
        wake_oom_reaper: () => ({
          initial: 'is_head',
          description: 'Looks at the list, and leaves the victim to itself.',
          states: {
            is_head: doing('Is it the head of the list?', call('oom_reaper_list', 'is_head', { task: '$chosen' }), {
              queued: 'left_alone',
              not_head: 'left_alone',
            }),
            left_alone: returns('left_alone'),
          },
        }),
      },
    },
  },
} satisfies Patch;
