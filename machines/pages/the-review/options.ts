import type { PageBlock } from '../../../src/model/index.js';
import { ask, found, part, turns } from '../blocks.js';

const OPTIONS = ['v4.18', 'rfc-20180620', 'rfc-20180620-enomem', 'v4.19', 'v5.10', 'v5.16'] as const;

/** Force the charge, or fail it: the two options, and the one that was taken later. */
export const options: readonly PageBlock[] = [
  '## The two options',
  `Where no task can be killed, the charge must come back, or the old deadlock is back. It can be forced over the limit or fail
  with ENOMEM. The RFC forces: rare failures are hard to test for, and a runaway needs a misconfigured system.`,
  '### What each of them breaks',
  `To force breaks the limit (P-LIMIT). To fail breaks the scope: in a user fault nothing is recorded, the fault goes on to
  pagefault_out_of_memory, and a task outside the memcg is killed for it (P-SCOPE), until the machine has nobody left and
  panics (P-PROG). v4.18 keeps to both and pays with a fault that is taken for ever.`,
  found(OPTIONS, {
    'no-victim-slab overcharge': 'n A n A A n',
    'no-victim-slab enomem': 'A n A n n A',
    'no-victim-fault overcharge': 'n A n A A n',
    'no-victim-fault global-kill': 'n n A n n n',
    'no-victim-fault hangs': 'A n n n n A',
    'no-victim-fault P-LIMIT': 'h X h X X h',
    'no-victim-fault P-SCOPE': 'h h X h h h',
    'no-victim-fault P-PROG': 'X h X h h X',
  }),
  part('no-victim-fault P-LIMIT', ['rfc-20180620', 'rfc-20180620-enomem'], 'rfc-20180620-enomem'),
  `The whole catalogue, asked what the two options differ in. _moved-away_ is the runaway that the RFC itself owns up to, tasks that are moved
  to another memcg while they charge: it takes the option to force. (Seen on 4.19.0 with unkillable tasks: five times the limit after ten
  rounds.) To fail is paid for with panics.`,
  {
    kind: 'sameness',
    kernels: ['rfc-20180620', 'rfc-20180620-enomem'],
    except: [
      ask('no-victim-slab enomem'),
      ask('no-victim-slab overcharge'),
      ask('no-victim-slab P-LIMIT'),
      ask('no-victim-fault global-kill'),
      ask('no-victim-fault overcharge'),
      ask('no-victim-fault P-LIMIT'),
      ask('no-victim-fault P-SCOPE'),
      ask('no-victim-fault P-PROG'),
      ask('pages-of-two-memcgs charger-killed'),
      ask('moved-away runaway'),
      ask('moved-away P-PROG'),
      ask('leader-exits P-PROG'),
      ask('unkillable-sharer P-PROG'),
    ],
  },
  '### The other option, three years later',
  `v5.16 fails the charge after all, once a failed user fault no longer asks the global OOM killer. The argument against failing
  had lost its worst case; what is left of it is a fault that is taken again for ever, as on v4.18.`,
  turns('no-victim-slab enomem', 'oom-at-end-of-fault', 'move-out-of-memory-back', 'no-free-pass'),
  turns('no-victim-slab overcharge', 'move-out-of-memory-back', 'no-free-pass'),
  found(['v5.10', 'v5.16'], { 'killed-in-fault global-kill': 's n', 'killed-in-fault P-SCOPE': 'X h' }),
  turns('killed-in-fault P-SCOPE', 'fault-never-global'),
];
