import type { Property, StateView } from '../../src/model/index.js';

/**
 * P-ONEVICTIM: no second victim while the first one's memory is neither freed nor given up (MMF_OOM_SKIP).
 *
 * A task counts as victim while it is marked (TIF_MEMDIE, from v4.9 on signal->oom_mm). The half of the property that
 * speaks of a margin that already suffices is the outcome `needless-victim` of the scenarios.
 */
export const oneVictim: Property = {
  id: 'P-ONEVICTIM',
  kind: 'never',
  description: 'two marked victims hold memory at once, neither of them done with',
  holds: (state) => victimsWithMemory(state) > 1,
  premise: {
    description: 'a marked victim holds memory',
    holds: (state) => victimsWithMemory(state) > 0,
  },
};

/** Address spaces, not tasks: all that share one free the same memory. Each is named after the task that began it. */
const victimsWithMemory = (state: StateView): number =>
  state.actors('mm').filter(({ id }) => holdsMemoryAsVictim(state, id.replace(/\.mm$/, ''))).length;

/**
 * Marked as victim, and its memory is neither freed nor given up. A task that has another's mm holds none of its own. SIGKILL
 * and, from v4.9 on, the mark are the process's.
 */
export function holdsMemoryAsVictim(state: StateView, task: string): boolean {
  const mm = state.actors('mm').find(({ id }) => id === `${task}.mm`);
  const { pages = [], oom_skip } = mm?.context ?? {};
  const { memdie, oom_mm, sigkill } = state.actor(`${task}.task_struct`).context;
  const marked = memdie === true || oom_mm === true;
  return marked && sigkill === true && (pages as readonly string[]).length > 0 && oom_skip !== true;
}
