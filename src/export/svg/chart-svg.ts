import type { Mark } from '../drawing.js';
import type { ChartLayout, LaidEdge, LaidLine, LaidNode, LaidStart } from '../layout/chart-layout.js';
import { EVENT_FONT, lineHeight, NAME_FONT, shortened, textWidth } from '../layout/text-width.js';
import { arrowHead, pathOf } from './arrows.js';
import { chartStyle } from './chart-style.js';
import type { Theme } from './colours.js';
import { headingOf } from './heading.js';
import { element, escapeXml, styleOf, titleOf } from './xml.js';

export interface ChartSvgOptions {
  /** The ids of the states that are active now. */
  readonly active?: ReadonlySet<string>;
  /** The transition that was taken last, as an index into the edges of the drawing. */
  readonly fired?: number;
  /** The fragments to tint, by name, with who wrote them. */
  readonly tints?: ReadonlyMap<string, Tint>;
  readonly theme?: Theme;
  /** A line above the drawing that says what it is of. */
  readonly heading?: string;
}

export interface Tint {
  readonly patch: string;
  readonly commits: readonly string[];
}

/**
 * A chart as an SVG document that stands alone, or inside a page: no script, no reference to anything outside.
 *
 * Each state is a group `g.state` with its id in `data-path`, each line a group `g.edge` with the indices of its transitions in
 * `data-edges`, each label a `text.label` with one of them in `data-edge`.
 */
export function chartSvg(layout: ChartLayout, options: ChartSvgOptions = {}): string {
  const { active, fired, tints, theme = 'auto', heading } = options;
  const legend = legendOf(layout);
  const above = heading === undefined ? { height: 0, svg: '' } : headingOf(heading, layout.width, 'name');
  const [width, height] = [layout.width, above.height + layout.height + legend.height];
  const drawn = [
    ...layout.nodes.map((node) =>
      nodeGroup(node, layout, active?.has(node.id) === true, tints?.get(node.fragment ?? '')),
    ),
    ...layout.starts.map(startGroup),
    ...layout.edges.map((edge) => lineGroup(edge, fired)),
    // Labels lie above all lines.
    ...layout.edges.map((edge) => labelGroup(edge, fired)),
    legend.svg,
  ];
  const content = [
    titleOf(layout.title),
    element('desc', {}, escapeXml(layout.description)),
    element('style', {}, styleOf(chartStyle(theme))),
    element('rect', { class: 'ground', width, height }),
    above.svg,
    element('g', { transform: `translate(0 ${above.height})` }, drawn.join('\n')),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'oomlab-chart',
    role: 'img',
    'aria-label': layout.title,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  };
  return `${element('svg', attributes, content.map((part) => `\n${part}`).join(''))}\n`;
}

const MARKS: { readonly [mark in Mark]: string } = { '-': 'gone', '+': 'new', '~': 'changed' };

