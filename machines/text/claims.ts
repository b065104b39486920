import type {
  Fairness,
  LivenessProperty,
  Outcome,
  Predicate,
  Property,
  SafetyProperty,
  StateView,
} from '../../src/model/index.js';
import { HANGS, type DocumentPath, type DocumentReader, type Vocabulary } from '../../src/model/index.js';
import type { JsonSchema } from './field.js';
import { PROPERTIES } from './properties.js';

const SAFETY = ['always', 'never', 'sometimes'] as const satisfies readonly SafetyProperty['kind'][];
const LIVENESS = [
  'eventually',
  'always eventually',
  'eventually always',
] as const satisfies readonly LivenessProperty['kind'][];
const FAIRNESS = [
  'weak per thread, strong for locks',
  'weak per thread',
  'strong per thread',
  'none',
] as const satisfies readonly Fairness[];

const expression = (description: string): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description: `${description}: an expression such as charger.killed && A.usage > A.limit`,
});

const sentence = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description });

/** An expression, alone or with a description of what it means: `when`. */
const condition = (description: string): JsonSchema => ({
  type: ['string', 'object'],
  description,
  minLength: 1,
  properties: { when: expression(description), description: sentence('what it means, in one line') },
  required: ['when'],
  additionalProperties: false,
});

const WORD = { pattern: '^[A-Za-z][A-Za-z0-9_-]*$', description: 'letters, digits, _ and -' };

export const OUTCOMES_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'named predicates over ends; deadlock and livelock are the outcome "hangs", which is always there',
  propertyNames: WORD,
  additionalProperties: condition('when an end has the outcome'),
};

export const PROPERTIES_SCHEMA: JsonSchema = {
  type: 'array',
  description: 'claims over all states or all runs: of the catalogue by id, or of your own',
  items: {
    type: ['string', 'object'],
    description: Object.values(PROPERTIES)
      .map(({ property }) => `${property.id}: ${property.kind}: ${property.description}`)
      .join('\n'),
    properties: {
      id: { type: 'string', ...WORD },
      kind: { enum: [...SAFETY, ...LIVENESS], description: 'how the expression is meant' },
      holds: expression('what is claimed'),
      description: sentence('what is claimed, in one line'),
      premise: condition('when the claim says anything at all; one whose premise never comes true is vacuous'),
      fairness: { enum: FAIRNESS, description: 'what the scheduler is trusted with, of eventually' },
    },
    required: ['id', 'kind', 'holds'],
    additionalProperties: false,
    if: { type: 'object' },
    else: { enum: Object.keys(PROPERTIES) },
  },
};

type ConditionText = string | { readonly when: string; readonly description?: string };

export type OutcomesText = { readonly [name: string]: ConditionText };

export type PropertiesText = readonly (
  | string
  | {
      readonly id: string;
      readonly kind: Property['kind'];
      readonly holds: string;
      readonly description?: string;
      readonly premise?: ConditionText;
      readonly fairness?: Fairness;
    }
)[];

/** What claims are read with. */
export interface Claiming {
  readonly reader: DocumentReader;
  readonly vocabulary: Vocabulary<StateView>;
}

/** The outcomes of a text scenario. */
export const outcomesOf = (text: OutcomesText, claiming: Claiming): Outcome[] =>
  Object.entries(text).map(([name, condition]) => {
    const at = ['outcomes', name];
    if (name === HANGS) {
      claiming.reader.refuse(at, `The outcome "${HANGS}" is there already.`, 'Give yours another name.', 'key');
    }
    return { name, ...conditionOf(condition, at, claiming) };
  });

/** The properties of a text scenario. */
export function propertiesOf(text: PropertiesText, claiming: Claiming): Property[] {
  const { reader } = claiming;
  return text.map((one, i) => {
    const at = ['properties', i];
    const id = typeof one === 'string' ? one : one.id;
    if (text.slice(0, i).some((other) => (typeof other === 'string' ? other : other.id) === id)) {
      reader.refuse(at, `The property "${id}" stands here twice.`, 'Take one of them out.');
    }
    if (typeof one === 'string') return PROPERTIES[one]!.property;
    if (Object.hasOwn(PROPERTIES, id)) {
      reader.refuse(
        [...at, 'id'],
        `"${id}" is a property of the catalogue.`,
        'Give yours another id, or name that one.',
      );
    }
    const { kind, holds: said, description = said, premise, fairness } = one;
    const holds = predicate([...at, 'holds'], claiming);
    const safety = SAFETY.find((word) => word === kind);
    if (safety === undefined) {
      if (premise !== undefined) {
        reader.refuse([...at, 'premise'], `"${kind}" has no premise.`, 'Put it into the expression: !(…) || ….', 'key');
      }
      return { id, kind: kind as LivenessProperty['kind'], description, holds, fairness: fairness ?? FAIRNESS[0] };
    }
    if (fairness !== undefined) {
      const mend = 'It is for eventually; leave it out.';
      reader.refuse([...at, 'fairness'], `"${kind}" speaks of states, which no fairness changes.`, mend, 'key');
    }
    const when = premise === undefined ? {} : { premise: conditionOf(premise, [...at, 'premise'], claiming) };
    return { id, kind: safety, description, holds, ...when };
  });
}

function conditionOf(
  condition: ConditionText,
  at: DocumentPath,
  claiming: Claiming,
): { description: string; holds: Predicate } {
  if (typeof condition === 'string') return { description: condition, holds: predicate(at, claiming) };
  const { when, description = when } = condition;
  return { description, holds: predicate([...at, 'when'], claiming) };
}

function predicate(at: DocumentPath, { reader, vocabulary }: Claiming): Predicate {
  const holds = reader.expression(at, vocabulary);
  return (state) => holds(state) === true;
}
