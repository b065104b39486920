import type { Formatter } from 'picocolors/types.js';
import { coverageLine, coverageList, coveredBy } from './coverage-text.js';
import type { Deviation, Row, RowVerdict } from '../check/row.js';
import type { Evidence } from '../check/search-job.js';

export interface RowTextOptions {
  /** `outcomes` shows the runs to outcomes, `verbose` all runs, and what liveness verdicts rest on. */
  readonly detail: 'brief' | 'outcomes' | 'verbose';
  readonly paint: Paint;
}

/** The colours that verdicts are printed in, beside their words. */
export type Paint = { readonly [verdict in RowVerdict]: Formatter } & { readonly quiet: Formatter };

/** A row for people: its verdict, whether it was complete, and each outcome and property with what was found. */
export function rowText(row: Row, { detail, paint }: RowTextOptions): string {
  const lines = [
    `${row.scenario}  ${row.kernel}  ${paint[row.verdict](row.verdict)}  ${extent(row)}`,
    ...(row.sample === undefined || row.complete ? [] : [`    runs        ${sampleText(row.sample)}`]),
    ...(row.preemptions === undefined || row.complete ? [] : [`    runs        ${preemptionText(row.preemptions)}`]),
    ...(row.reduced === undefined ? [] : [`    reduced     ${reducedText(row.reduced)}`]),
    ...listed(
      'outcomes  ',
      row.outcomes.map(({ name, verdict, instead }) => {
        const differs = instead === undefined ? '' : ` (* not ${instead})`;
        return `${name} ${verdictWord(row, verdict)}${differs}`;
      }),
    ),
    ...listed(
      'properties',
      row.properties.map((property) => `${property.id} ${propertyWord(row, property, detail)}`),
    ),
    ...refusals(row),
    ...(row.coverage === undefined ? [] : coverageLines(row.coverage, detail)),
    ...(detail === 'brief' ? [] : outcomeRuns(row)),
    ...(detail === 'verbose' ? propertyRuns(row) : []),
    ...row.deviations.flatMap(deviationLines),
  ];
  return `${lines.join('\n')}\n`;
}

/** How far it went; a search that was stopped must never look like one that has nothing left. */
export function extent(row: Row): string {
  const { complete, omission, fromStep, states, steps, depth, ms } = row;
  const size = `${figure(states)} states, ${figure(steps)} steps, depth ${depth}, ${figure(ms)} ms`;
  const start = fromStep === undefined ? '' : `from step ${fromStep} of a token, `;
  // Two states with one fingerprint are taken for one, so even a search that is through may have left something out.
  const chance =
    omission === undefined ? '' : ` but for hash compaction (chance of an omission below ${omission.toExponential(1)})`;
  return `${start}${complete ? `complete${chance}` : incompleteness(row)}: ${size}`;
}

/** That a search was stopped, and by what. */
export function incompleteness({ stoppedBy, died }: Pick<Row, 'stoppedBy' | 'died'>): string {
  const lost = died ? ' (its process was killed, or ran out of heap)' : '';
  return `NOT COMPLETE, stopped by ${stoppedBy ?? 'a bound'}${lost}`;
}

/** By what a search was spared states, and why not by what else was asked for. */
const reducedText = ({ by, off }: NonNullable<Row['reduced']>): string =>
  [
    ...(by.length === 0 ? [] : [`by ${by.join(' and ')}`]),
    ...off.map(({ reduction, why }) => `${reduction} is off: ${why}`),
  ].join('; ');

const preemptionText = (preemptions: number): string =>
  preemptions < 0 ? 'not all without a preemption' : `all with at most ${preemptions} preemptions`;

/** What a search by runs did, and what that promises. */
function sampleText({ runs, cut, longest, threads, alternatives, promise }: NonNullable<Row['sample']>): string {
  const long = cut === 0 ? '' : `, ${figure(cut)} cut off there`;
  const size = `${figure(runs)} of at most ${figure(longest)} steps${long}, ${threads} threads`;
  if (promise === undefined) return size;
  const lanes = promise.lanes === threads ? '' : ` in ${promise.lanes} chains`;
  const luck = alternatives === 0 ? '' : ', if the alternatives of a thread fall as it needs them';
  const missed = Number((100 * promise.missed).toPrecision(2));
  return `${size}; a bug of depth ${promise.bugDepth} within ${figure(promise.length)}${lanes} is missed with a chance of at most ${missed} %${luck}`;
}

