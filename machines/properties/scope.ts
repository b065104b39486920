import type { Property, StateView } from '../../src/model/index.js';

/** P-SCOPE: an OOM of memcg A kills nobody outside it. Tasks whose name starts with `bystander` live outside. */
export const scope: Property = {
  id: 'P-SCOPE',
  kind: 'never',
  description: 'a task outside the memcg is killed',
  holds: (state) => state.actors('task').some(({ id }) => id.startsWith('bystander') && isKilled(state, id)),
  premise: {
    description: 'a task is killed and one is outside the memcg',
    holds: (state) => {
      const ids = state.actors('task').map(({ id }) => id);
      return ids.some((id) => isKilled(state, id)) && ids.some((id) => id.startsWith('bystander'));
    },
  },
};

const isKilled = (state: StateView, task: string): boolean =>
  state.actor(`${task}.task_struct`).context['sigkill'] === true;
