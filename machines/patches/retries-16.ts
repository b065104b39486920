import type { Patch } from '../../src/model/index.js';

/** v5.9: one number of retries for memcgs and the page allocator, a parameter of every scenario here. */
export const retries16: Patch = {
  id: 'retries-16',
  commits: [
    { id: 'd977aa939fca', subject: 'mm, memcg: unify reclaim retry limits with page allocator', evidence: 'shortlog' },
  ],
  summary: '16 reclaim retries instead of 5: a number (--param retries).',
};
