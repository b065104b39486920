import { commitName, wrap } from '../export/index.js';
import type { Contents } from './commands/list.js';
import type { LIST_SECTIONS } from './formats.js';

type Section = (typeof LIST_SECTIONS)[number];

const WIDTH = 80;

/** The catalogue for people, in lines of at most 80 characters. */
export function listText(contents: Contents, sections: readonly Section[]): string {
  return sections.map((name) => `${[HEADS[name], ...linesOf(name, contents)].join('\n')}\n`).join('\n');
}

const HEADS: { readonly [section in Section]: string } = {
  scenarios: 'Scenarios',
  kernels: 'Kernels, each with what it adds to the one that it builds on',
  properties: 'Properties',
  machines: 'Machines',
};

function linesOf(section: Section, { scenarios, kernels, properties, machines }: Contents): string[] {
  const where = (ids: readonly string[]): string => (ids.length === kernels.length ? 'all kernels' : ids.join(', '));
  switch (section) {
    case 'scenarios':
      return scenarios.flatMap(({ id, question, topic, kernels: asked, large, params }) => {
        const numbers = Object.entries(params).map(([name, value]) => `${name}=${value}`);
        const facts = [topic, where(asked), ...(numbers.length === 0 ? [] : [numbers.join(' ')])];
        return entry(id, [question, [...facts, ...(large ? ['large: only with --large, or by name'] : [])].join('; ')]);
      });
    case 'kernels':
      return kernels.flatMap((kernel, i) => [...(i === 0 ? [] : ['']), ...kernelLines(kernel)]);
    case 'properties':
      return properties.flatMap(({ id, kind, description }) => entry(id, [`${kind}: ${description}`]));
    case 'machines':
      return machines.flatMap(({ id, kind, description = '', kernels: having }) =>
        entry(id, [description, `${kind}; ${where(having)}`]),
      );
  }
}

/** A name, and what there is to say about it below. */
const entry = (id: string, texts: readonly string[]): string[] => [
  `  ${id}`,
  ...texts.flatMap((text) => below(4, text)),
];

const below = (indent: number, text: string, hang = indent): string[] =>
  wrap(`${' '.repeat(indent)}${text}`, WIDTH, hang);

function kernelLines({ id, date, summary, buildsOn, adds }: Contents['kernels'][number]): string[] {
  return [
    `  ${id}  ${date}${buildsOn === null ? '' : `, on ${buildsOn}`}`,
    ...below(4, summary),
    ...adds.flatMap(({ patch, summary: what, commits }) => [
      ...below(4, `+ ${patch}: ${what}`, 6),
      ...commits.flatMap(({ id: commit, subject, evidence }) =>
        below(
          6,
          `${commitName({ id: commit, evidence })} ${subject}${commit === 'unknown' ? '' : ` [${evidence}]`}`,
          19,
        ),
      ),
    ]),
  ];
}
