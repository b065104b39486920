import type { Property, StateView } from '../../src/model/index.js';

/**
 * P-PROG: every task gets out of the kernel for good: its program is done or it is dead. With fair threads, and locks
 * handed out fairly. `hangs` is its safety half: what hangs violates it, and so do loops that could be left and never are,
 * and a panic.
 */
export const progress: Property = {
  id: 'P-PROG',
  kind: 'eventually',
  fairness: 'weak per thread, strong for locks',
  description: 'every task finishes its program or dies',
  holds: (state) => state.actors('task').every((task) => isDone(task)),
};

/** Its program is done, or it is dead. */
export const isDone = (task: ReturnType<StateView['actor']>): boolean =>
  task.matches('dead') || (task.matches('user_mode') && (task.context['body'] as readonly unknown[]).length === 0);
