import {
  HANGS,
  unknownName,
  type DocumentPath,
  type DocumentReader,
  type Expectation,
  type OutcomeVerdict,
  type PropertyExpectation,
  type Scenario,
} from '../../src/model/index.js';
import type { JsonSchema } from './field.js';

const OUTCOME = ['never', 'sometimes', 'always'] as const satisfies readonly OutcomeVerdict[];
const PROPERTY = ['holds', 'violated'] as const satisfies readonly PropertyExpectation[];

/** The word for every kernel that is not named itself. */
const ALL = 'all';

export const EXPECT_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'what is expected of outcomes and properties, kernel by kernel: hangs: { all: never, v3.11: always }',
  additionalProperties: {
    type: 'object',
    description: 'a verdict per kernel, or for "all" the others',
    properties: { fact: { type: 'string', description: 'what says so: a source, a commit, a mail, a recording' } },
    additionalProperties: { enum: [...OUTCOME, ...PROPERTY] },
  },
};

export type ExpectText = { readonly [claim: string]: { readonly [kernelOrFact: string]: string } };

/** What is expected in a text scenario. */
export function expectedOf(
  text: ExpectText,
  { outcomes, properties }: Pick<Scenario, 'outcomes' | 'properties'>,
  kernels: readonly string[],
  reader: DocumentReader,
): Pick<Scenario, 'expect'> & { readonly expectProperties: NonNullable<Scenario['expectProperties']> } {
  const names = [...outcomes.map(({ name }) => name), HANGS];
  const ids = properties.map(({ id }) => id);
  const expect: { [outcome: string]: Expectation<OutcomeVerdict> } = {};
  const expectProperties: { [property: string]: Expectation<PropertyExpectation> } = {};
  for (const [claim, verdicts] of Object.entries(text)) {
    const at = ['expect', claim];
    if (names.includes(claim)) expect[claim] = expectation(verdicts, OUTCOME, 'an outcome', kernels, at, reader);
    else if (ids.includes(claim)) {
      expectProperties[claim] = expectation(verdicts, PROPERTY, 'a property', kernels, at, reader);
    } else {
      const { mend } = unknownName('claim', claim, [...names, ...ids]);
      reader.refuse(at, `There is no outcome or property "${claim}" in this scenario.`, mend, 'key');
    }
  }
  return { expect, expectProperties };
}

function expectation<Verdict extends string>(
  { fact = 'the scenario file says so', ...verdicts }: ExpectText[string],
  words: readonly Verdict[],
  what: string,
  kernels: readonly string[],
  at: DocumentPath,
  reader: DocumentReader,
): Expectation<Verdict> {
  const said = Object.entries(verdicts).map(([kernel, word]) => {
    if (kernel !== ALL && !kernels.includes(kernel)) {
      const { mend } = unknownName('kernel', kernel, kernels);
      reader.refuse([...at, kernel], `It is asked of no kernel "${kernel}".`, mend, 'key');
    }
    const verdict = words.find((one) => one === word);
    if (verdict !== undefined) return [kernel, verdict] as const;
    return reader.refuse([...at, kernel], `"${word}" is not said of ${what}.`, `Say ${words.join(', ')}.`);
  });
  const { [ALL]: others, ...named } = Object.fromEntries<Verdict>(said);
  const rest = others === undefined ? [] : kernels.map((kernel) => [kernel, others] as const);
  return { fact, byKernel: { ...Object.fromEntries(rest), ...(named as { [kernel: string]: Verdict }) } };
}
