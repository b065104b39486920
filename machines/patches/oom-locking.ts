import { call, doing, is, reply, returned, returns, set, type Fragments, type Patch } from '../../src/model/index.js';
import { NOTIFY } from '../objects/memcg_oom_lock.js';
import { SELF } from '../threads/self.js';
import { globalOom } from '../threads/fault.js';
import { constrainedAlloc } from '../threads/badness.js';
import { KILL_OVER } from '../threads/kill.js';
import { RECOVER } from '../threads/operator.js';

/** Marking and unmarking the whole subtree in one section. */
const marking: Fragments = {
  mem_cgroup_mark_under_oom: () => ({
    initial: 'mark',
    description: 'under_oom + 1 for the whole subtree, in one section.',
    states: {
      mark: doing('Marks the subtree.', call('memcg_oom_lock', 'mark_under_oom', { memcg: '$over' }), {
        marked: 'marked',
      }),
      marked: returns('marked'),
    },
  }),
  mem_cgroup_unmark_under_oom: () => ({
    initial: 'unmark',
    description: 'under_oom − 1 for the whole subtree, in one section.',
    states: {
      unmark: doing('Unmarks the subtree.', call('memcg_oom_lock', 'unmark_under_oom', { memcg: '$over' }), {
        unmarked: 'unmarked',
      }),
      unmarked: returns('unmarked'),
    },
  }),
};

/**
 * v3.16 and v4.2: what the OOM path locks. The eventfd list is walked under memcg_oom_lock, memcg by memcg; under_oom is
 * an int under that lock; memory.oom_control may be written anywhere in a hierarchy; the killer takes the global
 * oom_lock, a mutex, uninterruptibly.
 */
export const oomLocking: Patch = {
  id: 'oom-locking',
  commits: [
    { id: '2bcf2e92c391', subject: 'memcg: oom_notify use-after-free fix', evidence: 'message' },
    {
      id: '3dae7fec5e88',
      subject: 'mm: memcontrol: remove hierarchy restrictions for swappiness and oom_control',
      evidence: 'message',
    },
    { id: 'dc56401fc9f2', subject: 'mm: oom_kill: simplify OOM killer locking', evidence: 'message' },
    {
      id: 'unknown',
      subject: 'memcg: under_oom becomes an int under memcg_oom_lock (v4.2)',
      evidence: 'first version',
    },
  ],
  summary: 'under_oom and notifications move under memcg_oom_lock; killing takes the global oom_lock mutex.',
  machines: {
    memcg: {
      replace: {
        mem_cgroup_oom_control_write: () => ({
          on: {
            write_oom_kill_disable: [
              { guard: is('$event.value', 0), actions: [reply('written_zero'), set({ oom_kill_disable: false })] },
              { actions: [reply('written'), set({ oom_kill_disable: true })] },
            ],
          },
        }),
      },
    },
    memcg_oom_lock: {
      replace: {
        mem_cgroup_mark_under_oom: () => ({ on: { mark_under_oom: { actions: ['markSubtree', reply('marked')] } } }),
        mem_cgroup_unmark_under_oom: () => ({
          on: { unmark_under_oom: { actions: ['unmarkSubtree', reply('unmarked')] } },
        }),
        mem_cgroup_oom_notify: () => ({
          on: {
            oom_notify: { actions: ['walkOn', NOTIFY, reply('notified', { next: '$walked' }), set({ walked: null })] },
          },
        }),
      },
    },
    handler: { replace: { mem_cgroup_oom_control_write: writeAnywhere() } },
    admin: { replace: { mem_cgroup_oom_control_write: writeAnywhere() } },
    task: {
      replace: {
        ...marking,
        mem_cgroup_out_of_memory: (use) => ({
          initial: 'mutex_lock',
          description: 'Under oom_lock: chooses a victim in the subtree and kills it; says nothing if there is none.',
          exit: [KILL_OVER],
          states: {
            mutex_lock: doing('Waits for oom_lock, uninterruptibly.', call('oom_lock', 'mutex_lock', SELF), {
              locked: 'dyingCurrent',
            }),
            dyingCurrent: doing(
              'A current that is already dying only gets access to reserves.',
              call('task_struct', 'fatal_or_exiting'),
              {
                dying: 'mark_oom_victim',
                living: [
                  { guard: 'adjusts', target: 'mem_cgroup_get_limit', actions: [set({ scope: '$over' })] },
                  { target: 'scanTasks', actions: [set({ scope: '$over' })] },
                ],
              },
            ),
            mark_oom_victim: doing('Sets its own TIF_MEMDIE.', call('task_struct', 'set_memdie'), {
              marked: 'mutex_unlock',
            }),
            mem_cgroup_get_limit: constrainedAlloc('scanTasks'),
            scanTasks: use('scanTasks', {
              onDone: [{ guard: returned('chosen'), target: 'oom_kill_process' }, { target: 'mutex_unlock' }],
            }),
            oom_kill_process: use('oom_kill_process', { onDone: 'mutex_unlock' }),
            mutex_unlock: doing('Releases oom_lock.', call('oom_lock', 'mutex_unlock'), { unlocked: 'done' }),
            done: returns('done'),
          },
        }),
        pagefault_out_of_memory: (use) => ({
          initial: 'mutex_trylock',
          description: 'The fault returned VM_FAULT_OOM and nothing was recorded: the global OOM killer.',
          states: {
            mutex_trylock: doing(
              'If somebody is killing already, just fault again.',
              call('oom_lock', 'mutex_trylock', SELF),
              {
                locked: 'out_of_memory',
                busy: 'handled',
              },
            ),
            ...globalOom(use, 'oom_lock', 'Releases oom_lock.'),
          },
        }),
      },
    },
  },
};

function writeAnywhere(): Fragments[string] {
  return () => ({
    initial: 'oom_kill_disable',
    description: 'memory.oom_control: a plain store; writing 0 wakes OOM sleepers.',
    states: {
      oom_kill_disable: doing('Stores the flag.', call('$memcg', 'write_oom_kill_disable', { value: '$left' }), {
        written: 'done',
        written_zero: 'read_under_oom',
      }),
      ...RECOVER,
      done: returns('done', 'Written.'),
    },
  });
}
