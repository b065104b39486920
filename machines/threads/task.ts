import {
  atLeast,
  call,
  chooseFrom,
  doing,
  OomlabError,
  returned,
  set,
  type Context,
  type MachineSpec,
  type Op,
  type Transition,
  type Value,
} from '../../src/model/index.js';
import { CHARGE_CONTEXT, CHARGE_REFS, chargeOf311, endCharge, hasFlag } from './charge.js';
import { SELF } from './self.js';
import { exitOf311 } from './exit.js';
import { faultOf311 } from './fault.js';
import { KILL_CONTEXT, KILL_GUARDS, KILL_REFS, KILL_UPDATES, killerOf311 } from './kill.js';
import {
  BATCH_GUARDS,
  BATCH_UPDATES,
  UNCHARGE_CONTEXT,
  UNCHARGE_OVER,
  UNCHARGE_REFS,
  unchargeBatched,
} from './uncharge.js';

/** After one operation: the rest of the same system call, else back to user mode. */
const NEXT: readonly Transition[] = [
  { guard: 'callGoesOn', target: 'kernel_mode', actions: ['noteResult', 'endOp'] },
  { target: 'return_to_user', actions: ['noteResult', 'endOp'] },
];

/** After one page of mmap(MAP_POPULATE): the next page, or the end of the walk. */
const POPULATE_ON: readonly Transition[] = [
  { guard: 'populatesMore', target: 'fatal_signal_pending', actions: [set({ left: { minus: ['$left', 1] } })] },
  { guard: 'isPopulating', target: 'up_read' },
];

/** VM_FAULT_SIGBUS ends the walk of mmap(MAP_POPULATE). */
const STOP_POPULATE: Transition = { guard: 'isPopulating', target: 'up_read' };

const begin = (target: string): Transition => ({ target, actions: ['beginOp'] });

/** Where each operation of a program starts: what a task does from user mode, and what only inside a system call. */
const FROM_USER_MODE: { readonly [op: string]: Transition } = {
  user_fault: begin('charge'),
  optional_fault: begin('charge'),
  charge: begin('charge'),
  mmap_populate: begin('down_read'),
  mutex_lock: begin('mutex_lock'),
  down_write: begin('down_write'),
  munmap: begin('munmap_down_write'),
  exit: begin('do_exit'),
};
const IN_KERNEL_MODE: { readonly [op: string]: Transition } = {
  charge: begin('charge'),
  mutex_lock: begin('mutex_lock'),
  mutex_unlock: begin('mutex_unlock'),
  up_write: begin('up_write'),
};

const kind = (context: Context): Value => (context['op'] as Op | null)?.['kind'] ?? null;

/** v3.11's `oom`: every charge may loop for ever but slab charges that must not call the OOM killer. */
const invokesOom = (context: Context): boolean =>
  kind(context) !== 'kmem' || !['NOFS', 'NORETRY', 'NOWAIT', 'ATOMIC'].some((flag) => hasFlag(context, flag));

/** With a batch of one there is nothing to keep in stock, and the steps about it are left out. */
const usesStock = (context: Context): boolean => Number(context['batch']) > 1;

const doingOp = (context: Context): string | undefined => (context['op'] as Op | null)?.type;

/**
 * A task of a user process: a program of faults and system calls, and death when it is killed.
 *
 * `program` is a list of calls, each a list of operations that run without a return to user mode between them; `body` is
 * what is left of the present call. `errno` is what the program saw: the first error, if any. Page faults take mmap_sem
 * for reading in the kernel, which excludes only writers among the threads that share the mm, and is left out.
 */
