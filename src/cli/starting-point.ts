import { OomlabError, ownId, type Scenario } from '../model/index.js';
import type { Context } from './context.js';
import { openRecording } from './recording.js';
import type { Sorted } from './selection.js';

/** Where a search begins: at the end of a recorded run. */
export interface StartingPoint {
  readonly scenario: Scenario;
  /** The kernel's own id, without patches. */
  readonly kernel: string;
  readonly params: { readonly [name: string]: number };
  /** The token, as text. */
  readonly token: string;
  /** How many steps it has. */
  readonly step: number;
}

/**
 * Reads `--from`, a token or a file with one. Scenario, kernel and parameters are the token's; what is named besides must be
 * the same, else it throws E123. Throws as `openRecording` does.
 */
export async function startingPoint(
  context: Context,
  from: string,
  { scenarios, kernels, patches, params }: Sorted,
): Promise<StartingPoint> {
  const { text, token, system } = await openRecording(context, from, patches);
  const kernel = ownId(token.kernel);
  for (const named of scenarios) {
    if (named !== token.scenario && named !== ownId(token.scenario))
      throw contradiction(`a run of the scenario ${token.scenario}`, named);
  }
  for (const named of kernels) {
    if (named !== kernel) throw contradiction(`a run on the kernel ${kernel}`, named);
  }
  for (const named of params) {
    const [name = '', value] = named.split('=');
    if (String(system.params[name]) !== value) {
      throw contradiction(`a run with ${name}=${String(system.params[name])}`, named);
    }
  }
  // The scenario of the catalogue, not that of the system: a property asked for by name is chosen later.
  const scenario = context.catalogue.findScenario(token.scenario);
  return { scenario, kernel, params: token.params, token: text, step: token.schedule.length };
}

const contradiction = (what: string, named: string): OomlabError =>
  new OomlabError(
    'E123',
    `--from gives ${what}, and "${named}" is named.`,
    `Leave out "${named}", or give a token of it.`,
  );
