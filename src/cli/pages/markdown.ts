const WIDTH = 120;

/** A paragraph, its white space of no meaning, in lines that fit. */
export function paragraph(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Some points, each a paragraph. */
export const bullets = (points: readonly string[]): string =>
  points.map((point) => `- ${paragraph(point).replaceAll('\n', '\n  ')}`).join('\n');

/** A table whose columns are as wide as what stands in them, as a formatter leaves it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => [...(row[column] ?? '')].length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const pad = (text: string, width: number): string => text + ' '.repeat(width - [...text].length);

/** Text as it is. */
export const fence = (text: string): string => `\`\`\`\n${text.replace(/\n+$/, '')}\n\`\`\``;

/** A name as the tool knows it. */
export const code = (text: string): string => `\`${text}\``;
