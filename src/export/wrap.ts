/** A blank at which no line is broken. */
export const HARD_BLANK = '\u00a0';

/** Printable ASCII of any text: it is read in terminals and quoted by mailers. White space becomes a blank. */
export const ascii = (text: string): string =>
  text
    .replace(/→/g, '->')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, ' ')
    .replace(/[^ -~]/g, '?');

/**
 * Breaks a text into lines of at most `width` characters: at blanks where it can, else after a dot or an underscore, else
 * anywhere. Lines after the first begin with `hang` blanks. No line ends in a blank.
 */
export function wrap(text: string, width: number, hang = 0): string[] {
  const lines: string[] = [];
  const indent = ' '.repeat(Math.min(hang, Math.max(0, width - 8)));
  const lead = /^ */.exec(text)?.[0] ?? '';
  let line = lead;
  let empty = true;
  for (const word of text.split(/[^\S\u00a0]+/).filter(Boolean)) {
    let rest = ascii(word);
    const gap = empty ? '' : ' ';
    if (line.length + gap.length + rest.length <= width) {
      line += gap + rest;
      empty = false;
      continue;
    }
    // A word that would fit on a line of its own starts one; a longer one is broken where it stands if a break helps.
    if (!empty && (rest.length <= width - indent.length || breakAt(rest, width - line.length - 1) === undefined)) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    for (;;) {
      const room = width - line.length - (empty ? 0 : 1);
      if (rest.length <= room) break;
      const at = breakAt(rest, room) ?? Math.max(1, room);
      lines.push(line + (empty ? '' : ' ') + rest.slice(0, at));
      rest = rest.slice(at);
      line = indent;
      empty = true;
    }
    line += (empty ? '' : ' ') + rest;
    empty = false;
  }
  return [...lines, line.trimEnd()];
}

/** After the last dot that fits, else after the last underscore with something before it. */
function breakAt(word: string, room: number): number | undefined {
  if (room < 4) return undefined;
  const part = word.slice(0, room);
  const dot = part.lastIndexOf('.') + 1;
  if (dot > 3) return dot;
  const underscore = part.lastIndexOf('_') + 1;
  return underscore > 3 ? underscore : undefined;
}
