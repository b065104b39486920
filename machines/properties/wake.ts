import type { Property, StateView } from '../../src/model/index.js';

/**
 * P-WAKE: nobody is left asleep on memcg_oom_waitq when nothing moves any more although the killer is enabled or there is
 * room. Its liveness form is P-PROG.
 */
export const woken: Property = {
  id: 'P-WAKE',
  kind: 'never',
  description: 'all rest, a task sleeps for OOM, and its memcg has room or the killer is enabled',
  holds: (state) => {
    const entries = state.actor('memcg_oom_waitq').context['entries'] as unknown as readonly Entry[];
    return entries.some(({ memcg }) => needsNobody(state, memcg)) && !somebodyMoves(state);
  },
  premise: {
    description: 'a task is on memcg_oom_waitq',
    holds: (state) => (state.actor('memcg_oom_waitq').context['entries'] as readonly unknown[]).length > 0,
  },
};

interface Entry {
  readonly task: string;
  readonly memcg: string;
}

function needsNobody(state: StateView, memcg: string): boolean {
  const { usage, limit, oom_kill_disable } = state.actor(memcg).context;
  return oom_kill_disable === false || Number(usage) < Number(limit);
}

/** Whether any thread can take a step. */
export const somebodyMoves = (state: StateView): boolean =>
  ['task', 'handler', 'admin', 'oom_reaper'].some((machine) =>
    state.actors(machine).some(({ id }) => state.canMove(id)),
  );
