import type { Machine } from '../model/index.js';
import { chartOf, spokenBy, type Chart, type ChartEdge, type ChartNode } from './chart.js';

/** A machine as a Mermaid `stateDiagram-v2`: compound states nested, what a state declares as its description. */
export function mermaid(machine: Machine): string {
  const chart = chartOf(machine);
  const names = new Map(chart.nodes.map(({ id }, i) => [id, `s${i}`]));
  const lines = [
    '---',
    `title: ${JSON.stringify(`${chart.title} - ${chart.description}`)}`,
    '---',
    'stateDiagram-v2',
    ...inside(chart, names, undefined, '  '),
  ];
  return `${lines.join('\n')}\n`;
}

type Names = ReadonlyMap<string, string>;

/** The states in one compound state, and the transitions that start from them: Mermaid wants these in the same block. */
function inside(chart: Chart, names: Names, parent: string | undefined, indent: string): string[] {
  const nodes = chart.nodes.filter((node) => node.parent === parent);
  const ids = new Set(nodes.map(({ id }) => id));
  return [
    ...nodes.flatMap((node) => stateLines(chart, names, node, indent)),
    ...nodes.filter(({ isInitial }) => isInitial).map(({ id }) => `${indent}[*] --> ${names.get(id)}`),
    ...chart.edges.filter(({ from }) => ids.has(from)).map((edge) => edgeLine(names, edge, indent)),
    ...nodes.filter(({ kind }) => kind === 'final').map(({ id }) => `${indent}${names.get(id)} --> [*]`),
  ];
}

function stateLines(chart: Chart, names: Names, node: ChartNode, indent: string): string[] {
  const name = names.get(node.id);
  const title = `${indent}state "${escaped(node.name)}" as ${name}`;
  if (node.kind === 'compound') return [`${title} {`, ...inside(chart, names, node.id, `${indent}  `), `${indent}}`];
  const texts = [...node.does, ...(node.returns === undefined ? [] : [`returns ${node.returns}`])];
  return [title, ...texts.map((text) => `${indent}${name} : ${escaped(text)}`)];
}

function edgeLine(names: Names, edge: ChartEdge, indent: string): string {
  const label = [edge.label, ...spokenBy(edge)].join(' / ');
  return `${indent}${names.get(edge.from)} --> ${names.get(edge.to)} : ${escaped(label)}`;
}

/** Mermaid's entity codes for all that its lexer or its Markdown could take for syntax. */
export const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[^\w .,()=|!+/-]|--|<<|>>/g, (found) =>
      [...found].map((character) => `#${character.codePointAt(0)};`).join(''),
    );
