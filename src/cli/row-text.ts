import type { Formatter } from 'picocolors/types.js';
import type { Deviation, Row, RowVerdict } from './row.js';

export interface RowTextOptions {
  readonly detail: 'brief' | 'verbose';
  readonly paint: Paint;
}

/** The colours that verdicts are printed in, beside their words. */
export type Paint = { readonly [verdict in RowVerdict]: Formatter } & { readonly quiet: Formatter };

/** A row for people: its verdict, whether it was complete, and each outcome and property with what was found. */
export function rowText(row: Row, { detail, paint }: RowTextOptions): string {
  const lines = [
    `${row.scenario}  ${row.kernel}  ${paint[row.verdict](row.verdict)}  ${extent(row)}`,
    ...listed(
      'outcomes  ',
      row.outcomes.map(({ name, verdict, instead }) => {
        const differs = instead === undefined ? '' : ` (* not ${instead})`;
        return `${name} ${outcomeWord(row, verdict)}${differs}`;
      }),
    ),
    ...listed(
      'properties',
      row.properties.map((property) => `${property.id} ${propertyWord(property)}`),
    ),
    ...(detail === 'verbose' ? details(row) : []),
    ...row.deviations.flatMap(deviationLines),
  ];
  return `${lines.join('\n')}\n`;
}

/** How far it went; a search that was stopped must never look like one that has nothing left. */
export function extent({ complete, stoppedBy, states, steps, depth, ms }: Row): string {
  const size = `${figure(states)} states, ${figure(steps)} steps, depth ${depth}, ${figure(ms)} ms`;
  return complete ? `complete: ${size}` : `NOT COMPLETE, stopped by ${stoppedBy ?? 'a bound'}: ${size}`;
}

export const figure = (number: number): string => Math.round(number).toLocaleString('en-US');

const listed = (head: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`    ${head}  ${items.join(', ')}`];

const outcomeWord = ({ complete }: Row, verdict: string): string =>
  !complete && verdict === 'sometimes' ? 'at least once' : verdict;

/** An expected violation is a finding about the kernel, not a failure of the check: the words must say so. */
function propertyWord({ verdict, expected }: Row['properties'][number]): string {
  if (verdict === 'holdsUpTo') return 'holds so far';
  if (verdict === 'violated' && expected === 'violated') return 'violated (as expected)';
  return verdict === 'violated' && expected === undefined ? 'violated (as without the change)' : verdict;
}

function details(row: Row): string[] {
  return [
    ...row.outcomes.flatMap(({ name, witness }) => (witness === undefined ? [] : [`    ${name}: ${witness.token}`])),
    ...row.properties.flatMap(({ id, counterexample, why }) => [
      ...(why === undefined ? [] : [`    ${id}: ${why}`]),
      ...(counterexample === undefined ? [] : [`    ${id}: ${counterexample.token}`]),
    ]),
  ];
}

function deviationLines({ kind, name, expected, found, fact, counterexample }: Deviation): string[] {
  const how = counterexample === undefined ? '; no single run shows it' : '';
  return [
    `    FAILED ${kind} ${name}: expected ${expected}, found ${found}${how}`,
    ...(fact === '' ? [] : [`           expected because: ${fact}`]),
  ];
}
