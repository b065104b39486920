import { askedOf, type PageQuestion, type PageSameness } from '../../model/index.js';
import { figure } from '../row-text.js';
import { insist } from './claim.js';
import { nameOf, type Laboratory } from './laboratory.js';
import { code, paragraph, table } from './markdown.js';

/** What two kernels differ in over the whole catalogue, but for what is marked large. */
export async function samenessText({ kernels, except }: PageSameness, lab: Laboratory): Promise<string> {
  const base = kernels.map((one) => (typeof one === 'string' ? one : one.kernel));
  const asked = lab.catalogue.scenarios.filter(
    (one) => one.large !== true && base.every((id) => askedOf(one, lab.catalogue.kernels).includes(id)),
  );
  const names = kernels.map(nameOf);
  const rows: (PageQuestion & { readonly cells: readonly string[] })[] = [];
  let states = 0;
  for (const { id } of asked) {
    const { added, removed, changed, states: both, complete } = await lab.diff(id, kernels);
    // What a bound left open is not the same.
    insist({ of: `the searches of ${id}`, said: 'complete', found: complete ? 'complete' : 'stopped by a bound' });
    states += both[0] + both[1];
    for (const { name, before, after } of [...added, ...removed, ...changed]) {
      rows.push({ scenario: id, name, cells: [`${code(id)}: ${name}`, before, after] });
    }
  }
  insist({ of: `what ${names.join(' and ')} differ in`, said: listed(except), found: listed(rows) });
  const head = paragraph(
    `Over ${asked.length} scenarios, with ${figure(states)} states on both together, ${names.join(' and ')} differ in
    ${rows.length === 0 ? 'nothing.' : 'this and in nothing else:'}`,
  );
  const cells = rows.map((row) => row.cells);
  return rows.length === 0 ? head : `${head}\n\n${table(['', ...names], cells)}`;
}

const listed = (questions: readonly PageQuestion[]): string =>
  questions
    .map(({ scenario, name }) => `${scenario} ${name}`)
    .sort()
    .join(', ') || 'nothing';
