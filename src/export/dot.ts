import type { Machine } from '../model/index.js';
import { chartOf, spokenBy, type Chart, type ChartEdge, type ChartNode } from './chart.js';

/** A machine as a Graphviz digraph: compound states are clusters, a dot in each shows where it starts. */
export function dot(machine: Machine): string {
  const chart = chartOf(machine);
  const names = new Map(chart.nodes.map(({ id }, i) => [id, `s${i}`]));
  const lines = [
    `digraph ${quoted(chart.title)} {`,
    '  compound=true; newrank=true; rankdir=TB; labelloc=t; fontname="sans-serif";',
    `  label=${quoted(`${chart.title}\n${chart.description}`)};`,
    '  node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...inside(chart, names, undefined, '  '),
    ...chart.edges.map((edge) => edgeLine(chart, names, edge)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

type Names = ReadonlyMap<string, string>;

/** An anchor is the point from which a compound state starts; edges to and from the whole of it end there too. */
const anchor = (name: string | undefined): string => `${name ?? 'machine'}_start`;

function inside(chart: Chart, names: Names, parent: string | undefined, indent: string): string[] {
  const nodes = chart.nodes.filter((node) => node.parent === parent);
  const start = anchor(parent === undefined ? undefined : names.get(parent));
  const initial = nodes.find(({ isInitial }) => isInitial);
  return [
    `${indent}${start} [shape=point, label=""];`,
    ...nodes.flatMap((node) => stateLines(chart, names, node, indent)),
    ...(initial === undefined
      ? []
      : [`${indent}${start} -> ${end(names, initial)}${attributes(clip('lhead', names, initial))};`]),
  ];
}

function stateLines(chart: Chart, names: Names, node: ChartNode, indent: string): string[] {
  const name = names.get(node.id);
  if (node.kind === 'compound') {
    return [
      `${indent}subgraph cluster_${name} {`,
      `${indent}  label=${quoted([node.name, ...node.does].join('\n'))}; style=rounded;`,
      ...inside(chart, names, node.id, `${indent}  `),
      `${indent}}`,
    ];
  }
  const texts = [node.name, ...node.does, ...(node.returns === undefined ? [] : [`returns ${node.returns}`])];
  const shape = node.kind === 'final' ? [`peripheries=2`] : [];
  const tooltip = node.description === undefined ? [] : [`tooltip=${quoted(node.description)}`];
  return [`${indent}${name}${attributes([`label=${quoted(texts.join('\n'))}`, ...shape, ...tooltip])};`];
}

function edgeLine(chart: Chart, names: Names, edge: ChartEdge): string {
  const [from, to] = [edge.from, edge.to].map((id) => chart.nodes.find((node) => node.id === id) as ChartNode);
  if (from === undefined || to === undefined) return '';
  const label = `label=${quoted([edge.label, ...spokenBy(edge)].join('\n'))}`;
  // Graphviz cannot clip an edge at a cluster that holds its other end.
  const tail = within(to, from) ? [] : clip('ltail', names, from);
  const head = within(from, to) ? [] : clip('lhead', names, to);
  return `  ${end(names, from)} -> ${end(names, to)}${attributes([label, ...tail, ...head])};`;
}

const end = (names: Names, { id, kind }: ChartNode): string =>
  kind === 'compound' ? anchor(names.get(id)) : (names.get(id) ?? '');

const clip = (attribute: 'lhead' | 'ltail', names: Names, { id, kind }: ChartNode): string[] =>
  kind === 'compound' ? [`${attribute}=cluster_${names.get(id)}`] : [];

const within = (inner: ChartNode, outer: ChartNode): boolean =>
  inner.id === outer.id || inner.id.startsWith(`${outer.id}.`);

const attributes = (list: readonly string[]): string => (list.length === 0 ? '' : ` [${list.join(', ')}]`);

/** A Graphviz string: quotes and backslashes escaped, lines kept apart. */
export const quoted = (text: string): string =>
  `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\r?\n/g, '\\n')}"`;
