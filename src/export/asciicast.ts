import type { Trace } from '../trace/index.js';
import { columnParts, type ColumnsOptions } from './columns.js';

/** Seconds from one step to the next: as fast as a line can be read. */
const PACE = 0.8;
const BEFORE = 1;
const AT_THE_END = 3;
const TALLEST = 40;

export interface AsciicastOptions extends ColumnsOptions {
  /** The command that shows the same run. */
  readonly command?: string;
}

/**
 * A trace as an asciinema recording (asciicast v2): its thread columns, as they would come one step after the other, and at the
 * end where each thread stands. A long one scrolls as a terminal does.
 */
export function asciicast(trace: Trace, options: AsciicastOptions = {}): string {
  const { head, steps, tail } = columnParts(trace, options);
  const ending = tail.filter((block) => block.length > 0).flatMap((block) => ['', ...block]);
  const blocks = [[...head.title, '', ...head.names], ...steps, ending].filter((lines) => lines.length > 0);
  const frames = blocks.map((lines, i) => [BEFORE * Math.min(i, 1) + PACE * Math.max(0, i - 1), lines] as const);
  const height = Math.min(TALLEST, blocks.flat().length + 1);
  const header = {
    version: 2,
    width: Math.max(options.width ?? 72, ...blocks.flat().map(({ length }) => length)),
    height,
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.command === undefined ? {} : { command: options.command }),
  };
  const last = frames.at(-1)?.[0] ?? 0;
  const events = [
    // A terminal goes back to the first column only when it is told to.
    ...frames.map(([time, lines]) => [rounded(time), 'o', lines.map((line) => `${line}\r\n`).join('')]),
    [rounded(last + AT_THE_END), 'o', ''],
  ];
  return `${[header, ...events].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
