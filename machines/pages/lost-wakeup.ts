import type { Page } from '../../src/model/index.js';
import { kernels } from '../kernels.js';
import { ask, found, part, turns } from './blocks.js';

const MENDED = { kernel: 'v6.5', patch: 'examples/recheck-oom-kill-disable.ts' } as const;
const LAST = ['v5.16', 'v6.1', 'v6.5', MENDED] as const;

/** Corpus B52, for whoever maintains the code, with what is left when it is mended. */
export const lostWakeup: Page = {
  id: 'lost-wakeup',
  title: 'A lost wake-up in mem_cgroup_oom_synchronize()',
  blocks: [
    `cgroup v1, memory.oom_control. One task of a memcg faults at the limit while the OOM killer is disabled (oom_kill_disable is 1). While
    the fault is on its way out, somebody enables the killer. Is the task killed, or does it sleep for ever?`,
    `From v6.5 on it may sleep for ever: in mem_cgroup_oom_synchronize(), killably, with oom_kill_disable 0 and under_oom 1, and
    nobody left to wake it. It is alone in its memcg, as in a container with one process, so no uncharge will come. Up to v6.1 it cannot:`,
    {
      ...found(
        kernels.map(({ id }) => id),
        {
          'killer-enabled-early task-killed': 'A A A A A A A A A A A A A A A A',
          'killer-enabled-early hangs': 'n n n n n n n n n n n n n n n s',
          'killer-enabled-early P-WAKE': 'h h h h h h h h h h h h h h h X',
        },
      ),
      upright: true,
    },
    `(_task-killed_ is judged over the runs that end, _hangs_ over those that never do. P-WAKE: nobody is left asleep for OOM while the killer
    is enabled or there is room.)`,

    '## By which commit',
    turns('killer-enabled-early hangs', 'sleeps-without-recheck'),
    `The two commits came as one series. The first is the one: with the read put back, and nothing else, the task is killed again (below).`,
    part('killer-enabled-early hangs', ['v6.1', 'v6.5'], 'sleeps-without-recheck'),

    '## The schedule',
    'A shortest one; one column a thread, time runs down:',
    { kind: 'run', ...ask('killer-enabled-early hangs'), kernel: 'v6.5' },

    '## Why',
    `Two steps decide it: the writer’s read of under_oom, by which it learns whether anybody must be woken, and the sleeper’s mark. The
    writer stores 0 and then looks; the sleeper looked at oom_kill_disable long before, in the charge, and marks now. Each must see the
    other’s store, which takes a second look at oom_kill_disable after the mark. That look is what was removed as
    unnecessary. (The model is sequentially consistent: whether the writer’s store may pass its own read on a real machine is not
    asked here.)`,
    {
      kind: 'reasons',
      ...ask('killer-enabled-early hangs'),
      kernel: 'v6.5',
      order: ['read_under_oom', 'mark_under_oom'],
    },

    '## What wakes the sleeper, and what does not',
    `A handler that waits for its eventfd comes after the mark, since the notification does, so all that it may do still works, enabling
    the killer included. SIGKILL works at any time. What comes from somebody who does not wait for the notification can come before the
    mark and is then lost. For a raised limit or an uncharge that has always been so, in every kernel here; for enabling the killer it
    is new in v6.5, and mended in the last column.`,
    found(LAST, {
      'sleeper-killer-enabled-handled hangs': 'n n n n',
      'sleeper-limit-raised-handled hangs': 'n n n n',
      'sleeper-munmap-handled hangs': 'n n n n',
      'sleeper-other-killed-handled hangs': 'n n n n',
      'sleeper-sigkill-handled hangs': 'n n n n',
      'sleeper-sigkill-anytime hangs': 'n n n n',
      'sleeper-killer-enabled-anytime hangs': 'n n s n',
      'sleeper-limit-raised-anytime hangs': 's s s s',
      'sleeper-munmap-anytime hangs': 's s s s',
      'sleeper-other-killed-anytime hangs': 's s s s',
    }),

    '## On real kernels',
    `Seen under qemu with two virtual CPUs, no kernel code changed. With a delay at the start of pagefault_out_of_memory(), and the killer
    enabled within it, the task is asleep in 12 of 12 runs of 6.19.0 and in 6 of 6 of 6.6.9, while 6.1.192 kills it in 6 of 6, within
    45 ms. Without any delay, by plain racing, 10 of 1,365 runs of 6.19.0 and 17 of 3,000 of 6.6.9 lose the wake-up, and none of
    5,000 of 6.1.192. With the missing check put back into 6.19.0, none of 10 sleeps. The sleeper shows as state D in
    mem_cgroup_oom_synchronize, oom_kill 0; the hung task detector says nothing, because the sleep is killable. It wakes when
    oom_control is written again, when the limit is raised, by SIGKILL and by an uncharge in its hierarchy; not when the same limit is
    written again, not by memory.force_empty, not when a task joins the memcg and leaves, and not with time.`,

    '## A mend',
    `The smallest is the check itself: enqueued, marked and with the oom_lock bits its own, the task reads oom_kill_disable once more, and
    kills if the killer is enabled. \`examples/recheck-oom-kill-disable.ts\` does that to v6.5. Whoever enables the killer after
    that read finds under_oom set, and wakes.`,
    part('killer-enabled-early hangs', ['v6.5', MENDED], 'recheck-oom-kill-disable'),
    {
      kind: 'sameness',
      kernels: ['v6.5', MENDED],
      except: [
        ask('killer-enabled-early hangs'),
        ask('killer-enabled-early P-WAKE'),
        ask('killer-enabled-early P-PROG'),
        ask('sleeper-killer-enabled-anytime hangs'),
        ask('sleeper-killer-enabled-anytime P-WAKE'),
        ask('sleeper-killer-enabled-anytime P-PROG'),
        ask('limit-lowered hangs'),
      ],
    },

    '## What it does not mend',
    `The second commit of the series took away that a sleeper who leaves wakes the next in line. Two tasks sleep, the handler makes room
    for one at each signal, and only the one with the oom_lock bits signals: when that one leaves, the other is not woken and nobody is
    signalled again. The check does not touch this, since the killer stays disabled all the while. To mend it, the wake-up after
    mem_cgroup_oom_unlock() must come back as well.`,
    found(LAST, { 'two-sleepers hangs': 'n n s s' }),
    turns('two-sleepers hangs', 'wakes-nobody'),

    '## Another one, from v5.0 on',
    `Asked about two tasks, the search finds a wake-up that is lost without either commit. Since the kill in the charge path
    notifies eventfds, it holds the oom_lock bits while it kills, and wakes nobody when it lets go of them. Meanwhile the killer
    is being enabled: the first task finds it enabled and kills itself, the second one still found it disabled. The
    reaper frees the first one’s memory before the second has marked, so that this uncharge wakes nobody; the second fails to get the bits and
    sleeps; the first lets go of them, and exits with nothing left to uncharge. The memcg is empty and its killer enabled. The window is narrow, and
    this one has not been tried on a real kernel.`,
    found(['v4.20', 'v5.0', 'v6.1', 'v6.5', MENDED], {
      'killer-enabled-between hangs': 'n s s s s',
      'killer-enabled-between P-WAKE': 'h X X X X',
    }),
    turns('killer-enabled-between hangs', 'notify-from-charge'),
    {
      kind: 'reasons',
      ...ask('killer-enabled-between P-WAKE'),
      kernel: 'v5.0',
      order: ['oom_trylock', 'oom_unlock'],
    },
  ],
};
