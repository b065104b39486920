import { broken, lineHeight, NAME_FONT } from '../layout/text-width.js';
import { element, escapeXml } from './xml.js';

/** Lines above a drawing that say what it is of. */
export interface Heading {
  readonly height: number;
  readonly svg: string;
}

export function headingOf(text: string, width: number, className: string): Heading {
  const lines = broken(text, width - 28, NAME_FONT);
  const row = lineHeight(NAME_FONT);
  return {
    height: lines.length * row + 9,
    svg: lines
      .map((line, i) => element('text', { class: className, x: 14, y: 3 + (i + 1) * row }, escapeXml(line)))
      .join(''),
  };
}
