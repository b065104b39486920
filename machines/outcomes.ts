import type { Outcome, StateView } from '../src/model/index.js';

/** Whether nobody has sent the task a SIGKILL. */
export const isAlive = (state: StateView, task: string): boolean =>
  state.actor(`${task}.task_struct`).context['sigkill'] === false;

/** The pages on a memcg's counter. */
export const usageOf = (state: StateView, memcg: string): number => Number(state.actor(memcg).context['usage']);

/** The memcg's limit. */
export const limitOf = (state: StateView, memcg: string): number => Number(state.actor(memcg).context['limit']);

/** The memcg counted an OOM event (memory.events `oom`). */
export const oomCounted = (memcg: string): Outcome => ({
  name: 'oom-event',
  description: `an OOM event is counted on ${memcg}`,
  holds: (state) => Number(state.actor(memcg).context['oom_events'] ?? 0) > 0,
});

/** The program saw ENOMEM, and the task lives. */
export const enomem = (task: string): Outcome => ({
  name: 'enomem',
  description: `${task} gets ENOMEM and lives`,
  holds: (state) => state.actor(task).context['errno'] === 'ENOMEM' && isAlive(state, task),
});

/** mmap(MAP_POPULATE) said success, and pages are missing. */
export const shortPopulate = (task: string): Outcome => ({
  name: 'short-populate',
  description: `${task}'s mmap(MAP_POPULATE) returns success with pages missing, and it lives`,
  holds: (state) => state.actor(task).context['errno'] === 'short' && isAlive(state, task),
});

/** The task got SIGKILL. */
export const killed = (task: string, name = `${task}-killed`): Outcome => ({
  name,
  description: `${task} is killed`,
  holds: (state) => !isAlive(state, task),
});

/** The charger dies although the hog was killed for it: a needless second victim. */
export const needlessVictim = (task: string, hog: string): Outcome => ({
  name: 'needless-victim',
  description: `${task} itself is killed although ${hog} was killed for it`,
  holds: (state) => !isAlive(state, task) && !isAlive(state, hog),
});

/** The memcg ends at least `pages` pages above its limit. */
export const overcharge = (memcg: string, pages = 1): Outcome => ({
  name: 'overcharge',
  description: `${memcg} ends ${pages} or more pages above its limit`,
  holds: (state) => usageOf(state, memcg) >= limitOf(state, memcg) + pages,
});

/** Somebody outside the memcg was killed. */
export const globalKill = (bystander: string): Outcome => ({
  name: 'global-kill',
  description: `${bystander}, outside the memcg, is killed by the global OOM killer`,
  holds: (state) => !isAlive(state, bystander),
});

/** The report that no task is killable was printed, at least so many times. */
export const reported = (times = 1): Outcome => ({
  name: times === 1 ? 'report' : `${times}-reports`,
  description: `"Out of memory and no killable processes" is printed ${times === 1 ? '' : `${times} times`}`.trimEnd(),
  holds: (state) => Number(state.actor('dmesg').context['no_killable']) >= times,
});

/** The WARN of the mail's branches was printed. */
export const warned: Outcome = {
  name: 'warn',
  description: 'the WARN "Memory cgroup charge failed" is printed',
  holds: (state) => state.actor('dmesg').context['warned'] === true,
};
