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

/** Address spaces, not tasks: all that share one free the same memory. */
const victimsWithMemory = (state: StateView): number =>
  state.actors('mm').filter(({ id, context }) => {
    const { pages, oom_skip } = context;
    return (pages as readonly string[]).length > 0 && oom_skip !== true && isMarked(state, id.replace(/\.mm$/, ''));
  }).length;

/** The task that an mm is named after stands for all of its process: SIGKILL and, from v4.9 on, the mark are the process's. */
function isMarked(state: StateView, task: string): boolean {
  const { memdie, oom_mm, sigkill } = state.actor(`${task}.task_struct`).context;
  return (memdie === true || oom_mm === true) && sigkill === true;
}
