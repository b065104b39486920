import type { Property, StateView } from '../../src/model/index.js';

/**
 * P-WARN: a WARN or "no killable processes" is printed only if there is no task to kill.
 *
 * A task that nobody has marked or signalled by now was killable when the message was printed, so looking at the present
 * state decides it.
 */
export const honestWarn: Property = {
  id: 'P-WARN',
  kind: 'never',
  description: 'the log says that nobody is killable although somebody is',
  holds: (state) => complained(state) && state.actors('task').some(({ id }) => isKillable(state, id)),
  premise: { description: 'the log says that nobody is killable', holds: (state) => complained(state) },
};

function complained(state: StateView): boolean {
  const { warned, no_killable } = state.actor('dmesg').context;
  return warned === true || Number(no_killable) > 0;
}

function isKillable(state: StateView, task: string): boolean {
  const { unkillable, sigkill, mm, gone } = state.actor(`${task}.task_struct`).context;
  return !task.startsWith('bystander') && unkillable === false && sigkill === false && mm === true && gone === false;
}
