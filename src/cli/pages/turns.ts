import type { PagePatches, PageTurns } from '../../model/index.js';
import { insist } from './claim.js';
import { patchText } from './commits.js';
import type { Laboratory, PlacedTurn } from './laboratory.js';
import { bullets, code, table } from './markdown.js';

/** Each patch with which something comes or goes, a point each. */
export function turnsText({ scenario, name, claim }: PageTurns, lab: Laboratory): string {
  const { first, turns } = lab.turns({ scenario, name });
  const of = `the patches that make ${name} in ${scenario} possible and impossible`;
  insist({ of, said: claim.join(', then '), found: turns.map(idsOf).join(', then ') });
  const what = `**${name}** in ${code(scenario)}`;
  const points = turns.map((turn) => `${what} ${turn.happens ? 'comes' : 'goes'} with ${turnText(turn)}.`);
  return bullets([...(first ? [`${what} is there from the oldest kernel on.`] : []), ...points]);
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
  const rows = own.map((patch) => [patch.summary, patchText(patch)]);
  return table([`${kernel}, on top of ${above}`, ''], rows);
}
