/**
 * How wide a text will be, by a table instead of by asking a renderer: a page and a terminal must come to the same picture,
 * byte for byte. The widths are those of DejaVu Sans Bold and DejaVu Sans Mono. Of the usual fonts they are the widest, so
 * what fits in them fits in others.
 */
export function textWidth(text: string, font: Font): number {
  let thousandths = 0;
  for (const character of text) thousandths += advanceOf(character, font.family);
  return (thousandths * font.size) / 1000;
}

export interface Font {
  readonly family: 'sans' | 'mono';
  /** In pixels. */
  readonly size: number;
}

/** The names of states. */
export const NAME_FONT: Font = { family: 'sans', size: 12.5 };
/** What states do, and the events of transitions. */
export const EVENT_FONT: Font = { family: 'mono', size: 10.5 };

/** From one line's base to the next. */
export const lineHeight = ({ size }: Font): number => Math.ceil(size * 1.3);

/** A text that is at most so wide: what it lacks is told by three dots. */
export function shortened(text: string, width: number, font: Font): string {
  if (textWidth(text, font) <= width) return text;
  const characters = [...text];
  let [kept, used] = [0, textWidth(MORE, font)];
  while (kept < characters.length) {
    used += textWidth(characters[kept] ?? '', font);
    if (used > width) break;
    kept++;
  }
  return characters.slice(0, kept).join('').trimEnd() + MORE;
}

/** A text over lines that are at most so wide, broken at blanks; a word that is wider is shortened. */
export function broken(text: string, width: number, font: Font): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, font) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(shortened(word, width, font));
  }
  return lines;
}

const MORE = '…';

/** The advance of a character in thousandths of the font's size. */
function advanceOf(character: string, family: Font['family']): number {
  const code = character.codePointAt(0) ?? 0;
  // Fonts that have a Chinese, Japanese or Korean character, or a pictograph, draw it in a square.
  if (
    code >= 0x1100 &&
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u.test(character)
  ) {
    return family === 'mono' ? 2 * MONO : SQUARE;
  }
  if (family === 'mono') return MONO;
  return SANS[code - FIRST] ?? UNKNOWN;
}

const MONO = 602;
const SQUARE = 1000;
const UNKNOWN = 850;
const FIRST = 32;

/** The advances of the printable ASCII characters. */
// prettier-ignore
const SANS: readonly number[] = [
  348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696,
  696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
  733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716,
  712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
];
