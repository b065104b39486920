import type { Drawing, DrawnEdge, DrawnNode } from '../drawing.js';
import type { LaidLine } from './chart-layout.js';
import { EVENT_FONT, lineHeight, NAME_FONT, shortened, textWidth } from './text-width.js';

/** The texts of a state as they fit its box. */
export interface NodeLabel {
  readonly title: string;
  readonly tooltip: string;
  readonly lines: readonly LaidLine[];
  readonly internal: readonly LaidLine[];
  /** The room that the texts need, with what is around them. */
  readonly width: number;
  readonly height: number;
}

/** Wider than this, one long call would make a whole column of states wide. */
const WIDEST = { title: 300, line: 300, list: 600, edge: 190 };
/** A box tells what its state is for; the whole of it is in the tooltip. */
const MOST_LINES = 4;
const PAD = 10;

/** What is written in a state's box: its name, what it does, and the transitions that stay in it. */
export function nodeLabel(node: DrawnNode, internal: readonly (readonly [number, DrawnEdge])[]): NodeLabel {
  const title = shortened(oneLine(node.title), WIDEST.title, NAME_FONT);
  const texts = [...node.texts, ...(node.notes ?? [])].map(oneLine);
  const isLong = !node.isList && texts.length > MOST_LINES;
  const shown = isLong ? texts.slice(0, MOST_LINES - 1) : texts;
  const widest = node.isList ? WIDEST.list : WIDEST.line;
  const lines = shown.map((text) => lineOf(text, text, widest));
  if (isLong)
    lines.push({ text: `… ${texts.length - shown.length} more`, tooltip: texts.slice(shown.length).join('\n') });
  const inner = internal.map(([index, edge]) => ({ ...edgeLine(edge, WIDEST.list, ' / '), edge: index }));
  const widths = [...lines, ...inner].map(({ text }) => textWidth(text, EVENT_FONT));
  const rows = lines.length + inner.length;
  return {
    title,
    tooltip: [
      node.title,
      ...(node.tooltip === undefined ? [] : [node.tooltip]),
      ...node.texts,
      ...(node.notes ?? []),
    ].join('\n'),
    lines,
    internal: inner,
    width: Math.ceil(Math.max(56, textWidth(title, NAME_FONT), ...widths) + 2 * PAD),
    height: 14 + lineHeight(NAME_FONT) + rows * lineHeight(EVENT_FONT) + (inner.length > 0 ? 8 : 0),
  };
}

/** What is written beside a line: for each of its transitions the event with its guard, and what it says to others. */
export function edgeLabel({ edges }: Drawing, indices: readonly number[]): EdgeLabel {
  const lines = indices.flatMap((index): LaidLine[] => {
    const edge = edges[index] as DrawnEdge;
    return stacked(edge).map((line) => ({ ...line, edge: index }));
  });
  return {
    lines,
    width: Math.ceil(Math.max(0, ...lines.map(({ text }) => textWidth(text, EVENT_FONT))) + 6),
    height: lines.length * lineHeight(EVENT_FONT) + 2,
  };
}

export interface EdgeLabel {
  readonly lines: readonly LaidLine[];
  readonly width: number;
  readonly height: number;
}

/** A transition over at most three lines: long guards and what is said stand below the event. */
function stacked(edge: DrawnEdge): LaidLine[] {
  const tooltip = edge.tooltip ?? edge.texts.join('\n');
  const [label = '', ...said] = edge.texts.map(oneLine);
  const guardAt = label.indexOf(' [');
  const isLong = guardAt > 0 && textWidth(label, EVENT_FONT) > WIDEST.edge;
  const head = isLong ? [label.slice(0, guardAt), label.slice(guardAt)] : [label];
  const more = said.length > 1 ? [` / ${said[0]}, …`] : said.map((text) => ` / ${text}`);
  return [...head, ...more].map((text) => lineOf(text, tooltip, WIDEST.edge));
}

function edgeLine(edge: DrawnEdge, width: number, between: string): LaidLine {
  const tooltip = edge.tooltip ?? edge.texts.join('\n');
  return lineOf(edge.texts.map(oneLine).join(between), tooltip, width);
}

function lineOf(text: string, tooltip: string, width: number): LaidLine {
  const shown = shortened(text, width, EVENT_FONT);
  return shown === tooltip ? { text: shown } : { text: shown, tooltip };
}

/** A name may hold anything; a line is one line. A blank in front stays: it is how lists are set in. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trimEnd();
