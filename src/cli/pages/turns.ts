import type { PagePatches, PageTurns } from '../../model/index.js';
import { insist } from './claim.js';
import { patchText } from './commits.js';
import type { Laboratory, PlacedTurn } from './laboratory.js';
import { code, paragraph, table } from './markdown.js';

/** The patches with which something comes and goes, in a sentence. */
export async function turnsText({ scenario, name, claim }: PageTurns, lab: Laboratory): Promise<string> {
  const { first, turns } = await lab.turns({ scenario, name });
  const of = `the patches that make ${name} in ${scenario} possible and impossible`;
  insist({ of, said: claim.join(', then '), found: turns.map(idsOf).join(', then ') });
  const course = turns.map((turn) => `${turn.happens ? 'comes' : 'goes'} with ${turnText(turn)}`);
  const all = [...(first ? ['is there from the oldest kernel on'] : []), ...course];
  return paragraph(`**${name}** in ${code(scenario)} ${all.join('; it ')}.`);
}

/** The patches of a turn, those that cannot stand without each other joined. */
export const idsOf = (turn: PlacedTurn | undefined): string =>
  turn?.patches.map(({ id }) => id).join(' with ') ?? 'nothing';

/** The same with their commits, and the kernel that has them first. */
export const turnText = (turn: PlacedTurn | undefined): string =>
  turn === undefined ? 'nothing' : `${turn.patches.map(patchText).join(', with ')} (${turn.kernel})`;

/** What a kernel has that another one has not, patch by patch. */
export function patchesText({ kernel, above }: PagePatches, { catalogue }: Laboratory): string {
  const below = catalogue.findKernel(above).spec.patches;
  const own = catalogue.findKernel(kernel).spec.patches.filter((patch) => !below.includes(patch));
  return table(
    [`${kernel}, on top of ${above}`, ''],
    own.map((patch) => [patch.summary, patchText(patch)]),
  );
}
