import type { PageQuestion, PageSameness } from '../../model/index.js';
import type { ScenarioDiff } from '../kernel-diff.js';
import { figure } from '../row-text.js';
import { askedOf } from '../selection.js';
import { insist } from './claim.js';
import { nameOf, type Laboratory } from './laboratory.js';
import { code, paragraph, table } from './markdown.js';

/** What two kernels differ in over the whole catalogue, as far as it is small enough. */
export async function samenessText({ kernels, except, statesAtMost }: PageSameness, lab: Laboratory): Promise<string> {
  const base = kernels.map((one) => (typeof one === 'string' ? one : one.kernel));
  const asked = lab.catalogue.scenarios.filter(
    (one) => one.large !== true && base.every((id) => askedOf(lab.catalogue, one).includes(id)),
  );
  const diffs: ScenarioDiff[] = [];
  for (const { id } of asked) diffs.push(await lab.diff(id, kernels, { states: statesAtMost }));
  const compared = diffs.filter(({ complete }) => complete);
  const left = diffs.filter(({ complete }) => !complete).map(({ scenario }) => code(scenario.id));
  const names = kernels.map(nameOf);
  const rows = compared.flatMap(({ scenario, added, removed, changed }) =>
    [...added, ...removed, ...changed].map(({ name, before, after }) => ({
      scenario: scenario.id,
      name,
      before,
      after,
    })),
  );
  insist({ of: `what ${names.join(' and ')} differ in`, said: listed(except), found: listed(rows) });
  const head = paragraph(
    `Of the ${asked.length} scenarios, ${compared.length} have at most ${figure(statesAtMost)} states on both. In them,
    ${names.join(' and ')} differ in ${rows.length === 0 ? 'nothing.' : 'this, and in nothing else:'}`,
  );
  const tail = left.length === 0 ? '' : `\n\n${paragraph(`Larger, and left out here: ${left.join(', ')}.`)}`;
  if (rows.length === 0) return `${head}${tail}`;
  const cells = rows.map(({ scenario, name, before, after }) => [`${code(scenario)}: ${name}`, before, after]);
  return `${head}\n\n${table(['', ...names], cells)}${tail}`;
}

const listed = (questions: readonly PageQuestion[]): string =>
  questions
    .map(({ scenario, name }) => `${scenario} ${name}`)
    .sort()
    .join(', ') || 'nothing';
