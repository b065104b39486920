import type { PageBlock, PageOrigin } from '../../../src/model/index.js';
import { ask, found } from '../blocks.js';

type Facts = Omit<PageOrigin, 'kind' | 'scenario' | 'name' | 'before'>;

const origin = (question: string, facts: Facts): PageOrigin => ({
  kind: 'origin',
  ...ask(question),
  before: 'v4.18',
  ...facts,
});

const THE_PATCH = 'move-out-of-memory-back';
const THE_REPORT = 'proper-oom-header';

/** What came of the patch: brought by it or a companion, exposed, or amplified. */
export const aftermath: readonly PageBlock[] = [
  '## What it brought, exposed and amplified',
  `**Brought** means that v4.18 cannot do it in any form that is asked here, and that the patch, or a companion of the same release, is
  the first with which it can be done. **Exposed** means that the patch is the first with which it can be done in this form, but
  that what goes wrong is older code, which can be shown to go wrong on v4.18 too, in another way. **Amplified** means that v4.18 can do
  the very same thing, and that the patch adds ways to it. The search was asked whether v4.18 can do it, which
  patch turns it, whether there is an older form, and whether one patch mends both; whether an older form is the same thing is for the reader to
  judge.`,
  { kind: 'origins' },

  '### A warning that nobody is killable, after all have been killed',
  `Two tasks charge; one kills the other, the reaper is done with it, and it is passed over from then on. Who gets oom_lock last finds only
  victims that are done with, and the log claims a misconfiguration. The WARN was deleted in the same release that brought
  it, so no release has it; but the claim lived on in the report that took its place, until a killed task no longer
  invoked the killer.`,
  origin('two-slabs warn', {
    word: 'brought',
    title: 'A WARN with only victims left',
    by: THE_PATCH,
    on: 'patch-20180628',
    mended: THE_REPORT,
  }),
  origin('two-slabs report', {
    word: 'brought',
    title: 'The same as an OOM report',
    by: THE_REPORT,
    on: 'v4.19',
    mended: 'killed-threads',
  }),

  '### A report for each charge',
  `With only an unkillable task in the memcg, every charge at the limit is forced, and each prints the whole OOM report. (The stall that
  the printing led to is outside the model; the reports that caused it are counted.) A companion brought it; the WARN before it was
  printed as often. That killed threads are spared does not mend it, and neither does the option to fail: it is still reported
  once a charge.`,
  found(['v4.18', 'patch-20180628', 'v4.19', 'v5.1', 'v5.16', 'v6.5'], {
    'report-storm warn': 'n A n n n n',
    'report-storm 2-reports': 'n n A A A A',
  }),
  origin('report-storm 2-reports', {
    word: 'brought',
    title: 'An OOM report for each charge',
    by: THE_REPORT,
    on: 'v4.19',
    mended: undefined,
  }),

  '### A whole process killed, and then its idle sibling',
  `Two threads of a process whose memory the reaper cannot free wait for oom_lock. The first kills the process; the second was past
  the look at its own signals, gets the lock, finds its own process done with, and takes the next one. In system calls this
  is new with the patch, as the report that led to the mend says. But the fault is not: on v4.18 two threads that _fault_
  do the same at the end of their faults, since mem_cgroup_oom_synchronize does not look at its signals either. One patch mends both.
  Seen: extra victims in 12 of 88 runs of 4.19.0, none on 5.10 and 6.1; and on v4.15 a second victim while usage was far below
  the limit. (The model has v4.7 to v4.17 as two patches of which the first does not free a victim that exits, so of the older
  form the table can say no more than that it came between v4.6 and v4.18.)`,
  found(['v4.6', 'v4.18', 'rfc-20180620', 'v4.19', 'v5.0', 'v5.1'], {
    'threads-in-fault sibling-killed': 'n s s s s n',
    'threads-at-limit sibling-killed': 'n n s s s n',
  }),
  origin('threads-at-limit sibling-killed', {
    word: 'amplified',
    title: 'A second process killed for the first one’s threads',
    by: THE_PATCH,
    on: 'v4.19',
    older: { ...ask('threads-in-fault sibling-killed'), by: 'exit-mmap-reaps' },
    mended: 'killed-threads',
  }),

  '### A kill that no eventfd hears of',
  `Registered listeners were notified where a task went to sleep, at the end of the fault. A kill from the charge never gets
  there. v5.0 notifies from the charge as well, and takes the oom_lock bits for it; that mend has a lost wake-up of its own
  ([the last section there](lost-wakeup.md#another-one-from-v50-on)). Seen on 4.19.0: 10 kills and no signal; 4.15 and 5.0 signal.`,
  origin('silent-kill unannounced', {
    word: 'brought',
    title: 'A kill that no eventfd hears of',
    by: THE_PATCH,
    on: 'v4.19',
    mended: 'notify-from-charge',
  }),

  '### A charge without __GFP_FS that retries for ever',
  `out_of_memory does not kill for an allocation that may not enter the file system; it says that there was progress, and relies on the
  allocator to go about it in another way. The new retry in try_charge believes it. Neither alone is the fault: the patch is the one
  with which it turns, the gate is older, and it is the gate that was mended. What the search adds: the gate was no
  good for a memcg from the day it came. On v4.18 a user fault without __GFP_FS gets the same answer at its end, kills nobody,
  and is taken again for ever. There the task returns to user mode each time and holds no lock; in the charge it
  stays in the kernel, with whatever locks its caller holds. Seen on 4.19.0 with xfs: 6 of 6 runs go round until the limit is raised.`,
  found(['v4.6', 'v4.18', 'rfc-20180620', 'v4.19', 'v5.1', 'v5.4'], {
    'nofs-fault hangs': 'n A A A A n',
    'nofs-slab hangs': 'n n A A A n',
    'nofs-slab enomem': 'A A n n n n',
  }),
  origin('nofs-slab hangs', {
    word: 'exposed',
    title: 'A charge without __GFP_FS retries for ever',
    by: THE_PATCH,
    on: 'v4.19',
    older: { ...ask('nofs-fault hangs'), by: 'oom-mm' },
    mended: 'nofs-kills',
  }),

  '### A dying task that goes on allocating',
  `A task with a fatal signal has every charge forced, so a loop of allocations in one system call has no limit. That is as old as
  forcing itself, and on v4.18 somebody else must kill the task at the right moment. With the patch nobody else is needed: the
  first charge at the limit kills its own task, and all that follow are forced. What could happen now always does.`,
  found(['v3.12', 'v4.18', 'rfc-20180620', 'v4.19', 'v5.10', 'v5.16'], {
    'dying-runaway runaway': 'n s s s s n',
    'own-runaway runaway': 'n n A A A n',
    'own-runaway enomem': 'A A n n n n',
  }),
  origin('own-runaway runaway', {
    word: 'amplified',
    title: 'A killed task charges without a limit',
    by: THE_PATCH,
    on: 'v4.19',
    older: { ...ask('dying-runaway runaway'), by: 'lockless-page-counter with try-charge' },
    mended: 'no-free-pass',
  }),
];
