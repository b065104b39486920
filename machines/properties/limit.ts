import type { Property } from '../../src/model/index.js';

/**
 * P-LIMIT: charged pages stay within the limit.
 *
 * It speaks of charges that are decided: while a task is inside page_counter_try_charge its speculative add may pass the
 * limit for a step by design, so such states are not looked at.
 */
export const limit: Property = {
  id: 'P-LIMIT',
  kind: 'never',
  description: 'usage is above the limit with no charge under way',
  holds: (state) =>
    !state.actors('task').some((task) => task.matches('page_counter_try_charge')) &&
    state.actors('memcg').some(({ context }) => Number(context['usage']) > Number(context['limit'])),
};
