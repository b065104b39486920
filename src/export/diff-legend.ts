import { causeLines, causeText, type Cause } from './causes.js';
import type { ChartDiff } from './chart-diff.js';
import type { Mark } from './drawing.js';

export interface LegendOptions {
  readonly folds: 'what is the same' | 'nothing';
}

/** What the signs of a comparison mean, which patches are behind it, and what changed without a place in the chart. */
export function diffLegend(diff: ChartDiff, { folds }: LegendOptions): string[] {
  const { names, fragments, hidden, sections, causes } = diff;
  const ops = fragments.filter(({ name }) => !sections.has(name));
  return [
    `- only on ${names[0]}`,
    `+ only on ${names[1]}`,
    '~ on both, but not the same',
    ...(folds === 'nothing'
      ? []
      : ['Each fragment is drawn once; what is the same on both is folded (--all unfolds it).']),
    ...ops.map(({ mark, name, by }) => `${mark} ${name}, by ${by.map(causeText).join('; ') || 'its user'}`),
    ...hidden.map(
      ({ mark, kind, name, by }) => `${mark} ${kind} ${name}: ${DONE[mark]} by ${patchNames(by)}, not drawn`,
    ),
    ...causes.flatMap(causeLines),
  ];
}

const DONE: { readonly [mark in Mark]: string } = { '-': 'added', '+': 'added', '~': 'rewritten' };

const patchNames = (by: readonly Cause[]): string => by.map(({ patch }) => patch.id).join(', ');
