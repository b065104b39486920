import type { PageBlock } from '../../../src/model/index.js';
import { ask, found, part } from '../blocks.js';

const BRANCHES = ['v4.18', 'rfc-20180620', 'patch-20180628', 'v4.19'] as const;

/** Johannes Weiner’s five notes. */
export const notes: readonly PageBlock[] = [
  '## The five notes',

  '### 1. Names: success and failure, and two results that nobody tells apart',
  `The first note is about grammar (a noun and a participle should not pair), the second about the enum itself: the charge does
  the same for OOM_ASYNC and OOM_SKIPPED. The search agrees. \`examples/async-as-skipped.ts\` is the RFC with one result less, and no
  scenario can tell the two kernels apart. The names stayed as they were.`,
  {
    kind: 'sameness',
    kernels: ['rfc-20180620', { kernel: 'rfc-20180620', patch: 'examples/async-as-skipped.ts' }],
    except: [],
  },

  '### 2. Why warn only for kernel allocations?',
  `The RFC warns where nobody can be killed, unless a user fault charges. Asked why, its author found no reason, and the patch after
  the review warns in every case. In v4.19 neither is left: a companion prints the usual OOM report instead.`,
  found(BRANCHES, { 'no-victim-slab warn': 'n A A n', 'no-victim-fault warn': 'n n A n' }),
  part('no-victim-fault warn', ['rfc-20180620', 'patch-20180628'], 'rfc-20180620'),

  '### 3 and 4. A better name for memcg_may_oom, and oom_kill_disable first',
  `The flag no longer says who may OOM but who is in a user fault, so it became in_user_fault; and the special case with the early
  return came first, so that the kill is what mem_cgroup_oom is about. Neither changes what can happen: between the RFC and
  the reviewed patch nothing differs but the WARN of the note before. (Of the order this page cannot say more than that the
  word is read once in either: the model has one fragment for both.)`,
  {
    kind: 'sameness',
    kernels: ['rfc-20180620', 'patch-20180628'],
    except: [ask('no-victim-fault warn')],
  },

  '### 5. The comment about the global OOM killer',
  `A comment in the RFC said that without mem_cgroup_oom_synchronize one would fall back to the global OOM killer. That fall-back
  is real, but it does not come from where the comment stands: a failed search for a victim forces the charge, and the fault
  succeeds. It comes when the charge fails instead, which is the option that the RFC turns down, and when a charge
  inside a fault fails before it gets to mem_cgroup_oom, here with __GFP_NORETRY, which neither the RFC nor the patch changes.`,
  found(['v4.18', 'rfc-20180620', 'rfc-20180620-enomem', 'patch-20180628', 'v4.19'], {
    'no-victim-fault global-kill': 'n n A n n',
    'no-victim-fault overcharge': 'n A n A A',
    'killed-in-fault global-kill': 's s s s s',
  }),
  part('no-victim-fault global-kill', ['rfc-20180620', 'rfc-20180620-enomem'], 'rfc-20180620'),
];
