import type { MachineSpec } from '../src/model/index.js';
import { cgroup } from './objects/cgroup.js';
import { dmesg } from './objects/dmesg.js';
import { eventfd, mutex, rwsem } from './objects/locks.js';
import { memcg } from './objects/memcg.js';
import { memcg_oom_lock } from './objects/memcg_oom_lock.js';
import { memcg_oom_waitq } from './objects/memcg_oom_waitq.js';
import { mm } from './objects/mm.js';
import { stock } from './objects/stock.js';
import { task_struct } from './objects/task_struct.js';
import { episodes } from './observers/episodes.js';
import { admin, handler } from './threads/operator.js';
import { task } from './threads/task.js';

/** v3.11, the oldest kernel modelled: every later one is this and patches. */
export const base: readonly MachineSpec[] = [
  task,
  handler,
  admin,
  memcg,
  memcg_oom_lock,
  memcg_oom_waitq,
  cgroup,
  stock,
  task_struct,
  mm,
  mutex,
  rwsem,
  eventfd,
  dmesg,
  episodes,
];
