import type { Patch } from '../../src/model/index.js';
import { tryChargeThatKills } from './charge-path-oom.js';

/** v5.16: dying tasks are charged like living ones, and where nobody can be killed the charge fails (corpus B36, B47). */
export const noFreePass: Patch = {
  id: 'no-free-pass',
  commits: [
    {
      id: 'a4ebf1b6ca1e',
      subject: 'memcg: prohibit unconditional exceeding the limit of dying tasks',
      evidence: 'message',
    },
  ],
  summary: 'A dying task’s charge is no longer forced; no victim: ENOMEM instead of a forced charge.',
  machines: {
    task: {
      context: { passed_oom: false },
      guards: { hasPassedOom: (context) => context['passed_oom'] === true },
      replace: {
        try_charge: tryChargeThatKills({
          gates: { orderFirst: true, atomicForces: true },
          whenNoVictim: 'nomem',
          remembers: 'passed_oom',
        }),
      },
    },
  },
};
