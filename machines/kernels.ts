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
import { oomEventAfterOrder } from './patches/oom-event-after-order.js';
import { notifyFromCharge } from './patches/notify-from-charge.js';
import { reapQueued } from './patches/reap-queued.js';
import { killedThreads } from './patches/killed-threads.js';
import { mayfailNeverKills } from './patches/mayfail-never-kills.js';
import { nofsKills } from './patches/nofs-kills.js';
import { atomicForces } from './patches/atomic-forces.js';
import { looksAgain } from './patches/looks-again.js';
import { signedBadness } from './patches/signed-badness.js';
import { retries16 } from './patches/retries-16.js';
import { noFreePass } from './patches/no-free-pass.js';
import { faultNeverGlobal } from './patches/fault-never-global.js';
import { reaperDelay } from './patches/reaper-delay.js';
import { exitMmapForAll } from './patches/exit-mmap-for-all.js';
import { highForces } from './patches/high-forces.js';
import { dyingShown } from './patches/dying-shown.js';
import { nofailKills } from './patches/nofail-kills.js';
import { processScan } from './patches/process-scan.js';
import { wakesNobody } from './patches/wakes-nobody.js';
import { sleepsWithoutRecheck } from './patches/sleeps-without-recheck.js';

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

const toV420: readonly Patch[] = [...toV419, oomEventAfterOrder];
const toV50: readonly Patch[] = [...toV420, notifyFromCharge, reapQueued];
const toV51: readonly Patch[] = [...toV50, killedThreads];
const toV54: readonly Patch[] = [...toV51, processScan, mayfailNeverKills, nofsKills, atomicForces];
const toV510: readonly Patch[] = [...toV54, dyingShown, looksAgain, retries16, signedBadness];
const toV516: readonly Patch[] = [...toV510, nofailKills, noFreePass, faultNeverGlobal];
const toV61: readonly Patch[] = [...toV516, highForces, reaperDelay, exitMmapForAll];
const toV65: readonly Patch[] = [...toV61, sleepsWithoutRecheck, wakesNobody];

const kernel = (id: string, date: string, summary: string, patches: readonly Patch[]): KernelSpec => ({
  id,
  date,
  summary,
  base,
  patches,
});

/**
 * The kernels that the founding mail speaks of and those that came after, in time order; the three of the mail are
 * branches on v4.18.
 */
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
  kernel('v4.20', '2018-12-23', 'OOM events count what may kill, and nothing else', toV420),
  kernel('v5.0', '2019-03-03', 'kills from the charge path are announced to eventfds again', toV50),
  kernel('v5.1', '2019-05-05', 'killed threads no longer invoke the OOM killer', toV51),
  kernel(
    'v5.4',
    '2019-11-24',
    'scans processes; GFP_NOFS may kill, GFP_ATOMIC is forced, __GFP_RETRY_MAYFAIL fails',
    toV54,
  ),
  kernel('v5.10', '2020-12-13', 'looks for room once more before it kills', toV510),
  kernel('v5.16', '2022-01-09', 'no free pass for dying tasks; a page fault never kills globally', toV516),
  kernel('v6.1', '2022-12-11', 'the oom_reaper waits two seconds', toV61),
  kernel('v6.5', '2023-08-27', 'sleeps without looking again whether the killer is enabled', toV65),
];

/** Kernels that are shown side by side. */
export interface Chapter {
  readonly title: string;
  readonly kernels: readonly string[];
  /** Shows only what is not the same on all of them. */
  readonly onlyChanges?: boolean;
}

const ids = kernels.map(({ id }) => id);
const landed = ids.indexOf('v4.19');

/** The kernels in two tables that fit a page: those that the mail speaks of, and what came of its patch. */
export const chapters: readonly Chapter[] = [
  { title: 'the kernels that the mail speaks of', kernels: ids.slice(0, landed + 1) },
  { title: 'what changed after the patch', kernels: ids.slice(landed), onlyChanges: true },
];