const classes = (...names: readonly (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

const markClass = (mark: Mark | undefined): string | undefined => (mark === undefined ? undefined : MARKS[mark]);

function nodeGroup(node: LaidNode, layout: ChartLayout, isActive: boolean, tint: Tint | undefined): string {
  const { x, y, width, height, kind } = node;
  const isRegion = layout.nodes.find(({ id }) => id === node.parent)?.isParallel;
  const rounded = { x, y, width, height, rx: kind === 'compound' ? 6 : 7 };
  const kinds = ['state', kind, node.isFolded && 'folded', isRegion && 'region', markClass(node.mark)];
  return element(
    'g',
    {
      class: classes(...kinds, isActive && 'active', tint && 'tint'),
      'data-path': node.id,
      'data-fragment': node.fragment,
    },
    [
      titleOf(tint === undefined ? node.tooltip : [node.tooltip, tint.patch, ...tint.commits].join('\n')),
      element('rect', { class: 'box', ...rounded }),
      ...(kind === 'final'
        ? [element('rect', { class: 'inner', x: x + 3, y: y + 3, width: width - 6, height: height - 6, rx: 5 })]
        : []),
      ...(node.isFolded ? [foldedSign(node)] : []),
      ...(tint === undefined ? [] : tinted(node, tint)),
      ...nodeTexts(node),
    ],
  );
}

/** A second outline behind the first: there is more in it. */
const foldedSign = ({ x, y, width, height }: LaidNode): string =>
  element('path', {
    class: 'rule',
    d: `M${x + 6} ${y + height + 3}H${x + width - 4}Q${x + width + 3} ${y + height + 3} ${x + width + 3} ${y + height - 4}V${y + 6}`,
  });

/** Who wrote it: a band at its left, and below its top right corner as much of the name as there is room for. */
function tinted({ x, y, width, height, title, kind }: LaidNode, { patch, commits }: Tint): string[] {
  const band = element('rect', { class: 'band', x, y: y + 5, width: 4, height: height - 10 });
  const room = width - textWidth(title, NAME_FONT) - 36;
  if (kind !== 'compound' || room < 40) return [band];
  const by = shortened([patch, ...commits].join(' '), room, EVENT_FONT);
  return [band, element('text', { class: 'by', x: x + width - 10, y: y + 18, 'text-anchor': 'end' }, escapeXml(by))];
}

function nodeTexts({ x, y, width, kind, title, lines, internal, isList }: LaidNode): string[] {
  const isLeft = kind === 'compound' || isList;
  const at = isLeft ? { x: x + 10 } : { x: x + width / 2, 'text-anchor': 'middle' };
  const top = y + 7 + NAME_FONT.size;
  const text = (row: number, line: LaidLine): string => {
    const below = row >= lines.length ? 8 : 0;
    const attributes = { ...at, y: top + below + (row + 1) * lineHeight(EVENT_FONT) };
    return line.edge === undefined
      ? element('text', { class: 'does', ...attributes }, titleOf(line.tooltip) + escapeXml(line.text))
      : element(
          'text',
          { class: 'label', 'data-edge': line.edge, ...attributes },
          titleOf(line.tooltip) + escapeXml(line.text),
        );
  };
  const ruleAt = top + 5 + lines.length * lineHeight(EVENT_FONT) + 2;
  return [
    element('text', { class: 'name', ...at, y: top }, escapeXml(title)),
    ...(internal.length === 0 ? [] : [element('path', { class: 'rule', d: `M${x} ${ruleAt}H${x + width}` })]),
    ...[...lines, ...internal].map((line, row) => text(row, line)),
  ];
}

const startGroup = ({ at, points, to }: LaidStart): string =>
  element('g', { class: 'edge initial', 'data-to': to }, [
    element('circle', { class: 'start', cx: at.x, cy: at.y, r: 5 }),
    element('path', { class: 'line', d: pathOf(points) }),
    arrowHead(points),
  ]);

function lineGroup({ points, edges, from, to, isStraight, mark }: LaidEdge, fired: number | undefined): string {
  const isFired = fired !== undefined && edges.includes(fired);
  return element(
    'g',
    {
      class: classes('edge', isStraight && 'straight', markClass(mark), isFired && 'fired'),
      'data-edges': edges.join(' '),
      'data-from': from,
      'data-to': to,
    },
    [element('path', { class: 'line', d: pathOf(points) }), arrowHead(points)],
  );
}

function labelGroup({ label, mark }: LaidEdge, fired: number | undefined): string {
  const texts = label.lines.map(({ text, tooltip, edge }, row) =>
    element(
      'text',
      {
        class: classes('label', edge === fired && 'fired'),
        'data-edge': edge,
        x: label.x + 3,
        y: label.y + (row + 1) * lineHeight(EVENT_FONT) - 3,
      },
      titleOf(tooltip) + escapeXml(text),
    ),
  );
  return element('g', { class: classes('edge', 'labels', markClass(mark)) }, texts);
}

function legendOf({ legend, height, width }: ChartLayout): { readonly svg: string; readonly height: number } {
  if (legend.length === 0) return { svg: '', height: 0 };
  const row = lineHeight(EVENT_FONT);
  const texts = legend.map((line, i) =>
    element(
      'text',
      { x: 14, y: height + (i + 1) * row },
      titleOf(line) + escapeXml(shortened(line, width - 28, EVENT_FONT)),
    ),
  );
  return { svg: element('g', { class: 'legend' }, texts), height: legend.length * row + 14 };
}
