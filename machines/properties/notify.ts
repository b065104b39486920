import type { Property } from '../../src/model/index.js';

/** P-NOTIFY: an OOM kill never comes without a signal to the registered eventfds. The observer remembers. */
export const notified: Property = {
  id: 'P-NOTIFY',
  kind: 'never',
  description: 'a task is OOM-killed and no eventfd was signalled for it',
  holds: (state) => state.actors('episodes').some((observer) => observer.matches('silentKill')),
  premise: {
    description: 'a task is OOM-killed',
    holds: (state) =>
      state.actors('task').some(({ id }) => state.actor(`${id}.task_struct`).context['sigkill'] === true),
  },
};
