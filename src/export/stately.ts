import { configOf, type Machine } from '../model/index.js';

/**
 * A machine as the JSON that XState's `createMachine` and Stately Studio take: states, transitions, and actions and guards by
 * name with their parameters. What these names do is code, and not in it; nor is the context, which is made of a scenario's
 * input.
 */
export const stately = (machine: Machine): string => `${JSON.stringify(configOf(machine), dataOnly, 2)}\n`;

/** The context of a built machine is a function, which JSON leaves out; nothing else in it may be. */
function dataOnly(key: string, value: unknown): unknown {
  if (typeof value === 'function' && key !== 'context') throw new TypeError(`"${key}" of a config is code`);
  return value;
}
