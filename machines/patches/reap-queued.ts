import { call, doing, is, reply, returns, set, type Patch } from '../../src/model/index.js';

/** v5.0: whether a victim was queued for the oom_reaper is a bit of its mm, tested and set at once (corpus B20). */
export const reapQueued: Patch = {
  id: 'reap-queued',
  commits: [{ id: '9bcdeb51bd7d', subject: 'oom, oom_reaper: do not enqueue same task twice', evidence: 'message' }],
  summary: 'MMF_OOM_REAP_QUEUED: an mm is queued for the oom_reaper once, and the test takes no second look.',
  machines: {
    mm: {
      context: { reap_queued: false },
      add: {
        MMF_OOM_REAP_QUEUED: () => ({
          on: {
            test_and_set_reap_queued: [
              { guard: is('$reap_queued', true), actions: [reply('queued')] },
              { actions: [set({ reap_queued: true }), reply('not_queued')] },
            ],
          },
        }),
      },
    },
    oom_reaper_list: {
      replace: { wake_oom_reaper: () => ({ on: { push: { actions: ['push', reply('pushed')] } } }) },
    },
    task: {
      replace: {
        wake_oom_reaper: () => ({
          initial: 'test_and_set_bit',
          description: 'Queues the victim for the oom_reaper unless its mm is queued.',
          states: {
            test_and_set_bit: doing('MMF_OOM_REAP_QUEUED.', call('$chosen.mm', 'test_and_set_reap_queued'), {
              queued: 'queued',
              not_queued: 'push',
            }),
            push: doing('Pushes it, under oom_reaper_lock.', call('oom_reaper_list', 'push', { task: '$chosen' }), {
              pushed: 'queued',
            }),
            queued: returns('queued'),
          },
        }),
      },
    },
  },
};
