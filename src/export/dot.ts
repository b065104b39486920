import type { Machine } from '../model/index.js';
import { drawingOf, type Drawing, type DrawnEdge, type DrawnNode, type Mark } from './drawing.js';

/** A machine as a Graphviz digraph: compound states are clusters, a dot in each shows where it starts. */
export const dot = (machine: Machine): string => dotDrawing(drawingOf(machine));

/** A drawing as a Graphviz digraph; what is marked has a colour, a line of its own and, in its text, a sign. */
export function dotDrawing(drawing: Drawing): string {
  const names = new Map(drawing.nodes.map(({ id }, i) => [id, `s${i}`]));
  const lines = [
    `digraph ${quoted(drawing.title)} {`,
    '  compound=true; newrank=true; rankdir=TB; labelloc=t; fontname="Helvetica";',
    `  label=${quoted(`${drawing.title}\n${drawing.description}`)};`,
    '  node [shape=box, style=rounded, fontname="Helvetica"]; edge [fontname="Helvetica", fontsize=10];',
    ...legendLines(drawing.legend),
    ...inside(drawing, names, undefined, '  '),
    ...drawing.edges.map((edge) => edgeLine(drawing, names, edge)),
    ...drawing.links.map((link) => linkLine(drawing, names, link)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

type Names = ReadonlyMap<string, string>;

const COLOURS: { readonly [mark in Mark]: string } = { '-': 'firebrick', '+': 'darkgreen', '~': 'darkorange3' };
const STYLES: { readonly [mark in Mark]: string } = { '-': 'dashed', '+': 'bold', '~': 'dotted' };

/** A cluster hands its looks down to those in it, which must not look changed for that. */
const UNMARKED = ['style=rounded', 'color=black', 'fontcolor=black', 'penwidth=1'];

/** How a line or an outline shows its mark, on top of the style that it has anyway. */
function marking(mark: Mark | undefined, style: readonly string[]): string[] {
  if (mark === undefined) return [];
  const width = mark === '-' ? 1 : 2;
  const colour = COLOURS[mark];
  return [
    `style="${[...style, STYLES[mark]].join(',')}"`,
    `color=${colour}`,
    `fontcolor=${colour}`,
    `penwidth=${width}`,
  ];
}

function legendLines(legend: readonly string[]): string[] {
  if (legend.length === 0) return [];
  const lines = Object.entries(STYLES).map(([mark, style]) => `${style} ${mark}`);
  return [
    `  legend [shape=note, style="", fontsize=11, label=${quotedLeft([...legend, `lines: ${lines.join(', ')}`])}];`,
  ];
}

/** An anchor is the point from which a compound state starts; edges to and from the whole of it end there too. */
const anchor = (name: string | undefined): string => `${name ?? 'machine'}_start`;

function inside(drawing: Drawing, names: Names, parent: string | undefined, indent: string): string[] {
  const nodes = drawing.nodes.filter((node) => node.parent === parent);
  const start = anchor(parent === undefined ? undefined : names.get(parent));
  const starts = nodes.filter(({ isInitial }) => isInitial);
  return [
    ...(parent === undefined && starts.length === 0 ? [] : [`${indent}${start} [shape=point, label=""];`]),
    ...nodes.flatMap((node) => stateLines(drawing, names, node, indent)),
    ...starts.map((node) => {
      const more = [...clip('lhead', names, node), ...marking(node.mark === '~' ? undefined : node.mark, [])];
      return `${indent}${start} -> ${end(names, node)}${attributes(more)};`;
    }),
  ];
}

function stateLines(drawing: Drawing, names: Names, node: DrawnNode, indent: string): string[] {
  const name = names.get(node.id);
  const texts = [node.title, ...node.texts, ...(node.notes ?? [])];
  const label = node.isList ? quotedLeft(texts) : quoted(texts.join('\n'));
  const marked = marking(node.mark, ['rounded']);
  if (node.kind === 'compound') {
    const plain = drawing.nodes.some(({ mark }) => mark !== undefined) ? UNMARKED : ['style=rounded'];
    const looks = marked.length === 0 ? plain : marked;
    return [
      `${indent}subgraph cluster_${name} {`,
      `${indent}  label=${label}; ${looks.join('; ')};`,
      ...inside(drawing, names, node.id, `${indent}  `),
      `${indent}}`,
    ];
  }
  const shape = node.kind === 'final' ? [`peripheries=2`] : node.isFolded ? ['shape=folder'] : [];
  const tooltip = node.tooltip === undefined ? [] : [`tooltip=${quoted(node.tooltip)}`];
  return [`${indent}${name}${attributes([`label=${label}`, ...shape, ...marked, ...tooltip])};`];
}

function edgeLine(drawing: Drawing, names: Names, edge: DrawnEdge): string {
  return line(drawing, names, edge, [`label=${quoted(edge.texts.join('\n'))}`, ...marking(edge.mark, [])]);
}

/** A link shows where to read on; it is no transition, so it has no arrow's head. */
const linkLine = (drawing: Drawing, names: Names, link: Drawing['links'][number]): string =>
  line(drawing, names, link, ['color=gray60', 'arrowhead=odot']);

function line(
  drawing: Drawing,
  names: Names,
  ends: { readonly from: string; readonly to: string },
  looks: readonly string[],
): string {
  const [from, to] = [ends.from, ends.to].map((id) => drawing.nodes.find((node) => node.id === id) as DrawnNode);
  if (from === undefined || to === undefined) return '';
  // Graphviz cannot clip an edge at a cluster that holds its other end.
  const tail = within(to, from) ? [] : clip('ltail', names, from);
  const head = within(from, to) ? [] : clip('lhead', names, to);
  return `  ${end(names, from)} -> ${end(names, to)}${attributes([...looks, ...tail, ...head])};`;
}

const end = (names: Names, { id, kind }: DrawnNode): string =>
  kind === 'compound' ? anchor(names.get(id)) : (names.get(id) ?? '');

const clip = (attribute: 'lhead' | 'ltail', names: Names, { id, kind }: DrawnNode): string[] =>
  kind === 'compound' ? [`${attribute}=cluster_${names.get(id)}`] : [];

const within = (inner: DrawnNode, outer: DrawnNode): boolean =>
  inner.id === outer.id || inner.id.startsWith(`${outer.id}.`);

const attributes = (list: readonly string[]): string => (list.length === 0 ? '' : ` [${list.join(', ')}]`);

const literal = (text: string): string => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"');

/** A Graphviz string: quotes and backslashes escaped, lines kept apart. */
export const quoted = (text: string): string => `"${literal(text).replace(/\r?\n/g, '\\n')}"`;

/** The same for several lines, each of them flush left. */
const quotedLeft = (lines: readonly string[]): string => `"${lines.map((text) => `${literal(text)}\\l`).join('')}"`;
