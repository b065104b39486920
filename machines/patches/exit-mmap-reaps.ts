import { call, doing, is, reply, returns, set, type Fragment, type Patch } from '../../src/model/index.js';
import { SELF } from '../threads/self.js';
import { unmapAll, UNCHARGE_OVER } from '../threads/uncharge.js';

/** exit_mmap of an OOM victim: reaps itself first, sets MMF_OOM_SKIP, and waits for the reaper to be out. */
export const exitMmap = ({ underOomLock }: { readonly underOomLock: boolean }): Fragment => {
  return (use) => ({
    initial: 'mm_is_oom_victim',
    description: 'Frees every page of the address space.',
    exit: [UNCHARGE_OVER],
    states: {
      mm_is_oom_victim: doing('Was it chosen by the OOM killer?', call('mm', 'test_oom_victim'), {
        oom_victim: underOomLock ? 'mutex_lock' : 'set_unstable',
        no_oom_victim: 'unmap_vmas',
      }),
      ...(underOomLock
        ? {
            mutex_lock: doing('Waits for oom_lock.', call('oom_lock', 'mutex_lock', SELF), { locked: 'set_unstable' }),
            mutex_unlock: doing('Releases oom_lock, before it sets MMF_OOM_SKIP.', call('oom_lock', 'mutex_unlock'), {
              unlocked: 'set_oom_skip',
            }),
          }
        : {}),
      set_unstable: doing('__oom_reap_task_mm on itself.', call('mm', 'set_unstable'), { done: '__oom_reap_task_mm' }),
      __oom_reap_task_mm: use('reapPages', { onDone: underOomLock ? 'mutex_unlock' : 'set_oom_skip' }),
      set_oom_skip: doing('Sets MMF_OOM_SKIP.', call('mm', 'set_oom_skip'), { done: 'down_write' }),
      down_write: doing('Waits until the reaper is out.', call('mmap_sem', 'down_write'), { locked: 'up_write' }),
      up_write: doing('And lets go at once.', call('mmap_sem', 'up_write'), { unlocked: 'unmap_vmas' }),
      unmap_vmas: use('zapPages', { onDone: 'unmapped' }),
      unmapped: returns('unmapped'),
    },
  });
};

/**
 * v4.13 to v4.17: MMF_UNSTABLE turns faults away once the reaper has been there, the reaper takes no reference to the
 * mm, and the victim's exit_mmap reaps under oom_lock before it frees.
 */
export const exitMmapReaps: Patch = {
  id: 'exit-mmap-reaps',
  commits: [
    {
      id: '6b31d5955cb2',
      subject: 'mm, oom: fix potential data corruption when oom_reaper races with writer',
      evidence: 'message',
    },
    { id: '212925802454', subject: 'mm: oom: let oom_reap_task and exit_mmap run concurrently', evidence: 'message' },
    { id: '27ae357fa82b', subject: 'mm, oom: fix concurrent munlock and oom reaper unmap', evidence: 'source' },
  ],
  summary: 'exit_mmap of a victim reaps under oom_lock first; faults on a reaped mm fail.',
  machines: {
    mm: {
      context: { unstable: false },
      replace: {
        mapPage: () => ({
          on: {
            map_page: [
              // check_stable_address_space under the page table lock: VM_FAULT_SIGBUS.
              { guard: is('$unstable', true), actions: [reply('unstable')] },
              { actions: ['map', reply('mapped')] },
            ],
          },
        }),
      },
      add: {
        MMF_UNSTABLE: () => ({
          on: {
            set_unstable: { actions: [set({ unstable: true }), reply('done')] },
            has_notifiers: [
              { guard: is('$notifier', true), actions: [reply('blockable')] },
              { actions: [reply('none')] },
            ],
          },
        }),
      },
    },
    task: {
      replace: { exit_mmap: exitMmap({ underOomLock: true }) },
      add: {
        reapPages: unmapAll('mm', { private: true }),
        cancel_charge: (use) => ({
          initial: 'page_counter_uncharge',
          description: 'Takes a charge back; wakes nobody.',
          entry: [set({ counter: '$chargedTo', count: 1 })],
          exit: [UNCHARGE_OVER],
          states: {
            page_counter_uncharge: use('page_counter_uncharge', { onDone: 'cancelled' }),
            cancelled: returns('cancelled'),
          },
        }),
      },
    },
  },
};
