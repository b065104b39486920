import type { ChartLayout, LaidEdge, LaidStart } from '../layout/chart-layout.js';
import { EVENT_FONT, lineHeight, shortened } from '../layout/text-width.js';
import { arrowHead, pathOf } from './arrows.js';
import { classes, markClass, stateGroup, type Tint } from './chart-states.js';
import { chartStyle } from './chart-style.js';
import type { Theme } from './colours.js';
import { headingOf } from './heading.js';
import { element, escapeXml, styleOf, titleOf } from './xml.js';

export interface ChartSvgOptions {
  /** The ids of the states that are active now. */
  readonly active?: ReadonlySet<string>;
  /** The transition that was taken last, as an index into the edges of the drawing. A step may take several, when it returns. */
  readonly fired?: number | readonly number[];
  /** The fragments to tint, by name, with who wrote them. */
  readonly tints?: ReadonlyMap<string, Tint>;
  readonly theme?: Theme;
  /** A line above the drawing that says what it is of. */
  readonly heading?: string;
}

/**
 * A chart as an SVG document that stands alone, or inside a page: no script, no reference to anything outside.
 *
 * Each state is a group `g.state` with its id in `data-path`, each line a group `g.edge` with the indices of its transitions in
 * `data-edges`, each label a `text.label` with one of them in `data-edge`.
 */
export function chartSvg(layout: ChartLayout, options: ChartSvgOptions = {}): string {
  const { active, tints, theme = 'auto', heading } = options;
  const fired = new Set(options.fired === undefined ? [] : [options.fired].flat());
  const parallel = new Set(layout.nodes.filter(({ isParallel }) => isParallel).map(({ id }) => id));
  const regions = new Set(layout.nodes.filter(({ parent = '' }) => parallel.has(parent)).map(({ id }) => id));
  const legend = legendOf(layout);
  const above = heading === undefined ? { height: 0, svg: '' } : headingOf(heading, layout.width, 'name');
  const [width, height] = [layout.width, above.height + layout.height + legend.height];
  const drawn = [
    ...layout.nodes.map((node) =>
      stateGroup(node, {
        isActive: active?.has(node.id) === true,
        isRegion: regions.has(node.id),
        tint: tints?.get(node.fragment ?? ''),
        fired,
      }),
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

const startGroup = ({ at, points, to }: LaidStart): string =>
  element('g', { class: 'edge initial', 'data-to': to }, [
    element('circle', { class: 'start', cx: at.x, cy: at.y, r: 5 }),
    element('path', { class: 'line', d: pathOf(points) }),
    arrowHead(points),
  ]);

function lineGroup({ points, edges, from, to, isStraight, mark }: LaidEdge, fired: ReadonlySet<number>): string {
  const isFired = edges.some((edge) => fired.has(edge));
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

function labelGroup({ label, mark }: LaidEdge, fired: ReadonlySet<number>): string {
  const texts = label.lines.map(({ text, tooltip, edge }, row) =>
    element(
      'text',
      {
        class: classes('label', edge !== undefined && fired.has(edge) && 'fired'),
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
