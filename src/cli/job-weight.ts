import type { System } from '../system/index.js';

/**
 * A guess at how large a system's state space is beside those of others: how much its threads are given to do. In the
 * catalogue, beginning with the rows that this puts first keeps all workers busy to the end almost as well as beginning
 * with those that take longest.
 */
export const weightOf = ({ actors }: System): number =>
  JSON.stringify(actors.filter(({ machine }) => machine.spec.kind === 'thread').map(({ input }) => input)).length;
