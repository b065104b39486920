import type { Machine } from '../model/index.js';
import { drawingOf, type DrawnEdge, type DrawnNode, type Drawing } from './drawing.js';

/** A machine as a Mermaid `stateDiagram-v2`: compound states nested, what a state declares as its description. */
export const mermaid = (machine: Machine): string => mermaidDrawing(drawingOf(machine));

/**
 * A drawing as a Mermaid `stateDiagram-v2`. Marks are signs in the texts and nothing else: Mermaid styles no transitions
 * of state diagrams, and no states inside compound ones. It has no lines between compound states either, so links are left
 * to the names.
 */
export function mermaidDrawing(drawing: Drawing): string {
  const names = new Map(drawing.nodes.map(({ id }, i) => [id, `s${i}`]));
  const lines = [
    '---',
    `title: ${JSON.stringify(`${drawing.title} - ${drawing.description}`)}`,
    '---',
    'stateDiagram-v2',
    ...legendLines(drawing.legend),
    ...inside(drawing, names, undefined, '  '),
  ];
  return `${lines.join('\n')}\n`;
}

type Names = ReadonlyMap<string, string>;

function legendLines(legend: readonly string[]): string[] {
  if (legend.length === 0) return [];
  return ['  state "legend" as legend', ...legend.map((text) => `  legend : ${escaped(text)}`)];
}

/** The states in one compound state, and the transitions that start from them: Mermaid wants these in the same block. */
function inside(drawing: Drawing, names: Names, parent: string | undefined, indent: string): string[] {
  const nodes = drawing.nodes.filter((node) => node.parent === parent);
  const ids = new Set(nodes.map(({ id }) => id));
  return [
    ...nodes.flatMap((node) => stateLines(drawing, names, node, indent)),
    ...nodes.filter(({ isInitial }) => isInitial).map(({ id }) => `${indent}[*] --> ${names.get(id)}`),
    ...drawing.edges.filter(({ from }) => ids.has(from)).map((edge) => edgeLine(names, edge, indent)),
    ...nodes.filter(({ kind }) => kind === 'final').map(({ id }) => `${indent}${names.get(id)} --> [*]`),
  ];
}

function stateLines(drawing: Drawing, names: Names, node: DrawnNode, indent: string): string[] {
  const name = names.get(node.id);
  const { title, texts, notes = [] } = node;
  const declared = (text: string): string => `${indent}state "${escaped(text)}" as ${name}`;
  if (node.kind === 'compound') {
    // A compound state has a title and no description.
    const head = [title, ...notes].join(' / ');
    return [`${declared(head)} {`, ...inside(drawing, names, node.id, `${indent}  `), `${indent}}`];
  }
  return [declared(title), ...[...texts, ...notes].map((text) => `${indent}${name} : ${escaped(text)}`)];
}

function edgeLine(names: Names, edge: DrawnEdge, indent: string): string {
  return `${indent}${names.get(edge.from)} --> ${names.get(edge.to)} : ${escaped(edge.texts.join(' / '))}`;
}

/** Mermaid's entity codes for all that its lexer or its Markdown could take for syntax: a sign in front is a list. */
export const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/(?<=^ ?)[-+](?= )|[^\w .,()=|!+/-]|--|<<|>>/g, (found) =>
      [...found].map((character) => `#${character.codePointAt(0)};`).join(''),
    );
