import type { Patch } from '../../src/model/index.js';
import { memCgroupOutOfMemory } from './mem-cgroup-out-of-memory.js';

/** v5.9: with oom_lock held, the killer looks whether there is room by now, as the page allocator does. */
export const looksAgain: Patch = {
  id: 'looks-again',
  commits: [
    {
      id: '1378b37d03e8',
      subject: 'memcg, oom: check memcg margin for parallel oom',
      evidence: 'message',
    },
  ],
  summary: 'mem_cgroup_out_of_memory reads the margin under oom_lock and kills nobody if there is room.',
  machines: {
    task: { replace: { mem_cgroup_out_of_memory: memCgroupOutOfMemory({ sparesDying: true, looksAgain: true }) } },
  },
};
