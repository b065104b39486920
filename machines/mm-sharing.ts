import { OomlabError } from '../src/model/index.js';

/** What a task of a cast says about whose mm it has. */
export interface SharesMm {
  readonly memcg: string;
  readonly pages?: number;
  /** It is a thread of this task's process: one mm, one SIGKILL for all. */
  readonly threadOf?: string;
  /** It is a process of its own that shares this task's mm (CLONE_VM without CLONE_THREAD). */
  readonly sharesMmWith?: string;
}

type Tasks = { readonly [id: string]: SharesMm };

/** How a task stands to the others that have its mm. */
export interface MmSharing {
  /** The task that the mm began with; its memcg is charged (mm->owner). */
  readonly owner: string;
  /** mm_users. */
  readonly users: number;
  /** The other threads of its process. */
  readonly siblings: readonly string[];
  /** The leaders of other processes with its mm, in the order of the process list. */
  readonly sharers: readonly string[];
  /** The process that it is a thread of. */
  readonly leader: string;
}

/** Whose mm a task has, and who else has it. Throws E123 for a task that shares with nobody, or has pages or a memcg of its own. */
export function mmSharingOf(tasks: Tasks, id: string): MmSharing {
  const leaderOf = (task: string): string => tasks[task]?.threadOf ?? task;
  const ownerOf = (task: string): string => tasks[leaderOf(task)]?.sharesMmWith ?? leaderOf(task);
  const owner = ownerOf(id);
  const leader = leaderOf(id);
  const odd = oddSharing(tasks, id);
  if (odd) throw new OomlabError('E123', odd.what, odd.mend);
  const same = Object.keys(tasks).filter((one) => one !== id && ownerOf(one) === owner);
  return {
    owner,
    leader,
    users: same.length + 1,
    siblings: same.filter((one) => leaderOf(one) === leader).sort(),
    sharers: [...new Set(same.map(leaderOf))].filter((one) => one !== leader),
  };
}

/** Why a task cannot have the mm that it names, and the mend; undefined if it can, or names none. */
export function oddSharing(tasks: Tasks, id: string): { readonly what: string; readonly mend: string } | undefined {
  const task = tasks[id];
  const other = task?.threadOf ?? task?.sharesMmWith;
  if (task === undefined || other === undefined) return undefined;
  const leader = tasks[task.threadOf ?? id];
  const ownerId = leader?.sharesMmWith ?? other;
  const owner = tasks[ownerId];
  if (leader === undefined || owner === undefined || leader.threadOf !== undefined || hasOwner(owner)) {
    const mend = 'Name a task that began a process for a thread, and one that began an mm for a process.';
    return { what: `"${id}" cannot have the mm of "${other}".`, mend };
  }
  if (owner.memcg === task.memcg && (task.pages ?? 0) === 0) return undefined;
  const mend = `Give its pages to "${ownerId}", and both the same memcg: the mm's owner is charged.`;
  return { what: `"${id}" has the mm of "${ownerId}", and a memcg or pages of its own.`, mend };
}

const hasOwner = (task: SharesMm | undefined): boolean => (task?.threadOf ?? task?.sharesMmWith) !== undefined;
