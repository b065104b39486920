import type { Box, Point } from '../layout/chart-layout.js';
import { NAME_FONT, shortened } from '../layout/text-width.js';
import { arrowHead } from '../svg/arrows.js';
import type { Theme } from '../svg/colours.js';
import { headingOf } from '../svg/heading.js';
import { element, escapeXml, styleOf, titleOf } from '../svg/xml.js';
import { timelineStyle } from './timeline-style.js';
import type { LaidLane, LaidRow, Timeline } from './timeline.js';

export interface TimelineSvgOptions {
  readonly theme?: Theme;
  /** What it is of, above it. */
  readonly title: string;
  readonly description?: string;
}

/** A timeline as an SVG document that stands alone or inside a page. Each step is a group `g.row` with its number in `data-step`. */
export function timelineSvg(
  timeline: Timeline,
  { theme = 'auto', title, description = '' }: TimelineSvgOptions,
): string {
  const { width, height, top } = timeline;
  const heading = headingOf(title, width, 'name heading');
  const tall = height + heading.height;
  const drawn = [
    // Backgrounds first, then what lasts, then what happens.
    ...timeline.lanes.map((lane) => life(lane, timeline)),
    ...timeline.rows.map((row) => band(row.y, row.height, width, row.step, row.sign)),
    ...timeline.holds.map((hold) => holdBar(hold)),
    ...timeline.waits.map((wait) => waiting(wait)),
    ...timeline.mails.map(mail),
    ...timeline.rows.map(rowGroup),
    ...timeline.lanes.map((lane) => header(lane, top)),
    ...timeline.lanes.flatMap((lane) => ending(lane, timeline.bottom)),
    ...(timeline.loop === undefined ? [] : [loopBracket(timeline.loop)]),
  ];
  const content = [
    titleOf(title),
    element('desc', {}, escapeXml(description)),
    element('style', {}, styleOf(timelineStyle(theme))),
    element('rect', { class: 'ground', width, height: tall }),
    heading.svg,
    element('g', { transform: `translate(0 ${heading.height})` }, drawn.map((part) => `\n${part}`).join('')),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'oomlab-timeline',
    role: 'img',
    'aria-label': title,
    width,
    height: tall,
    viewBox: `0 0 ${width} ${tall}`,
  };
  return `${element('svg', attributes, content.map((part) => `\n${part}`).join(''))}\n`;
}

const life = ({ x, actor }: LaidLane, { top, bottom }: Timeline): string =>
  element('path', { class: 'life', 'data-actor': actor, d: `M${x} ${top}V${bottom}` });

const band = (y: number, height: number, width: number, step: number, sign: LaidRow['sign']): string =>
  element('g', { class: ['ground-of', sign].filter(Boolean).join(' '), 'data-step': step }, [
    element('rect', { class: 'band', x: 30, y: y + 1, width: width - 36, height: height - 2, rx: 3 }),
  ]);

function header({ x, width, name, actor, kind }: LaidLane, top: number): string {
  const shown = shortened(name, width - 16, NAME_FONT);
  return element('g', { class: `lane ${kind}`, 'data-actor': actor }, [
    titleOf(actor),
    element('rect', { class: 'head-box', x: x - width / 2 + 4, y: 6, width: width - 8, height: top - 16, rx: 5 }),
    element('text', { class: 'name', x, y: 6 + (top - 16) / 2 + 4.5 }, escapeXml(shown)),
  ]);
}

const ENDINGS = { finished: '✓ finished', idle: 'idle', ready: 'could go on', waits: '✗ waits' } as const;

function ending({ x, standing, actor }: LaidLane, bottom: number): string[] {
  if (standing === undefined) return [];
  return [
    element(
      'text',
      { class: `standing ${standing}`, 'data-actor': actor, x, y: bottom + 20 },
      escapeXml(ENDINGS[standing]),
    ),
  ];
}

function rowGroup(row: LaidRow): string {
  const { step, actor, middle, from, to, kind, tells, label, enters, sign } = row;
  const text = (className: string, { x, y }: Point, shown: string, anchor?: string): string =>
    element(
      'text',
      { class: className, x, y, 'text-anchor': anchor === 'middle' ? anchor : undefined },
      escapeXml(shown),
    );
  return element(
    'g',
    { class: ['row', kind, sign].filter(Boolean).join(' '), 'data-step': step, 'data-actor': actor },
    [
      titleOf(label.tooltip),
      text('number', { x: 52, y: middle + 4 }, `${sign === 'failure' ? '✗' : ''}${step + 1}`),
      ...(enters === undefined ? [] : [text('function', enters, enters.text)]),
      ...tells.map(
        (tell) =>
          element('path', { class: 'tell', d: `M${tell.from} ${middle + 3}H${tell.to}` }) +
          dot(tell.to, middle + 3, 2.5),
      ),
      ...shapes(kind, from, to, middle),
      text('label', label, label.text, label.anchor),
    ],
  );
}

function shapes(kind: LaidRow['kind'], from: number, to: number, y: number): string[] {
  switch (kind) {
    case 'meets':
      return [element('path', { class: 'bar', d: `M${from} ${y}H${to}` }), dot(from, y, 4), dot(to, y, 4)];
    case 'chooses':
      return [
        element('path', {
          class: 'diamond',
          d: `M${from} ${y - 6}L${from + 6} ${y}L${from} ${y + 6}L${from - 6} ${y}Z`,
        }),
      ];
    case 'arrives':
    case 'own':
      return [dot(from, y, 4)];
    default:
      return kind satisfies never;
  }
}

const dot = (x: number, y: number, r: number): string => element('circle', { class: 'end', cx: x, cy: y, r });

const holdBar = ({ x, y, width, height, actor }: Box & { readonly actor: string }): string =>
  element(
    'rect',
    { class: 'hold', 'data-actor': actor, x, y, width, height, rx: 3 },
    titleOf(`${actor} is not as it was`),
  );

/** Lines across a strip, drawn as lines: a pattern would be found by an id, and two drawings in one page would share it. */
function waiting({ x, y, width, height, actor }: Box & { readonly actor: string }): string {
  const lines: string[] = [];
  for (let at = 0; at < height; at += 7) {
    const rise = Math.min(7, height - at);
    lines.push(`M${x} ${round(y + at + rise)}L${round(x + (width * rise) / 7)} ${round(y + at)}`);
  }
  return element('g', { class: 'waiting', 'data-actor': actor }, [
    titleOf(`${actor} waits`),
    element('rect', { class: 'wait', x, y, width, height }),
    element('path', { class: 'hatch', d: lines.join('') }),
  ]);
}

function mail({ from, to, isDelivered, text }: Timeline['mails'][number]): string {
  return element('g', { class: 'mails' }, [
    titleOf(isDelivered ? `mail: ${text}` : `mail under way: ${text}`),
    element('path', { class: isDelivered ? 'mail' : 'mail lost', d: `M${from.x} ${from.y}L${to.x} ${to.y}` }),
    ...(isDelivered ? [arrowHead([from, to], 9)] : []),
  ]);
}

function loopBracket({ y, height }: NonNullable<Timeline['loop']>): string {
  const middle = round(y + height / 2);
  return element('g', { class: 'loops' }, [
    element('path', { class: 'loop', d: `M30 ${y + 2}H20V${y + height - 2}H30` }),
    element(
      'text',
      { class: 'loop-text', x: 13, y: middle, transform: `rotate(-90 13 ${middle})` },
      'repeats for ever',
    ),
  ]);
}

const round = (value: number): number => Math.round(value * 10) / 10;
