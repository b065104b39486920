import type { Patch } from '../../src/model/index.js';
import { memCgroupOutOfMemory } from './mem-cgroup-out-of-memory.js';

/** v5.1: a task that was killed while it waited for oom_lock kills nobody in turn (corpus B31). */
export const killedThreads: Patch = {
  id: 'killed-threads',
  commits: [
    { id: '7775face2079', subject: 'memcg: killed threads should not invoke memcg OOM killer', evidence: 'message' },
  ],
  summary: 'oom_lock is taken killably, and a dying task that has it does not kill.',
  machines: { task: { replace: { mem_cgroup_out_of_memory: memCgroupOutOfMemory({ sparesDying: true }) } } },
};
