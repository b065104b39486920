import Table from 'cli-table3';

/** A table in plain ASCII without borders, to be pasted into a mail. Long heads are broken after their dashes. */
export function borderless(
  widths: { readonly name: number; readonly cell: number },
  head: readonly string[],
  lines: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: head.map((text) => folded(text, widths.cell - 1)),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    colWidths: head.map((_, column) => (column === 0 ? widths.name : widths.cell)),
  });
  for (const line of lines) table.push([...line]);
  const text = table.toString().split('\n');
  return `${text.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** A name on several lines, broken after its dashes. */
function folded(name: string, width: number): string {
  const lines = [''];
  for (const part of name.split(/(?<=-)/)) {
    const last = lines.at(-1) ?? '';
    if (last.length + part.length <= width) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.join('\n');
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
