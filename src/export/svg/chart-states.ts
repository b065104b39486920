import type { Mark } from '../drawing.js';
import type { LaidLine, LaidNode } from '../layout/chart-layout.js';
import { EVENT_FONT, lineHeight, NAME_FONT, shortened, textWidth } from '../layout/text-width.js';
import { element, escapeXml, titleOf } from './xml.js';

/** Who wrote a fragment. */
export interface Tint {
  readonly patch: string;
  readonly commits: readonly string[];
}

/** How a state looks at the moment. */
export interface Look {
  readonly isActive: boolean;
  /** It is active beside others, in a parallel state. */
  readonly isRegion: boolean;
  readonly tint: Tint | undefined;
  readonly fired: ReadonlySet<number>;
}

/** A state's box with its texts. */
export function stateGroup(node: LaidNode, { isActive, isRegion, tint, fired }: Look): string {
  const { x, y, width, height, kind } = node;
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
      ...nodeTexts(node, fired),
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

function nodeTexts(node: LaidNode, fired: ReadonlySet<number>): string[] {
  const { x, y, width, kind, title, lines, internal, isList } = node;
  const isLeft = kind === 'compound' || isList;
  const at = isLeft ? { x: x + 10 } : { x: x + width / 2, 'text-anchor': 'middle' };
  const top = y + 7 + NAME_FONT.size;
  const text = (row: number, line: LaidLine): string => {
    const below = row >= lines.length ? 8 : 0;
    const attributes = { ...at, y: top + below + (row + 1) * lineHeight(EVENT_FONT) };
    const isFired = line.edge !== undefined && fired.has(line.edge);
    const kindOf = line.edge === undefined ? 'does' : classes('label', isFired && 'fired');
    return element(
      'text',
      { class: kindOf, 'data-edge': line.edge, ...attributes },
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

const MARKS: { readonly [mark in Mark]: string } = { '-': 'gone', '+': 'new', '~': 'changed' };

/** Those that are there, as one attribute. */
export const classes = (...names: readonly (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

export const markClass = (mark: Mark | undefined): string | undefined => (mark === undefined ? undefined : MARKS[mark]);
