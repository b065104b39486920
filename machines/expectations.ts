import { OomlabError, type Expectation, type OutcomeVerdict, type PropertyExpectation } from '../src/model/index.js';

/** The kernels in the order of every verdict row of the scenario files: the mail's, then those that came after. */
export const ROW = [
  'v3.11',
  'v3.12',
  'v4.6',
  'v4.18',
  'rfc-20180620',
  'rfc-20180620-enomem',
  'patch-20180628',
  'v4.19',
  'v4.20',
  'v5.0',
  'v5.1',
  'v5.4',
  'v5.10',
  'v5.16',
  'v6.1',
  'v6.5',
] as const;

const OUTCOMES: { readonly [letter: string]: OutcomeVerdict } = { n: 'never', s: 'sometimes', A: 'always' };
const PROPERTIES: { readonly [letter: string]: PropertyExpectation } = { h: 'holds', X: 'violated' };

/** What the letters of a row mean, of outcomes and properties alike. */
export const LETTERS: { readonly [letter: string]: OutcomeVerdict | PropertyExpectation } = {
  ...OUTCOMES,
  ...PROPERTIES,
};

/**
 * One row of verdicts, a letter a kernel in the order of ROW: `n` never, `s` sometimes, `A` always, `-` not asked; with
 * the fact that says so. A bar may stand between the mail's kernels and the later ones, for the eye.
 */
export const outcomes = (row: string, fact: string): Expectation<OutcomeVerdict> => spread(row, fact, OUTCOMES);

/** The same for a property: `h` holds, `X` violated, `-` not asked. */
export const verdicts = (row: string, fact: string): Expectation<PropertyExpectation> => spread(row, fact, PROPERTIES);

function spread<V extends string>(
  row: string,
  fact: string,
  letters: { readonly [letter: string]: V },
): Expectation<V> {
  const cells = row.replace('|', ' ').trim().split(/\s+/);
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

/**
 * Why P-ONEVICTIM is violated on v5.4: css_task_iter passes over a process whose threads are all exiting, from v5.2
 * (c03cd7738a83) to v5.5 (9c974c772464), so a victim that is about to free its memory does not end the scan.
 */
export const DYING_UNSEEN = 'v5.2 to v5.5: the scan does not see a dying process (c03cd7738a83, 9c974c772464)';

/** Why P-PROG is violated from v5.16 on where a user fault fails at a gate before mem_cgroup_oom. */
export const FAULTS_AGAIN =
  'from v5.16 on pagefault_out_of_memory kills nobody, so the same fault is taken again for ever (60e2793d440a)';

/** Why P-PROG is violated with the mail's option to fail, where the memcg has nobody left to kill. */
export const PANICS = 'question 13: the failed fault asks the global killer, which finds nobody and panics';
