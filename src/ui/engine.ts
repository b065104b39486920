import { attended, findKernel, findScenario, kernels, scenarios, type Attended } from '../../machines/index.js';
import { diverged, parseToken, buildSystem, type System } from '../system/index.js';
import { OomlabError, askedOf, type Scenario } from '../model/index.js';
import { Recorded, type Departure } from '../play/index.js';
import type { Address } from './address/address.js';
import { textFile } from './address/packed.js';
import { tokenOfAddress } from './address/token-link.js';

export { attended, findKernel, findScenario, kernels, scenarios, type Attended };

/** A run as a link says it, with what does not fit this version of the model. */
export interface OpenedRun {
  readonly playback: Recorded;
  /** Where it leaves the model; the steps before are there to be looked at. */
  readonly departure?: Departure;
}

/** The scenario of an address. Throws E120. */
export async function scenarioOf({ scenario, text }: Address): Promise<Scenario> {
  if (text === undefined) return findScenario(scenario ?? '');
  const source = textFile(text);
  const [{ loadScenario }, { textScenarios }, { searcher }] = await Promise.all([
    import('../text/load-scenario.js'),
    import('../../machines/text/index.js'),
    import('./worker/shared.js'),
  ]);
  // The worker may generate the code that checks a schema; a page under a strict policy may not.
  await searcher().ask('understand', { text: source });
  const own = loadScenario(textScenarios, source, { taken: scenarios.map(({ id }) => id), checkSchema: () => {} });
  return findScenario(scenario ?? own.id, [own]);
}

/** The kernel that an address names, or the newest that the scenario is asked of. */
export function kernelOf({ kernel }: Address, scenario: Scenario): string {
  return kernel ?? (askedOf(scenario, kernels).at(-1) as string);
}

/** Wires what an address is about. Throws E120 and E123. */
export async function systemOf(address: Address): Promise<System> {
  const scenario = await scenarioOf(address);
  return buildSystem(scenario, findKernel(kernelOf(address, scenario)), address.params);
}

/** Plays the run of an address; an empty one where it has none. Throws E120, E121, E123. */
export async function openRun(address: Address): Promise<OpenedRun> {
  const text = tokenOfAddress(address);
  const token = text === undefined ? undefined : parseToken(text);
  if (token?.kernel.includes('+') === true) {
    throw new OomlabError(
      'E120',
      `The run was recorded on ${token.kernel}, a kernel with a patch of somebody's own.`,
      'Look at it with "oomlab show TOKEN --patch FILE --format html", which has the patch.',
    );
  }
  const system = await systemOf(address);
  const playback = new Recorded(system);
  if (token === undefined) return { playback };
  const departure = playback.play(token.schedule, token.checks);
  if (departure !== undefined) return { playback, departure };
  if (token.hash === system.hash) return { playback };
  return { playback, departure: { step: token.schedule.length, why: 'though no step of it differs' } };
}

/** What to say of a run that this model does not have in full. */
export const departureError = ({ step, why }: Departure): OomlabError =>
  diverged(step, why, 'The steps before are shown; choose on by hand from there, or search anew.');
