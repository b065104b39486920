import { OomlabError, ownId, unknownName, type Kernel, type Scenario } from '../model/index.js';
import {
  buildSystem,
  diverged,
  parseToken,
  ReferenceHost,
  replayFitting,
  type Step,
  type System,
  type Token,
} from '../system/index.js';
import { checkItf } from '../export/index.js';
import { endingOf, traceOf, type Ending } from '../trace/index.js';
import type { Catalogue } from './catalogue.js';
import type { Context } from './context.js';
import { kernelSource } from './patch-file.js';
import { searchOnCommand, type Beside } from '../check/replay-command.js';
import { textOf } from './text/text-scenarios.js';
import { tokenText } from './token-text.js';

/** A token, run again on the reference host. */
export interface Recording {
  readonly text: string;
  readonly token: Token;
  readonly system: System;
  readonly steps: readonly Step[];
  readonly ending: Ending;
  /** The step after which the last state was met before: from there on it repeats. */
  readonly loopStart?: number;
}

/**
 * Reads a token, or a file with one in it, and runs it again. Of an ITF trace all states must be those of the run.
 *
 * Throws E120 for a scenario or kernel that does not exist, E121 for what is no token, E122 for a token of another model,
 * naming the step at which it diverges, with the command that searches on from the steps that still fit.
 */
export async function openRecording(
  { catalogue }: Context,
  tokenOrFile: string,
  patches: readonly string[],
): Promise<Recording> {
  const { token: text, itf } = tokenText(tokenOrFile);
  const token = parseToken(text);
  const scenario = scenarioOfToken(catalogue, token);
  const kernel = await kernelOfToken(kernelSource(catalogue), token, patches);
  const system = buildSystem(scenario, kernel, token.params);
  const { steps, divergence } = replayFitting(new ReferenceHost(system), token);
  const mend = `Check out the version it was recorded with, or ${offer(system, steps, { patches, text: textOf(catalogue, scenario.id) })}`;
  if (divergence !== undefined) throw diverged(divergence.step, divergence.why, mend);
  if (system.hash !== token.hash) throw otherModel(token, system, mend);
  const ended = endingOf(system, token.schedule);
  if (itf !== undefined) checkItf(itf, traceOf(system, token.schedule, ended));
  return { text, token, system, steps, ...ended };
}

function scenarioOfToken(catalogue: Catalogue, { scenario }: Token): Scenario {
  const known = catalogue.scenarios.map(({ id }) => id);
  if (known.includes(ownId(scenario)) || catalogue.textScenarios === undefined) return catalogue.findScenario(scenario);
  const { mend } = unknownName('scenario', scenario, known);
  throw new OomlabError(
    'E120',
    `There is no scenario "${scenario}".`,
    `If it is written in a file, name that: --scenario FILE, or the file beside check --from. ${mend}`,
  );
}

async function kernelOfToken(
  kernels: ReturnType<typeof kernelSource>,
  token: Token,
  patches: readonly string[],
): Promise<Kernel> {
  const [base = '', ...ids] = token.kernel.split('+');
  if (ids.length > 0 && patches.length === 0) {
    throw new OomlabError(
      'E120',
      `The token was recorded on ${base} with the patch ${ids.join(' and ')}.`,
      'Give the patch file again: --patch FILE.',
    );
  }
  const kernel = await kernels(base, patches);
  if (kernel.spec.id === token.kernel) return kernel;
  throw new OomlabError(
    'E120',
    `The token was recorded on "${token.kernel}", and with these patches the kernel is "${kernel.spec.id}".`,
    ids.length === 0 ? 'Leave out --patch.' : `Give the files of ${ids.join(', ')}, in this order.`,
  );
}

function otherModel(token: Token, system: System, mend: string): OomlabError {
  return new OomlabError(
    'E122',
    `The token was recorded on another model (${token.hash}, here ${system.hash}), though no step of it differs.`,
    mend,
  );
}

/** What one can do with the part of a run that the present model still has. */
function offer(system: System, steps: readonly Step[], beside: Beside): string {
  const command = searchOnCommand(system, steps, beside);
  if (steps.length === 0) return `search anew: ${command}`;
  const fitting = steps.length === 1 ? 'the step that fits' : `the ${steps.length} steps that fit`;
  return `search on from ${fitting}: ${command}`;
}
