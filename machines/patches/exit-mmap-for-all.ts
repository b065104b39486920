import { call, doing, is, reply, returns, set, type Patch } from '../../src/model/index.js';
import { victimMark } from './oom-mm.js';
import { UNCHARGE_OVER } from '../threads/uncharge.js';

/** v6.1: exit_mmap frees under mmap_lock for reading, victim or not, and sets MMF_OOM_SKIP when it is through. */
export const exitMmapForAll: Patch = {
  id: 'exit-mmap-for-all',
  commits: [
    { id: 'bf3980c85212', subject: 'mm: drop oom code from exit_mmap', evidence: 'source' },
    { id: 'b3541d912a84', subject: 'mm: delete unused MMF_OOM_VICTIM flag', evidence: 'source' },
  ],
  summary: 'exit_mmap no longer reaps: it unmaps under mmap_lock for reading, then sets MMF_OOM_SKIP.',
  machines: {
    task_struct: {
      replace: {
        // MMF_OOM_VICTIM is gone: nobody asks for it any more.
        victimMark: victimMark({ tellsMm: false }),
      },
    },
    mm: {
      replace: {
        MMF_OOM_SKIP: () => ({
          on: {
            test_oom_skip: [{ guard: is('$oom_skip', true), actions: [reply('set')] }, { actions: [reply('clear')] }],
            set_oom_skip: { actions: [set({ oom_skip: true }), reply('done')] },
            mmu_notifier_release: { actions: [set({ notifier: false }), reply('done')] },
          },
        }),
      },
    },
    task: {
      remove: ['reapPages'],
      replace: {
        exit_mmap: (use) => ({
          initial: 'mmu_notifier_release',
          description: 'Frees every page of the address space.',
          exit: [UNCHARGE_OVER],
          states: {
            mmu_notifier_release: doing('The notifiers go first.', call('mm', 'mmu_notifier_release'), {
              done: 'down_read',
            }),
            down_read: doing('Takes mmap_lock for reading.', call('mmap_sem', 'down_read'), { locked: 'unmap_vmas' }),
            unmap_vmas: use('zapPages', { onDone: 'up_read' }),
            up_read: doing('Releases it.', call('mmap_sem', 'up_read'), { unlocked: 'set_oom_skip' }),
            set_oom_skip: doing('Sets MMF_OOM_SKIP.', call('mm', 'set_oom_skip'), { done: 'down_write' }),
            down_write: doing('Waits until the reaper is out.', call('mmap_sem', 'down_write'), { locked: 'up_write' }),
            up_write: doing('Frees the page tables, and lets go.', call('mmap_sem', 'up_write'), {
              unlocked: 'unmapped',
            }),
            unmapped: returns('unmapped'),
          },
        }),
      },
    },
  },
};
