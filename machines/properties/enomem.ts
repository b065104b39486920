import type { Property, StateView } from '../../src/model/index.js';

/**
 * P-ENOMEM: a system call of a living task sees ENOMEM only where it is documented: by its gfp flags or order, or because
 * nobody can be killed or user space handles OOM. The scenarios that list it have none of these excuses.
 */
export const noEnomem: Property = {
  id: 'P-ENOMEM',
  kind: 'never',
  description: 'a living task sees ENOMEM although there is a task to kill',
  holds: (state) => state.actors('task').some(({ id, context }) => context['errno'] !== null && !isKilled(state, id)),
  premise: {
    description: 'a charge comes to the memcg limit',
    holds: (state) => state.actors('memcg').some(({ context }) => Number(context['usage']) >= Number(context['limit'])),
  },
};

const isKilled = (state: StateView, task: string): boolean =>
  state.actor(`${task}.task_struct`).context['sigkill'] === true;
