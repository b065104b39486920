import { stepText } from '../system/index.js';
import type { Trace } from '../trace/index.js';
import { wrap } from './wrap.js';

export interface BesideOptions {
  /** No line is longer; 72 by default. */
  readonly width?: number;
  /** The first step, from 0, that is drawn. */
  readonly from: number;
  /** What stands above each of the two. */
  readonly titles: readonly [string, string];
}

/** Draws two runs side by side from their first different step on, step by step, each with its numbers from 1. */
export function beside(left: Trace, right: Trace, { width = 72, from, titles }: BesideOptions): string {
  const column = Math.floor((width - GAP.length) / 2);
  const digits = String(Math.max(left.steps.length, right.steps.length)).length;
  const cell = (trace: Trace, step: number): string[] => {
    const one = trace.steps[step];
    if (one === undefined) return [];
    const [first = '', ...rest] = wrap(stepText(one), column - digits - 1, 2);
    const number = String(step + 1).padStart(digits);
    return [`${number} ${first}`, ...rest.map((line) => `${' '.repeat(digits)} ${line}`)];
  };
  const rows: (readonly [string[], string[]])[] = [[[titles[0]], [titles[1]]]];
  rows.push([['-'.repeat(titles[0].length)], ['-'.repeat(titles[1].length)]]);
  for (let step = from; step < Math.max(left.steps.length, right.steps.length); step++) {
    rows.push([cell(left, step), cell(right, step)]);
  }
  return rows
    .flatMap(([mine, other]) =>
      Array.from({ length: Math.max(mine.length, other.length) }, (_, line) =>
        `${(mine[line] ?? '').padEnd(column)}${GAP}${other[line] ?? ''}`.trimEnd(),
      ),
    )
    .join('\n');
}

const GAP = '  ';
