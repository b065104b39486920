import { OomlabError, type ActorSpec, type Op, type Value } from '../src/model/index.js';
import { mmSharingOf, type SharesMm } from './mm-sharing.js';

type Calls = readonly (readonly Op[])[];

export interface MemcgCast {
  readonly limit: number;
  /** Pages charged beside those that the tasks map: page cache, slab. */
  readonly usage?: number;
  readonly parent?: string;
  readonly oom_kill_disable?: boolean;
}

export interface TaskCast extends SharesMm {
  /** Pages mapped at the start, charged to its memcg (or to `chargedTo`). */
  readonly pages?: number;
  readonly chargedTo?: string;
  readonly program?: Calls;
  /** From −1000, which is never chosen, to 1000; 0 if absent. Looked at where the scan is a memcg's. */
  readonly oom_score_adj?: number;
  /** Short for an oom_score_adj of −1000. */
  readonly unkillable?: boolean;
  /** A blockable mmu notifier is registered with its mm (KVM, RDMA). */
  readonly notifier?: boolean;
  /** Its pages are of a MAP_SHARED mapping: the oom_reaper leaves them alone. */
  readonly shared?: boolean;
}

export interface OperatorCast {
  readonly program: readonly Op[];
  /** Pages that it maps itself, to free them. */
  readonly pages?: number;
  readonly memcg?: string;
}

/** A scenario's people and places, from which the actors and their wiring follow. */
export interface Cast {
  readonly memcgs: { readonly [id: string]: MemcgCast };
  readonly tasks: { readonly [id: string]: TaskCast };
  /** The user-space handler; its `eventfd` is registered with `listensTo` from the start, or by somebody later. */
  readonly handler?: OperatorCast & { readonly listensTo?: string };
  readonly admin?: OperatorCast;
  /** eventfds that nobody reads: for scenarios that only ask whether they are signalled. */
  readonly listeners?: { readonly [eventfd: string]: string };
  /** Named mutexes that programs take, such as i_mutex. */
  readonly mutexes?: readonly string[];
  readonly observers?: { readonly [id: string]: string };
  /** Up to how many reports of "no killable processes" are counted. */
  readonly reports?: number;
  /** Pages that the page allocator has free (question 14). */
  readonly freePages?: number;
  /** CHARGE_BATCH: 32 in these kernels. One means that the stocks are left out. */
  readonly batch?: number;
  /** MEM_CGROUP_RECLAIM_RETRIES: 5 in these kernels. */
  readonly retries?: number;
  /** MAX_OOM_REAP_RETRIES: 10 in these kernels. */
  readonly reaperTries?: number;
}

/** The objects that every thread may speak to, by role. */
const GLOBALS = {
  cgroup: 'cgroup',
  memcg_oom_lock: 'memcg_oom_lock',
  memcg_oom_waitq: 'memcg_oom_waitq',
  zonelist_oom: 'zonelist_oom',
  oom_lock: 'oom_lock',
  dmesg: 'dmesg',
  oom_reaper_list: 'oom_reaper_list',
  zone: 'zone',
  clock: 'clock',
} as const;

/**
 * The actors of a cast: each task with its task_struct, mm and mmap_sem, each memcg, and the global objects.
 *
 * Order matters for people: threads first, as they stand in columns. Throws E123 for a limit below zero, a memcg that
 * does not exist, or a cycle among memcgs.
 */
