import type { Op, Patch } from '../../src/model/index.js';
import { hasFlag } from '../threads/charge.js';

/** v5.4: a memcg's OOM killer may be invoked without __GFP_FS (corpus B34). */
export const nofsKills: Patch = {
  id: 'nofs-kills',
  commits: [
    {
      id: 'f9c645621a28',
      subject: "memcg, oom: don't require __GFP_FS when invoking memcg OOM killer",
      evidence: 'message',
    },
  ],
  summary: 'A GFP_NOFS charge kills like any other; the gate stays for the page allocator.',
  machines: {
    task: {
      guards: {
        noFsGate: (context) =>
          hasFlag(context, 'NOFS') &&
          context['scope'] === 'root' &&
          (context['op'] as Op | null)?.type === 'alloc_pages',
      },
    },
  },
};
