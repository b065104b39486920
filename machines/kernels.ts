import type { KernelSpec, Patch } from '../src/model/index.js';
import { base } from './base.js';
import { costlyOrder } from './patches/costly-order.js';
import { exitMmapReaps } from './patches/exit-mmap-reaps.js';
import { locklessPageCounter } from './patches/lockless-page-counter.js';
import { oomAtEndOfFault } from './patches/oom-at-end-of-fault.js';
import { oomLocking } from './patches/oom-locking.js';
import { oomMm } from './patches/oom-mm.js';
import { oomReaper } from './patches/oom-reaper.js';
import { pageAllocator } from './patches/page-allocator.js';
import { patch20180628 } from './patches/patch-20180628.js';
import { rfc20180620, rfc20180620Enomem } from './patches/rfc-20180620.js';
import { tryChargePatch } from './patches/try-charge.js';
import * as v419 from './patches/v4.19.js';

const toV312: readonly Patch[] = [oomAtEndOfFault];
const toV46: readonly Patch[] = [...toV312, locklessPageCounter, tryChargePatch, oomLocking, oomReaper];
const toV418: readonly Patch[] = [...toV46, oomMm, exitMmapReaps, costlyOrder, pageAllocator];
const toV419: readonly Patch[] = [
  ...toV418,
  v419.moveOutOfMemoryBack,
  v419.noSleepUnderOomLock,
  v419.reaperWithoutOomLock,
  v419.blockableNotifiers,
  v419.properOomHeader,
  v419.oomGroup,
];

const kernel = (id: string, date: string, summary: string, patches: readonly Patch[]): KernelSpec => ({
  id,
  date,
  summary,
  base,
  patches,
});

/** The kernels that the founding mail speaks of, in time order; the three of the mail are branches on v4.18. */
export const kernels: readonly KernelSpec[] = [
  kernel('v3.11', '2013-09-02', 'kills and sleeps inside the charge, with all locks of the caller held', []),
  kernel('v3.12', '2013-11-03', 'kills and sleeps at the end of the user fault; system calls get ENOMEM', toV312),
  kernel('v4.6', '2016-05-15', 'the oom_reaper frees a victim’s memory', toV46),
  kernel('v4.18', '2018-08-12', 'the kernel that the mail patches', toV418),
  kernel('rfc-20180620', '2018-06-20', 'the mail’s patch: kills from the charge path, else forces the charge', [
    ...toV418,
    rfc20180620,
  ]),
  kernel('rfc-20180620-enomem', '2018-06-20', 'the mail’s other option: else fails the charge', [
    ...toV418,
    rfc20180620Enomem,
  ]),
  kernel('patch-20180628', '2018-06-28', 'the patch after its review: WARN in every case', [...toV418, patch20180628]),
  kernel('v4.19', '2018-10-22', 'the patch as merged, and its companions', toV419),
];
