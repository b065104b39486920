import {
  OomlabError,
  type PageKernel,
  type PageParting,
  type PageQuestion,
  type PageTurns,
  type PageVerdict,
  type PageVerdicts,
} from '../../src/model/index.js';
import { LETTERS } from '../expectations.js';

/** A question as pages write it: `slab-at-limit enomem`. */
export function ask(text: string): PageQuestion {
  const [scenario = '', name = ''] = text.split(' ');
  return { scenario, name };
}

/** A table of verdicts: per question a letter a kernel, as in the rows of the scenario files. */
export const found = (kernels: readonly PageKernel[], rows: { readonly [question: string]: string }): PageVerdicts => ({
  kind: 'verdicts',
  kernels,
  rows: Object.entries(rows).map(([question, letters]) => ({
    ...ask(question),
    claim: letters.split(' ').map(verdict),
  })),
});

function verdict(letter: string): PageVerdict {
  const said = LETTERS[letter];
  if (said !== undefined) return said;
  throw new OomlabError('E123', `"${letter}" means no verdict.`, `Use ${Object.keys(LETTERS).join(', ')}.`);
}

/** A shortest run of one of two kernels, and the patch at which they part. */
export const part = (question: string, kernels: PageParting['kernels'], by: string): PageParting => ({
  kind: 'parting',
  ...ask(question),
  kernels,
  by,
});

/** The patches that something comes and goes with, in commit order. */
export const turns = (question: string, ...claim: readonly string[]): PageTurns => ({
  kind: 'turns',
  ...ask(question),
  claim,
});
