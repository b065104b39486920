import { lanesOf, participantsOf, type Trace } from '../../trace/index.js';

/** A column of a timeline. */
export interface Lane {
  readonly actor: string;
  readonly kind: 'thread' | 'object';
}

/** Who has a column, and in whose everybody else is. */
export interface Lanes {
  readonly lanes: readonly Lane[];
  /** The index of the column that an actor is in. */
  laneOf(actor: string): number;
}

/**
 * The columns of a trace: threads in the order in which they move, then the objects that they share, in the order in which
 * they are asked. An object that is named after a thread (`charger.task_struct`) is that thread's own, and in its column.
 */
export function timelineLanes(trace: Trace): Lanes {
  const threads = trace.system.actors.filter(({ machine }) => machine.spec.kind === 'thread').map(({ id }) => id);
  const ownerOf = (actor: string): string =>
    threads
      .filter((thread) => actor === thread || actor.startsWith(`${thread}.`))
      .sort((one, other) => other.length - one.length)[0] ?? actor;
  const mailed = trace.steps.flatMap(({ parts }) => parts.filter(({ kind }) => kind === 'post').map(({ to }) => to));
  const taking = [...trace.steps.flatMap(participantsOf), ...mailed].map(ownerOf);
  const isThread = new Set(threads);
  const found = [...new Set([...lanesOf(trace), ...taking.filter((one) => isThread.has(one)), ...taking])];
  const index = new Map(found.map((actor, i) => [actor, i]));
  return {
    lanes: found.map((actor) => ({ actor, kind: isThread.has(actor) ? 'thread' : 'object' })),
    laneOf: (actor) => index.get(ownerOf(actor)) ?? -1,
  };
}