export function actorsOf(cast: Cast): ActorSpec[] {
  const tree = treeOf(cast);
  const threads: ActorSpec[] = [];
  const objects: ActorSpec[] = [];
  const memcgOf: Record<string, string> = {};
  const { batch = 1 } = cast;
  if (batch < 1) throw new OomlabError('E123', `A batch of ${batch} is refused.`, 'Give 1 (no stock) or more pages.');
  const adjusts = Object.entries(cast.tasks).some(([id, task]) => ![0, OOM_SCORE_ADJ_MIN].includes(adjOf(id, task)));
  const stockOf = (task: string): string => `${task}.stock`;
  const stocks = Object.keys(cast.tasks).map(stockOf);
  for (const [id, task] of Object.entries(cast.tasks)) {
    memcgOf[id] = known(cast, task.memcg);
    const { owner, users, siblings, sharers } = mmSharingOf(cast.tasks, id);
    const own = { task_struct: `${id}.task_struct`, mm: `${owner}.mm`, mmap_sem: `${owner}.mmap_sem` };
    const program = (task.program ?? []) as unknown as Value;
    const others = batch > 1 ? stocks.filter((one) => one !== stockOf(id)) : [];
    threads.push({
      id,
      machine: 'task',
      input: { program, retries: cast.retries ?? 0, batch, stocks: others, adjusts },
      roles: { ...GLOBALS, ...own, stock: stockOf(id) },
    });
    if (batch > 1) objects.push({ id: stockOf(id), machine: 'stock' });
    const adj = adjOf(id, task);
    objects.push({
      id: own.task_struct,
      machine: 'task_struct',
      input: { unkillable: adj === OOM_SCORE_ADJ_MIN, adj, siblings, sharers },
      roles: { mm: own.mm },
    });
    if (owner !== id) continue;
    const { notifier = false, shared = false } = task;
    objects.push(
      { id: own.mm, machine: 'mm', input: { pages: pagesOf(task), notifier, shared, users }, roles: GLOBALS },
      { id: own.mmap_sem, machine: 'rwsem' },
    );
  }
  if (cast.handler) threads.push(operator('handler', cast.handler));
  if (cast.admin) threads.push(operator('admin', cast.admin));
  threads.push({ id: 'oom_reaper', machine: 'oom_reaper', input: { tries: cast.reaperTries ?? 1 }, roles: GLOBALS });
  for (const [id, who] of [['handler', cast.handler] as const, ['admin', cast.admin] as const]) {
    if (!who) continue;
    objects.push(
      { id: `${id}.task_struct`, machine: 'task_struct', roles: { mm: `${id}.mm` } },
      { id: `${id}.mm`, machine: 'mm', input: { pages: pagesOf({ memcg: '', ...who }) } },
    );
  }
  for (const [id, { limit, usage = 0, parent, oom_kill_disable = false }] of Object.entries(cast.memcgs)) {
    const children = Object.values(cast.memcgs).some((other) => other.parent === id);
    const mapped = [...Object.values(cast.tasks), ...operators(cast)].flatMap((who) => pagesOf({ memcg: '', ...who }));
    const inside = mapped.filter((page) => (tree.subtrees[id] ?? []).includes(page)).length;
    const input = { limit, usage: usage + inside, parent: parent ?? null, oom_kill_disable };
    objects.push({ id, machine: 'memcg', input: { ...input, related: children || parent !== undefined } });
  }
  const eventfds = eventfdsOf(cast);
  for (const id of Object.keys(eventfds)) objects.push({ id, machine: 'eventfd' });
  for (const id of cast.mutexes ?? []) objects.push({ id, machine: 'mutex' });
  objects.push(
    { id: 'cgroup', machine: 'cgroup', input: { memcgOf, subtrees: tree.subtrees, threads: threadsOf(cast) } },
    {
      id: 'memcg_oom_lock',
      machine: 'memcg_oom_lock',
      input: { subtrees: tree.subtrees, listeners: listenersOf(cast, eventfds) },
      roles: { memcg_oom_waitq: 'memcg_oom_waitq' },
    },
    { id: 'memcg_oom_waitq', machine: 'memcg_oom_waitq', input: { families: tree.families } },
    { id: 'zonelist_oom', machine: 'mutex' },
    { id: 'oom_lock', machine: 'mutex' },
    { id: 'oom_reaper_list', machine: 'oom_reaper_list' },
    { id: 'dmesg', machine: 'dmesg', input: { reports: cast.reports ?? 1 } },
    { id: 'clock', machine: 'clock' },
  );
  if (cast.freePages !== undefined) objects.push({ id: 'zone', machine: 'zone', input: { free: cast.freePages } });
  for (const [id, machine] of Object.entries(cast.observers ?? {})) objects.push({ id, machine });
  return [...threads, ...objects];

  function operator(id: string, { program }: OperatorCast): ActorSpec {
    const roles = {
      ...GLOBALS,
      task_struct: `${id}.task_struct`,
      mm: `${id}.mm`,
      ...(id === 'handler' ? { eventfd: 'eventfd' } : {}),
    };
    return { id, machine: id, input: { program: program as unknown as Value }, roles };
  }
}

