import { useEffect, useRef } from 'preact/hooks';
import { chartSvg } from '../../export/index.js';
import { themeNow } from '../parts/theme.js';
import type { Picture } from '../../export/pictures.js';

export interface PictureViewProps {
  readonly picture: Picture;
  /** The ids of the states that are lit. */
  readonly active: readonly string[];
  /** The index of the transition taken last. */
  readonly fired?: number | undefined;
  readonly label: string;
}

const sheets = new Map<string, CSSStyleSheet>();

/** The chart that every other face prints, in the page: its groups are lit as states change, without a new drawing. */
export function PictureView({ picture, active, fired, label }: PictureViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const theme = themeNow();
  useEffect(() => {
    const svg = svgOf(picture, theme);
    svg.setAttribute('aria-label', label);
    const room = place.current as HTMLDivElement;
    const scale = scaleIn(room, picture);
    svg.setAttribute('width', String(Math.round(picture.layout.width * scale)));
    svg.setAttribute('height', String(Math.round(svgHeight(svg) * scale)));
    room.replaceChildren(svg);
  }, [picture, theme]);
  useEffect(() => {
    const lit = new Set(active);
    const room = place.current as HTMLDivElement;
    for (const state of place.current?.querySelectorAll<SVGGElement>('g.state') ?? []) {
      state.classList.toggle('active', lit.has(state.dataset['path'] ?? ''));
    }
    for (const edge of place.current?.querySelectorAll<SVGElement>('[data-edges], [data-edge]') ?? []) {
      const indices = (edge.dataset['edges'] ?? edge.dataset['edge'] ?? '').split(' ');
      edge.classList.toggle('fired', fired !== undefined && indices.includes(String(fired)));
    }
    const { nodes } = picture.layout;
    const leaf = nodes.find(({ id }) => id === active.at(-1)) ?? nodes.find(({ mark }) => mark !== undefined);
    if (leaf !== undefined) centre(room, leaf, scaleIn(room, picture));
  }, [picture, theme, active.join(' '), fired]);
  return <div class="picture-view" ref={place} tabIndex={0} role="group" aria-label={label} />;
}

/** Below this, the names of events can no longer be read. */
const SMALLEST = 0.8;

/** As wide as there is room, never larger than natural: all charts of a page have text of much the same size. */
const scaleIn = (room: HTMLElement, { layout }: Picture): number =>
  Math.max(SMALLEST, Math.min(1, (room.clientWidth - 2) / layout.width));

function centre(room: HTMLElement, { x, y, width, height }: LaidBox, scale: number): void {
  room.scrollLeft = (x + width / 2) * scale - room.clientWidth / 2;
  room.scrollTop = (y + height / 2) * scale - room.clientHeight / 2;
}

type LaidBox = Pick<Picture['layout']['nodes'][number], 'x' | 'y' | 'width' | 'height'>;

const svgHeight = (svg: SVGSVGElement): number => Number(svg.getAttribute('viewBox')?.split(' ')[3] ?? 0);

/** Parsed as a document of its own, in which nothing runs; its sheet becomes one of the page, which its policy allows. */
function svgOf({ layout, tints }: Picture, theme: 'light' | 'dark'): SVGSVGElement {
  const text = chartSvg(layout, { tints, theme });
  const [whole = '', sheet = ''] = /<style>([^<]*)<\/style>/.exec(text) ?? [];
  adopt(theme, sheet.replaceAll('&gt;', '>'));
  const parsed = new DOMParser().parseFromString(text.replace(whole, ''), 'image/svg+xml');
  return document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
}

function adopt(theme: 'light' | 'dark', text: string): void {
  let sheet = sheets.get(theme);
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(theme, sheet);
  }
  const others = new Set(sheets.values());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((one) => !others.has(one)), sheet];
}