export const figure = (number: number): string => Math.round(number).toLocaleString('en-US');

const listed = (head: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`    ${head}  ${items.join(', ')}`];

/** A verdict in words: in a search that was stopped, `sometimes` is "at least once", and what holds does so far. */
export function verdictWord({ complete }: { readonly complete: boolean }, verdict: string): string {
  if (verdict === 'holdsUpTo') return 'holds so far';
  return !complete && verdict === 'sometimes' ? 'at least once' : verdict;
}

/**
 * An expected violation is a finding about the kernel, not a failure of the check: the words must say so. What holds for all
 * fair runs says what is fair.
 */
function propertyWord(
  row: Row,
  { verdict, expected, fairness, vacuous }: Row['properties'][number],
  detail: RowTextOptions['detail'],
): string {
  const elsewhere = row.fromStep === undefined ? 'as without the change' : 'as from the start';
  const remarks = [
    ...(verdict === 'violated' && expected === 'violated' ? ['as expected'] : []),
    ...(verdict === 'violated' && expected === undefined ? [elsewhere] : []),
    ...(vacuous === undefined ? [] : ['vacuously']),
    ...(detail === 'verbose' && fairness !== undefined ? [`fairness: ${fairness}`] : []),
  ];
  const word = verdictWord(row, verdict);
  return remarks.length === 0 ? word : `${word} (${remarks.join('; ')})`;
}

function coverageLines(coverage: NonNullable<Row['coverage']>, detail: RowTextOptions['detail']): string[] {
  const covered = coveredBy(coverage);
  const names = detail === 'verbose' ? coverageList(covered).map((line) => `        ${line}`) : [];
  return [`    coverage    ${coverageLine(covered)}`, ...names];
}

/** Which verdicts are open only because of a reduction; with `verbose` each says so itself. */
function refusals({ reduced, properties }: Row): string[] {
  const refused = properties.filter(({ why }) => why?.includes('does not keep it') === true);
  if (reduced === undefined || refused.length === 0) return [];
  return [
    `    refused     ${refused.map(({ id }) => id).join(', ')}: ${refused[0]?.why}; without --reduce it is judged`,
  ];
}

const outcomeRuns = ({ outcomes }: Row): string[] =>
  outcomes.flatMap(({ name, witnesses }) => witnesses.flatMap((witness) => runLines(name, witness)));

const propertyRuns = ({ properties }: Row): string[] =>
  properties.flatMap(({ id, counterexample, why, vacuous }) => [
    ...(why === undefined ? [] : [`    ${id}: ${why}`]),
    ...(vacuous === undefined ? [] : [`    ${id}: says nothing here, for it never comes to this: ${vacuous}`]),
    ...(counterexample === undefined ? [] : runLines(id, counterexample)),
  ]);

/** A run by its token, and of one that goes on for ever, how. */
function runLines(name: string, { token, steps, loop, shrunkFrom }: Evidence): string[] {
  const line = `    ${name}: ${token}`;
  if (shrunkFrom !== undefined) return [line, `        ${steps.length} steps, shrunk from ${shrunkFrom}`];
  if (loop === undefined) return [line];
  const forEver = loop === 0 ? 'stays there for ever' : `the last ${loop} repeat for ever`;
  return [line, `        ${steps.length} steps, ${forEver}`];
}

function deviationLines({ kind, name, expected, found, fact, claim, fairness, counterexample }: Deviation): string[] {
  const how = counterexample === undefined ? '; no single run shows it' : '';
  return [
    `    FAILED ${kind} ${name}: expected ${expected}, found ${found}${how}`,
    ...(claim === undefined ? [] : [`           claim: ${claim}`]),
    ...(fact === '' ? [] : [`           expected because: ${fact}`]),
    ...(fairness === undefined ? [] : [`           fairness: ${fairness}`]),
  ];
}
