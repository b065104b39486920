import { findKernel, findScenario } from '../../../machines/index.js';
import { explore } from '../../../src/explore/index.js';
import { buildSystem, ReferenceHost, replay, tokenOf, type System } from '../../../src/system/index.js';
import { fragmentOf, type Address } from '../../../src/ui/address/address.js';
import { addressOfToken } from '../../../src/ui/address/token-link.js';

/** A run that shows something, searched for and not pinned: a changed machine changes its steps. */
export interface FoundRun {
  readonly system: System;
  readonly token: string;
  readonly schedule: readonly number[];
  /** How many of the last steps repeat. */
  readonly loop: number;
  /** After so many steps no end can be reached. */
  readonly noReturn: number;
}

/** The run into a hang of a scenario, once around its loop. */
export function hangOf(scenario: string, kernel: string): FoundRun {
  const system = buildSystem(findScenario(scenario), findKernel(kernel));
  const found = explore(system).outcomes.find(({ name }) => name === 'hangs')?.hang;
  if (found === undefined) throw new Error(`${scenario} does not hang on ${kernel}`);
  const schedule = [...found.schedule, ...found.loop];
  const token = tokenOf(system, replay(new ReferenceHost(system), { schedule }));
  return { system, token, schedule, loop: found.loop.length, noReturn: found.noReturn };
}

/** A shortest run to an outcome. */
export function witnessOf(scenario: string, kernel: string, outcome: string): FoundRun {
  const system = buildSystem(findScenario(scenario), findKernel(kernel));
  const schedule = explore(system).outcomes.find(({ name }) => name === outcome)?.witness;
  if (schedule === undefined) throw new Error(`${scenario} has no ${outcome} on ${kernel}`);
  const token = tokenOf(system, replay(new ReferenceHost(system), { schedule }));
  return { system, token, schedule, loop: 0, noReturn: 0 };
}

/** The link of a run. */
export const linkOf = (token: string, more: Partial<Address> = {}): string =>
  fragmentOf({ ...addressOfToken(token), ...more });
