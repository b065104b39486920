import type { Property, StateView } from '../../src/model/index.js';

/** P-STATE: when every task is in user mode or gone, no oom_lock bit, under_oom count, queue entry or record is left. */
export const balanced: Property = {
  id: 'P-STATE',
  kind: 'never',
  description: 'all tasks are out of the kernel and OOM state is left behind',
  holds: (state) => allAreOut(state) && leftovers(state),
  premise: {
    description: 'all tasks are out of the kernel and some have been in it',
    holds: (state) => allAreOut(state) && state.actors('task').some(hasMoved),
  },
};

const allAreOut = (state: StateView): boolean => state.actors('task').every(isOut);

/** Its program is not all before it any more, or it is dead. */
const hasMoved = (task: Task): boolean =>
  task.matches('dead') || (task.context['body'] as readonly unknown[]).length === 0;

type Task = ReturnType<StateView['actor']>;

/** In user mode or dead. */
export const isOut = (task: Task): boolean => task.matches('user_mode') || task.matches('dead');

function leftovers(state: StateView): boolean {
  const { oom_locked, under_oom } = state.actor('memcg_oom_lock').context;
  const { entries } = state.actor('memcg_oom_waitq').context;
  const recorded = state.actors('task').some(({ context }) => (context['memcg_in_oom'] ?? null) !== null);
  return recorded || [oom_locked, under_oom, entries].some((list) => (list as readonly unknown[]).length > 0);
}
