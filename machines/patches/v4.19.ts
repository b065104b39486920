import type { Patch } from '../../src/model/index.js';
import { chargePath } from './charge-path-oom.js';
import { memCgroupOom } from './mem-cgroup-oom.js';
import { exitMmap } from './exit-mmap-reaps.js';
import { outOfMemory } from './out-of-memory.js';
import { oomReapTaskMm, reapMm } from './reaper-variants.js';

/** As merged for v4.19-rc1. */
export const moveOutOfMemoryBack: Patch = {
  id: 'move-out-of-memory-back',
  commits: [
    { id: '29ef680ae7c2', subject: 'memcg, oom: move out_of_memory back to the charge path', evidence: 'message' },
  ],
  summary: 'Kills from the charge path and retries; no victim: forces the charge.',
  machines: { task: chargePath({ memCgroupOom: memCgroupOom({ warns: 'always' }), whenNoVictim: 'force' }) },
};

/** The sleep of a jiffy after a kill, oom_lock held, is gone. */
export const noSleepUnderOomLock: Patch = {
  id: 'no-sleep-under-oom-lock',
  commits: [{ id: '9bfe5ded054b', subject: 'mm, oom: remove sleep from under oom_lock', evidence: 'message' }],
  summary: 'No sleep under oom_lock after a kill.',
  machines: { task: { replace: { out_of_memory: outOfMemory({ afterKill: 'progress' }) } } },
};

/** Neither the reaper nor a victim's exit_mmap takes oom_lock. */
export const reaperWithoutOomLock: Patch = {
  id: 'reaper-without-oom-lock',
  commits: [{ id: 'af5679fbc669', subject: 'mm, oom: remove oom_lock from oom_reaper', evidence: 'message' }],
  summary: 'The oom_reaper and exit_mmap no longer take oom_lock.',
  machines: {
    task: { replace: { exit_mmap: exitMmap({ underOomLock: false }) } },
    oom_reaper: { replace: { oom_reap_task_mm: oomReapTaskMm({ underOomLock: false, skipsNotifiers: true }) } },
  },
};

/** An mm with blockable notifiers is tried again instead of being claimed as reaped. */
export const blockableNotifiers: Patch = {
  id: 'blockable-notifiers',
  commits: [
    { id: '93065ac753e4', subject: 'mm, oom: distinguish blockable mode for mmu notifiers', evidence: 'message' },
  ],
  summary: 'A refusing mmu notifier makes the reaper try again.',
  machines: {
    oom_reaper: {
      replace: {
        oom_reap_task_mm: oomReapTaskMm({ underOomLock: false, skipsNotifiers: false }),
        __oom_reap_task_mm: reapMm({ asksNotifiers: true }),
      },
    },
  },
};

/** The WARN becomes the usual OOM header. */
export const properOomHeader: Patch = {
  id: 'proper-oom-header',
  commits: [
    {
      id: '3100dab2aa09',
      subject: 'mm: memcontrol: print proper OOM header when no eligible victim left',
      evidence: 'message',
    },
  ],
  summary: 'No victim: the OOM header instead of a WARN.',
  machines: {
    task: {
      replace: {
        mem_cgroup_oom: memCgroupOom({ warns: 'never' }),
        out_of_memory: outOfMemory({ afterKill: 'progress', header: true }),
      },
    },
  },
};

/** memory.oom.group is off by default and exists in cgroup v2 only; the group kill is not modelled: fewer behaviours. */
export const oomGroup: Patch = {
  id: 'oom-group',
  commits: [{ id: '3d8b38eb81ca', subject: 'mm, oom: introduce memory.oom.group', evidence: 'message' }],
  summary: 'memory.oom.group (cgroup v2, off by default): not modelled.',
};
