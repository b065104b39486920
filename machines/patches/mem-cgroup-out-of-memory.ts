import { call, doing, returned, returns, set, type Fragment, type State } from '../../src/model/index.js';
import { SELF } from '../threads/self.js';

export interface OutOfMemoryUnderLock {
  /** v5.1 on: a killed task does not wait for oom_lock, and one that is dying does not kill. */
  readonly sparesDying?: boolean;
  /** v5.9 on: with oom_lock held, looks once more whether there is room. */
  readonly looksAgain?: boolean;
}

const KILLS = { target: 'out_of_memory', actions: [set({ scope: '$over' })] };

/** The OOM killer of a memcg from v4.9 on: out_of_memory under oom_lock. */
export const memCgroupOutOfMemory = ({
  sparesDying = false,
  looksAgain = false,
}: OutOfMemoryUnderLock = {}): Fragment => {
  const locked = looksAgain ? 'mem_cgroup_margin' : sparesDying ? 'dyingGate' : KILLS;
  return (use) => ({
    initial: 'mutex_lock',
    description: 'Under oom_lock: kills in the subtree of the memcg over its limit.',
    states: {
      mutex_lock: sparesDying
        ? doing(
            'Waits for oom_lock, killably: a killed task goes back to its charge as if it had killed.',
            [call('oom_lock', 'mutex_lock', SELF), call('task_struct', 'await_sigkill')],
            { locked, fatal: 'progress' },
          )
        : doing(
            'Waits for oom_lock, uninterruptibly; nothing is looked at again once it has it.',
            call('oom_lock', 'mutex_lock', SELF),
            { locked },
          ),
      ...(looksAgain
        ? {
            mem_cgroup_margin: use('mem_cgroup_margin', {
              onDone: [{ guard: returned('room'), target: 'unlock_progress' }, { target: 'dyingGate' }],
            }),
          }
        : {}),
      ...(sparesDying ? { dyingGate } : {}),
      out_of_memory: use('out_of_memory', {
        onDone: [{ guard: returned('progress'), target: 'unlock_progress' }, { target: 'unlock_no_victim' }],
      }),
      unlock_progress: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'progress' }),
      unlock_no_victim: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'no_victim' }),
      progress: returns('progress'),
      no_victim: returns('no_victim'),
    },
  });
};

const dyingGate: State = doing('Was it killed while it waited?', call('task_struct', 'dying_gate'), {
  dying: 'unlock_progress',
  living: KILLS,
});
