/**
 * Which kernel function exists in which version, for the fragments that bear its name; read in these sources, not in the
 * model. `since`/`until` are versions of the catalogue: until is the last one that has it.
 *
 * v3.11: mm/memcontrol.c at 519e52473ebe (the last commit with the old mem_cgroup_handle_oom), mm/oom_kill.c and
 * kernel/exit.c of 3.10. v3.12: mm/memcontrol.c at 3168ecbe1c04. v4.6: mm/memcontrol.c at b6e6edcfa405, mm/oom_kill.c at
 * 29c696e1c6ec, kernel/fork.c of 4.6.2. v4.18: mm/memcontrol.c and mm/memory.c at 29ef680ae7c2 with its own change
 * reversed, mm/oom_kill.c at 9bfe5ded054b with its own change reversed, mm/mmap.c at 27ae357fa82b, mm/page_alloc.c of
 * 4.18.y. v4.19: the 4.19.0 tree. v4.20 to v6.5: the files at 9bcdeb51bd7d (v5.0), 7775face2079 (v5.1), f168a9a54ec3 (v5.3, for
 * v5.4), 1378b37d03e8 and 9066e5cfb73c (v5.9, for v5.10), a4ebf1b6ca1e (v5.16), b3541d912a84 (v6.1), 857f21397f71 (v6.5), and
 * the 5.10.13 tree. Paths are those of the newest version; kernel/cgroup.c, kernel/wait.c, kernel/timer.c, kernel/mutex.c and
 * kernel/rwsem.c are where the oldest have them.
 */
export const ORDER = [
  'v3.11',
  'v3.12',
  'v4.6',
  'v4.18',
  'v4.19',
  'v4.20',
  'v5.0',
  'v5.1',
  'v5.4',
  'v5.10',
  'v5.16',
  'v6.1',
  'v6.5',
] as const;
export type Version = (typeof ORDER)[number];

interface Existence {
  readonly file: string;
  readonly since?: Version;
  readonly until?: Version;
}

const memcontrol = 'mm/memcontrol.c';
const oomKill = 'mm/oom_kill.c';

