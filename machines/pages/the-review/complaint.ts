import type { PageBlock } from '../../../src/model/index.js';
import { found, part, turns } from '../blocks.js';

/** What the RFC complains about, and what it relies on. */
const ERAS = ['v3.11', 'v3.12', 'v4.18', 'rfc-20180620'] as const;
const WITHOUT_REAPER = { kernel: 'rfc-20180620', patch: 'examples/no-oom-reaper.ts' } as const;

/** The RFC’s description: what v4.18 does, why it does it, and why it no longer needs to. */
export const complaint: readonly PageBlock[] = [
  '## The argument',

  '### System calls fail although a task could be killed',
  `Up to v3.11 a charge at the limit killed and waited inside the charge. v3.12 moved both to the end of the user fault, so
  whoever charges outside a user fault is told ENOMEM at once. The RFC calls that inconsistent with the page allocator, which
  kills and retries.`,
  found(ERAS, { 'slab-at-limit enomem': 'n A A n', 'slab-at-limit hog-killed': 'A n n A' }),
  `The page allocator of v4.18, asked the same outside any memcg, answers as the RFC wants a memcg to answer:`,
  found(['v4.18'], { 'page-allocator-slab enomem': 'n', 'page-allocator-slab hog-killed': 'A' }),
  part('slab-at-limit enomem', ['v4.18', 'rfc-20180620'], 'rfc-20180620'),
  turns('slab-at-limit enomem', 'oom-at-end-of-fault', 'move-out-of-memory-back'),

  '### mmap(MAP_POPULATE) says success with pages missing',
  `Populating is get_user_pages, and that is no user fault either. Here the ENOMEM is not even seen: mmap ignores it, and the
  program meets the hole later.`,
  found(ERAS, { 'populate-at-limit short-populate': 'n A A n', 'populate-at-limit hog-killed': 'A n n A' }),
  part('populate-at-limit short-populate', ['v4.18', 'rfc-20180620'], 'rfc-20180620'),
  turns('populate-at-limit short-populate', 'oom-at-end-of-fault', 'move-out-of-memory-back'),

  '### The deadlock that it was for, and the reaper',
  `The kill was moved for a reason: in v3.11 the charger holds a mutex that its victim waits for, and waits for the victim. The
  RFC kills from the same place again and relies on the oom_reaper, which frees the victim’s memory without the victim. That
  can be put to the test: the last column is the RFC on a kernel whose reaper is never handed anybody, and there the deadlock
  is back. The second row locks the reaper out of the victim’s mm as well; it gives up, the victim is passed over from then on, and
  somebody else dies: not good, but no deadlock.`,
  found([...ERAS, WITHOUT_REAPER], {
    'imutex-charge hangs': 's n n n s',
    'reaper-locked-out hangs': 's n n n s',
  }),
  part('imutex-charge hangs', ['rfc-20180620', WITHOUT_REAPER], 'no-oom-reaper'),
  turns('imutex-charge hangs', 'oom-at-end-of-fault'),

  '### Unless user space handles OOM',
  `With oom_kill_disable set there is nobody to rely on, so the RFC leaves that case alone: a system call fails as before, and
  nobody sleeps with locks held.`,
  found(ERAS, {
    'disabled-slab enomem': 'n A A A',
    'disabled-slab hangs': 'A n n n',
    'disabled-slab P-LOCK': 'X h h h',
  }),
];
