import type { Patch } from '../../src/model/index.js';
import { chargePath } from './charge-path-oom.js';
import { memCgroupOom } from './mem-cgroup-oom.js';

/**
 * The founding mail's patch as posted: "[RFC PATCH] memcg, oom: move out_of_memory back to the charge path", Michal
 * Hocko, 2018-06-20. No victim: the charge is forced, with a WARN for kernel allocations only.
 */
export const rfc20180620: Patch = {
  id: 'rfc-20180620',
  commits: [
    {
      id: 'unknown',
      subject: 'RFC: memcg, oom: move out_of_memory back to the charge path (2018-06-20)',
      evidence: 'mail',
    },
  ],
  summary: 'Kills from the charge path and retries; no victim: forces the charge, WARN for kernel allocations only.',
  machines: {
    task: chargePath({ memCgroupOom: memCgroupOom({ warns: 'kernel allocations' }), whenNoVictim: 'force' }),
  },
};

/** The mail's other option: where no task can be killed, the charge fails with ENOMEM. */
export const rfc20180620Enomem: Patch = {
  id: 'rfc-20180620-enomem',
  commits: [{ id: 'unknown', subject: 'the option that the RFC of 2018-06-20 argues against', evidence: 'mail' }],
  summary: 'As the RFC, but no victim: the charge fails with ENOMEM.',
  machines: {
    task: chargePath({ memCgroupOom: memCgroupOom({ warns: 'kernel allocations' }), whenNoVictim: 'nomem' }),
  },
};