export const kernelFunctions: { readonly [name: string]: Existence } = {
  __mem_cgroup_try_charge: { file: memcontrol, until: 'v3.12' },
  mem_cgroup_do_charge: { file: memcontrol, until: 'v3.12' },
  mem_cgroup_handle_oom: { file: memcontrol, until: 'v3.11' },
  mem_cgroup_oom_lock: { file: memcontrol, until: 'v3.11' },
  mem_cgroup_oom_trylock: { file: memcontrol, since: 'v3.12' },
  mem_cgroup_oom_unlock: { file: memcontrol },
  mem_cgroup_oom: { file: memcontrol, since: 'v3.12' },
  mem_cgroup_oom_synchronize: { file: memcontrol, since: 'v3.12' },
  mem_cgroup_out_of_memory: { file: memcontrol },
  mem_cgroup_mark_under_oom: { file: memcontrol },
  mem_cgroup_unmark_under_oom: { file: memcontrol },
  mem_cgroup_oom_register_event: { file: memcontrol },
  mem_cgroup_oom_notify: { file: memcontrol },
  mem_cgroup_oom_control_write: { file: memcontrol },
  mem_cgroup_margin: { file: memcontrol },
  mem_cgroup_from_task: { file: memcontrol },
  memcg_oom_wake_function: { file: memcontrol },
  consume_stock: { file: memcontrol },
  refill_stock: { file: memcontrol },
  drain_stock: { file: memcontrol },
  drain_local_stock: { file: memcontrol },
  drain_all_stock: { file: memcontrol },
  try_charge: { file: memcontrol, since: 'v4.6' },
  cancel_charge: { file: memcontrol, since: 'v4.6' },
  uncharge_batch: { file: memcontrol, since: 'v4.6' },
  res_counter_charge: { file: 'kernel/res_counter.c', until: 'v3.12' },
  res_counter_charge_nofail: { file: 'kernel/res_counter.c', until: 'v3.12' },
  res_counter_uncharge: { file: 'kernel/res_counter.c', until: 'v3.12' },
  res_counter_margin: { file: 'include/linux/res_counter.h', until: 'v3.12' },
  res_counter_set_limit: { file: 'include/linux/res_counter.h', until: 'v3.12' },
  page_counter_try_charge: { file: 'mm/page_counter.c', since: 'v4.6' },
  page_counter_charge: { file: 'mm/page_counter.c', since: 'v4.6' },
  page_counter_uncharge: { file: 'mm/page_counter.c', since: 'v4.6' },
  oom_scan_process_thread: { file: oomKill, until: 'v4.6' },
  oom_evaluate_task: { file: oomKill, since: 'v4.18' },
  oom_badness: { file: oomKill },
  oom_kill_process: { file: oomKill },
  out_of_memory: { file: oomKill },
  pagefault_out_of_memory: { file: oomKill },
  find_lock_task_mm: { file: oomKill },
  // v4.6: an inline of include/linux/oom.h; in v3.11 and v3.12 it does not exist yet.
  task_will_free_mem: { file: oomKill, since: 'v4.6' },
  exit_oom_victim: { file: oomKill, since: 'v4.6' },
  oom_reaper: { file: oomKill, since: 'v4.6' },
  oom_reap_task: { file: oomKill, since: 'v4.6' },
  __oom_reap_task: { file: oomKill, since: 'v4.6', until: 'v4.6' },
  __oom_reap_task_mm: { file: oomKill, since: 'v4.18' },
  oom_reap_task_mm: { file: oomKill, since: 'v4.18' },
  // From v5.18 on the timer function; queue_oom_reaper is what arms it.
  wake_oom_reaper: { file: oomKill, since: 'v4.6' },
  queue_oom_reaper: { file: oomKill, since: 'v6.1' },
  oom_reserves_allowed: { file: 'mm/page_alloc.c', since: 'v4.18' },
  __alloc_pages_slowpath: { file: 'mm/page_alloc.c' },
  __alloc_pages_may_oom: { file: 'mm/page_alloc.c' },
  get_page_from_freelist: { file: 'mm/page_alloc.c' },
  free_pages: { file: 'mm/page_alloc.c' },
  unmap_page_range: { file: 'mm/memory.c' },
  do_exit: { file: 'kernel/exit.c' },
  exit_mm: { file: 'kernel/exit.c' },
  exit_signals: { file: 'kernel/signal.c' },
  mmput: { file: 'kernel/fork.c' },
  exit_mmap: { file: 'mm/mmap.c' },
  cgroup_exit: { file: 'kernel/cgroup/cgroup.c' },
  cgroup_attach_task: { file: 'kernel/cgroup/cgroup.c' },
  fatal_signal_pending: { file: 'include/linux/sched/signal.h' },
  prepare_to_wait: { file: 'kernel/sched/wait.c' },
  finish_wait: { file: 'kernel/sched/wait.c' },
  schedule: { file: 'kernel/sched/core.c' },
  schedule_timeout: { file: 'kernel/time/timer.c' },
  mutex_lock: { file: 'kernel/locking/mutex.c' },
  mutex_unlock: { file: 'kernel/locking/mutex.c' },
  down_read: { file: 'kernel/locking/rwsem.c' },
  down_write: { file: 'kernel/locking/rwsem.c' },
  up_write: { file: 'kernel/locking/rwsem.c' },
  eventfd_signal: { file: 'fs/eventfd.c' },
  eventfd_read: { file: 'fs/eventfd.c' },
  printk: { file: 'kernel/printk/printk.c' },
  // Flags and fields that an object's fragment is named after.
  MMF_OOM_SKIP: { file: 'include/linux/sched/coredump.h', since: 'v4.18' },
  MMF_OOM_REAP_QUEUED: { file: 'include/linux/sched/coredump.h', since: 'v5.0' },
  MMF_UNSTABLE: { file: 'include/linux/sched/coredump.h', since: 'v4.18' },
  oom_kill_disable: { file: memcontrol },
  under_oom: { file: memcontrol },
};

/** The version whose source a kernel of the catalogue is judged by: the mail's branches stand on v4.18. */
export const versionOf = (kernel: string): Version => ORDER.find((version) => version === kernel) ?? 'v4.18';

export function existsIn(name: string, version: Version): boolean {
  const { since = 'v3.11', until = 'v6.5' } = kernelFunctions[name] ?? {};
  const at = ORDER.indexOf(version);
  return ORDER.indexOf(since) <= at && at <= ORDER.indexOf(until);
}
