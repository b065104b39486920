import type { Property, StateView } from '../../src/model/index.js';

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
    allAreDecided(state) &&
    state.actors('memcg').some(({ context }) => Number(context['usage']) > Number(context['limit'])),
  premise: {
    description: 'no charge is under way and a memcg is full',
    holds: (state) =>
      allAreDecided(state) &&
      state.actors('memcg').some(({ context }) => Number(context['usage']) >= Number(context['limit'])),
  },
};

const allAreDecided = (state: StateView): boolean =>
  !state.actors('task').some((task) => task.matches('page_counter_try_charge'));