export const task: MachineSpec = {
  id: 'task',
  kind: 'thread',
  description: 'A task: user faults, system calls that charge, and the exit path.',
  refs: { ...CHARGE_REFS, ...KILL_REFS, ...UNCHARGE_REFS, lock: 'ref', chargedTo: 'ref', stocks: 'set' },
  context: (input) => {
    const program = (input['program'] ?? []) as readonly (readonly Op[])[];
    for (const [first, ...rest] of program) {
      if (first === undefined) throw unknownOp('nothing', FROM_USER_MODE);
      if (!(first.type in FROM_USER_MODE) && first.type !== 'alloc_pages') throw unknownOp(first.type, FROM_USER_MODE);
      const odd = rest.find(({ type }) => !(type in IN_KERNEL_MODE) && type !== 'alloc_pages');
      if (odd !== undefined) throw unknownOp(odd.type, IN_KERNEL_MODE);
    }
    return {
      program: program.slice(1) as unknown as Value,
      body: (program[0] ?? []) as unknown as Value,
      op: null,
      errno: null,
      lock: null,
      chargedTo: null,
      maxRetries: input['retries'] ?? 0,
      retries: input['retries'] ?? 0,
      check: false,
      batch: atLeast(1, 'batch of a task', input['batch'] ?? 1),
      pages: input['batch'] ?? 1,
      stocks: input['stocks'] ?? [],
      drained: false,
      adjusts: input['adjusts'] === true,
      ...CHARGE_CONTEXT,
      ...KILL_CONTEXT,
      ...UNCHARGE_CONTEXT,
    };
  },
  guards: {
    ...BATCH_GUARDS,
    ...KILL_GUARDS,
    callGoesOn: (context) => (context['body'] as readonly Value[]).length > 0,
    checksOom: (context) => context['retries'] === 0 && invokesOom(context),
    neverFails: invokesOom,
    usesStock,
    chargedBatch: (context, event) => event['output'] === 'charged' && Number(context['pages']) > 1,
    batchTooLarge: (context, event) => event['output'] === 'over_limit' && Number(context['pages']) > 1,
    drainsStock: (context) => usesStock(context) && context['drained'] === false,
    isSlab: (context) => kind(context) === 'kmem',
    retriesSlab: (context, event) => event['output'] === 'retry' && kind(context) === 'kmem',
    retriesSlabFromStock: (context, event) =>
      event['output'] === 'retry' && kind(context) === 'kmem' && usesStock(context),
    diesAccounted: (context, event) => event['output'] === 'die' && kind(context) === 'kmem',
    cannotWait: (context) => hasFlag(context, 'NOWAIT') || hasFlag(context, 'ATOMIC'),
    noRetry: (context) => hasFlag(context, 'NORETRY'),
    noFail: (context) => hasFlag(context, 'NOFAIL'),
    isPopulating: (context) => doingOp(context) === 'mmap_populate',
    populatesMore: (context) => doingOp(context) === 'mmap_populate' && Number(context['left']) > 1,
    populateFailed: (context, event) => event['output'] === 'nomem' && doingOp(context) === 'mmap_populate',
    faultFailed: (context, event) => event['output'] === 'nomem' && doingOp(context) === 'user_fault',
    chargedUserPage: (context, event) => event['output'] === 'charged' && kind(context) === 'user',
    faultRecorded: (context, event) =>
      event['output'] === 'nomem' && doingOp(context) === 'user_fault' && context['memcg_in_oom'] !== null,
    slabInMemcgOom: (context) => kind(context) === 'kmem' && context['memcg_in_oom'] !== null,
    noFailSlab: (context) => kind(context) === 'kmem' && hasFlag(context, 'NOFAIL'),
    retriesPass: (context) => context['check'] === false && invokesOom(context),
    hasPanicked: (_, event) => event['output'] === 'panic',
    isCostly: (context) => Number((context['op'] as Op | null)?.['order'] ?? 0) > 3,
  },
  updates: {
    ...BATCH_UPDATES,
    ...KILL_UPDATES,
    beginOp: (context, event) => ({
      op: event,
      body: (context['body'] as readonly Value[]).slice(1),
      lock: event['lock'] ?? null,
      left: event['pages'] ?? null,
    }),
    endOp: () => ({ op: null, lock: null, left: null, chargedTo: null }),
    loadCall: (context) => ({
      body: (context['program'] as readonly Value[])[0] ?? [],
      program: (context['program'] as readonly Value[]).slice(1),
    }),
    /** What the program sees of a failure: the first error stays. */
    noteResult: (context, event) => {
      if (event['output'] !== 'nomem' || context['errno'] !== null) return {};
      if (doingOp(context) === 'mmap_populate') return { errno: 'short' };
      return doingOp(context) === 'charge' || doingOp(context) === 'alloc_pages' ? { errno: 'ENOMEM' } : {};
    },
    endCharge,
    useRetry: (context) => ({ retries: Math.max(0, Number(context['retries']) - 1) }),
  },
  root: (use, fragments) => {
    // From v3.12 on, a fault that was recorded goes to mem_cgroup_oom_synchronize, others to the global killer.
    const synchronizes = fragments.includes('mem_cgroup_oom_synchronize');
    const failedFault = synchronizes
      ? [
          { guard: 'faultRecorded', target: 'mem_cgroup_oom_synchronize' },
          { guard: 'faultFailed', target: 'pagefault_out_of_memory' },
        ]
      : [{ guard: 'faultFailed', target: 'pagefault_out_of_memory' }];
    // Kernels whose page allocator is modelled bring an operation of its own (question 14).
    const allocator = fragments.includes('__alloc_pages_slowpath');
    const allocPages = allocator ? { alloc_pages: begin('__alloc_pages_slowpath') } : {};
    return {
      initial: 'user_mode',
      states: {
        user_mode: doing(
          'Runs in user mode: makes its next call if it has one, and dies when SIGKILL arrives.',
          [chooseFrom({ first: '$body' }), call('task_struct', 'await_sigkill')],
          { ...FROM_USER_MODE, ...allocPages, fatal: 'do_exit' },
          { tags: ['idle'] },
        ),
        kernel_mode: doing('In a system call: the next thing it does.', chooseFrom({ first: '$body' }), {
          ...IN_KERNEL_MODE,
          ...allocPages,
        }),
        return_to_user: doing(
          'The way back to user mode: is a SIGKILL pending?',
          call('task_struct', 'return_to_user'),
          { user_mode: { target: 'user_mode', actions: ['loadCall'] }, fatal: 'do_exit' },
        ),
        charge: use('chargePage', {
          onDone: [
            { guard: 'chargedUserPage', target: 'map_page' },
            ...failedFault,
            { guard: 'populateFailed', target: 'up_read', actions: ['noteResult'] },
            ...POPULATE_ON,
            ...NEXT,
          ],
        }),
        map_page: doing('Sets the page table entry.', call('mm', 'map_page', { memcg: '$chargedTo' }), {
          mapped: [...POPULATE_ON, ...NEXT],
          ...(fragments.includes('cancel_charge') ? { unstable: 'cancel_charge' } : {}),
        }),
        ...(fragments.includes('cancel_charge')
          ? { cancel_charge: use('cancel_charge', { onDone: [STOP_POPULATE, ...NEXT] }) }
          : {}),
        ...(synchronizes
          ? { mem_cgroup_oom_synchronize: use('mem_cgroup_oom_synchronize', { onDone: 'refault' }) }
          : {}),
        pagefault_out_of_memory: use('pagefault_out_of_memory', {
          onDone: [{ guard: returned('panicked'), target: 'panicked' }, { target: 'refault' }],
        }),
        panicked: {
          type: 'final',
          // The machine stops. The others are let run on here, which no outcome asks about.
          description: 'The kernel has panicked: there was no task to kill on the whole machine.',
        },
        refault: doing(
          'The fault is over; the instruction will fault again unless the task dies.',
          call('task_struct', 'return_to_user'),
          { user_mode: 'charge', fatal: 'do_exit' },
        ),
        down_read: doing('mm_populate takes mmap_sem.', call('mmap_sem', 'down_read'), {
          locked: 'fatal_signal_pending',
        }),
        fatal_signal_pending: doing('g-u-p stops for a killed task.', call('task_struct', 'fatal_signal_pending'), {
          fatal: 'up_read',
          no_signal: 'charge',
        }),
        up_read: doing('mm_populate is done, whether or not all pages are there.', call('mmap_sem', 'up_read'), {
          unlocked: NEXT,
        }),
        mutex_lock: doing('Takes a mutex, uninterruptibly.', call('$lock', 'mutex_lock', SELF), { locked: NEXT }),
        mutex_unlock: doing('Releases it.', call('$lock', 'mutex_unlock'), { unlocked: NEXT }),
        down_write: doing('Takes its mmap_sem for writing.', call('mmap_sem', 'down_write'), { locked: NEXT }),
        up_write: doing('Releases it.', call('mmap_sem', 'up_write'), { unlocked: NEXT }),
        munmap_down_write: doing('munmap(2) takes mmap_sem for writing.', call('mmap_sem', 'down_write'), {
          locked: 'munmap',
        }),
        munmap: use('zapPages', { exit: [UNCHARGE_OVER], onDone: 'munmap_up_write' }),
        munmap_up_write: doing('And releases it.', call('mmap_sem', 'up_write'), { unlocked: NEXT }),
        ...(allocator
          ? {
              __alloc_pages_slowpath: use('__alloc_pages_slowpath', {
                onDone: [{ guard: 'hasPanicked', target: 'panicked' }, ...NEXT],
              }),
            }
          : {}),
        do_exit: use('do_exit', { onDone: 'dead' }),
        dead: { type: 'final', description: 'The task is gone.' },
      },
    };
  },
  fragments: {
    ...chargeOf311,
    ...killerOf311,
    ...exitOf311,
    zapPages: unchargeBatched['zapPages']!,
    res_counter_uncharge: unchargeBatched['res_counter_uncharge']!,
    ...faultOf311,
  },
};

function unknownOp(type: string, known: { readonly [op: string]: Transition }): OomlabError {
  return new OomlabError(
    'E123',
    `A task's program has "${type}" where it may have an operation.`,
    `Operations there: ${[...Object.keys(known), 'alloc_pages'].join(', ')}.`,
  );
}