const OOM_SCORE_ADJ_MIN = -1000;

function adjOf(id: string, { oom_score_adj, unkillable = false }: TaskCast): number {
  const adj = unkillable ? OOM_SCORE_ADJ_MIN : (oom_score_adj ?? 0);
  if (Number.isInteger(adj) && Math.abs(adj) <= 1000 && (!unkillable || (oom_score_adj ?? adj) === adj)) return adj;
  const mend = 'Give a whole number from -1000 to 1000, or unkillable for -1000.';
  throw new OomlabError('E123', `The oom_score_adj ${oom_score_adj} of "${id}" is refused.`, mend);
}

/** The threads that do not lead their process. */
const threadsOf = (cast: Cast): string[] =>
  Object.keys(cast.tasks).filter((id) => cast.tasks[id]?.threadOf !== undefined);

const operators = (cast: Cast): OperatorCast[] => [cast.handler, cast.admin].filter((one) => one !== undefined);

function pagesOf({ pages = 0, memcg, chargedTo }: { pages?: number; memcg: string; chargedTo?: string }): string[] {
  return Array.from({ length: pages }, () => chargedTo ?? memcg);
}

/** Every eventfd, with the memcg that it is registered with from the start, if any. */
function eventfdsOf(cast: Cast): { readonly [eventfd: string]: string | undefined } {
  return { ...(cast.handler ? { eventfd: cast.handler.listensTo } : {}), ...cast.listeners };
}

function listenersOf(
  cast: Cast,
  eventfds: { readonly [eventfd: string]: string | undefined },
): { [memcg: string]: string[] } {
  const registered = (memcg: string): string[] => Object.keys(eventfds).filter((id) => eventfds[id] === memcg);
  return Object.fromEntries(Object.keys(cast.memcgs).map((memcg) => [memcg, registered(memcg)]));
}

/** Pre-order subtrees, and families: what memcg_oom_wake_function lets through. */
function treeOf(cast: Cast): { subtrees: { [memcg: string]: string[] }; families: { [memcg: string]: string[] } } {
  const ids = Object.keys(cast.memcgs);
  const ancestors = (id: string, seen: readonly string[] = []): string[] => {
    if (seen.includes(id)) {
      throw new OomlabError('E123', `The memcgs ${seen.join(' → ')} are each other’s parents.`, 'Break the cycle.');
    }
    const parent = cast.memcgs[known(cast, id)]?.parent;
    return parent === undefined ? [id] : [id, ...ancestors(parent, [...seen, id])];
  };
  const subtree = (id: string): string[] => [
    id,
    ...ids.filter((one) => cast.memcgs[one]?.parent === id).flatMap(subtree),
  ];
  const chains = Object.fromEntries(ids.map((id) => [id, ancestors(id)]));
  const subtrees = Object.fromEntries(ids.map((id) => [id, subtree(id)]));
  const families = Object.fromEntries(ids.map((id) => [id, [...new Set([...(chains[id] ?? []), ...subtree(id)])]]));
  return { subtrees, families };
}

function known(cast: Cast, memcg: string): string {
  if (memcg in cast.memcgs) return memcg;
  const ids = Object.keys(cast.memcgs).join(', ');
  throw new OomlabError('E123', `There is no memcg "${memcg}" in this cast.`, `It has ${ids}.`);
}
