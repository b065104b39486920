import type { PageParting } from '../../model/index.js';
import { replayCommand } from '../../check/replay-command.js';
import { insist } from './claim.js';
import { patchText } from './commits.js';
import { nameOf, type Laboratory } from './laboratory.js';
import { code, fence, paragraph } from './markdown.js';

/** A shortest run that only one of two kernels has, and the step, fragment and patch at which they part. */
export async function partingText({ scenario, name, kernels, by }: PageParting, lab: Laboratory): Promise<string> {
  const { added, removed } = await lab.diff(scenario, kernels);
  const difference = [...added, ...removed].find((one) => one.name === name);
  const of = `where ${kernels.map(nameOf).join(' and ')} part for ${name} in ${scenario}`;
  const witness = difference?.witness;
  insist({ of, said: `by ${by}`, found: `by ${witness?.divergence?.patch?.id ?? 'nothing'}` });
  if (difference === undefined || witness?.divergence?.patch === undefined) return '';
  const [from, to] = kernels;
  const mine = added.includes(difference) ? to : from;
  const other = mine === to ? from : to;
  const { step, here, there, fragment = '', patch } = witness.divergence;
  const { steps, token } = witness.evidence;
  const runs = here === '' ? 'has nothing more to do' : `goes on with ${code(here)}`;
  const instead = there.length === 0 ? 'that thread has nothing to do' : `there is ${there.map(code).join(' or ')}`;
  const text = paragraph(
    `**${name}** in ${code(scenario)}: ${difference.before} on ${nameOf(from)}, ${difference.after} on ${nameOf(to)}.
    Its shortest run, on ${nameOf(mine)}, has ${steps.length} steps. At step ${step + 1} it ${runs}; on ${nameOf(other)}
    ${instead}. They part in ${code(fragment)}, rewritten by ${patchText(patch)}.`,
  );
  return `${text}\n\n${fence(`npx ${replayCommand(token, lab.beside(mine))}`)}`;
}
