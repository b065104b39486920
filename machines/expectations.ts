import { OomlabError, type Expectation, type OutcomeVerdict, type PropertyExpectation } from '../src/model/index.js';

/** The kernels in the order of every verdict row of the scenario files. */
export const ROW = [
  'v3.11',
  'v3.12',
  'v4.6',
  'v4.18',
  'rfc-20180620',
  'rfc-20180620-enomem',
  'patch-20180628',
  'v4.19',
] as const;

const OUTCOMES: { readonly [letter: string]: OutcomeVerdict } = { n: 'never', s: 'sometimes', A: 'always' };
const PROPERTIES: { readonly [letter: string]: PropertyExpectation } = { h: 'holds', X: 'violated' };

/**
 * One row of verdicts, a letter a kernel in the order of ROW: `n` never, `s` sometimes, `A` always, `-` not asked; with
 * the fact that says so.
 */
export const outcomes = (row: string, fact: string): Expectation<OutcomeVerdict> => spread(row, fact, OUTCOMES);

/** The same for a property: `h` holds, `X` violated, `-` not asked. */
export const verdicts = (row: string, fact: string): Expectation<PropertyExpectation> => spread(row, fact, PROPERTIES);

function spread<V extends string>(
  row: string,
  fact: string,
  letters: { readonly [letter: string]: V },
): Expectation<V> {
  const cells = row.trim().split(/\s+/);
  if (cells.length !== ROW.length) {
    throw new OomlabError(
      'E123',
      `The row "${row}" has ${cells.length} cells.`,
      `Give one for each of ${ROW.join(', ')}.`,
    );
  }
  const byKernel: { [kernel: string]: V } = {};
  for (const [i, kernel] of ROW.entries()) {
    const cell = cells[i] ?? '-';
    if (cell === '-') continue;
    const verdict = letters[cell];
    if (verdict === undefined) {
      throw new OomlabError(
        'E123',
        `"${cell}" in the row "${row}" means nothing.`,
        `Use ${Object.keys(letters).join(', ')} or -.`,
      );
    }
    byKernel[kernel] = verdict;
  }
  return { fact, byKernel };
}

/**
 * Why P-PROG is violated where a limit is written while somebody charges: page_counter_set_max puts the old limit back and
 * goes round when usage moved under it, try_charge goes round when the margin has room, and in lockstep each undoes what
 * the other has just waited for (mm/page_counter.c and mm/memcontrol.c; neither loop is bounded). Every thread moves for
 * ever, so no fairness ends it; nothing keeps the two in step either. The res_counter of v3.11 and v3.12 sets the limit under
 * its lock.
 */
export const LOCKSTEP =
  'worked out: page_counter_set_max and try_charge retry in lockstep; no charge is speculative in v3.1x';
