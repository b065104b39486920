import type { Property, StateView } from '../../src/model/index.js';

/** P-LOCK: no task sleeps for OOM with a mutex in its hands. */
export const lockless: Property = {
  id: 'P-LOCK',
  kind: 'never',
  description: 'a task sleeps on memcg_oom_waitq while it holds a mutex',
  holds: (state) => state.actors('task').some((task) => task.matches('schedule') && holdsMutex(state, task.id)),
  premise: {
    description: 'a task sleeps on memcg_oom_waitq',
    holds: (state) => state.actors('task').some((task) => task.matches('schedule')),
  },
};

const holdsMutex = (state: StateView, task: string): boolean =>
  state.actors('mutex').some(({ context }) => context['holder'] === task);
