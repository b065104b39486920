import { CAST } from './cast-fields.js';
import { OUTCOMES_SCHEMA, PROPERTIES_SCHEMA } from './claims.js';
import { EXPECT_SCHEMA } from './expected.js';
import { NAME, record, type JsonSchema } from './field.js';

const sentence = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description });

const cast = record('', CAST).schema as { readonly properties: JsonSchema };

/** The JSON schema of a scenario in text, as `schema/scenario.json` publishes it. */
export const schema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'oomlab scenario',
  description: 'One question about the memcg OOM path: a cast, and what is asked of all its interleavings.',
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$', description: 'letters, digits, _, . and -' },
    question: sentence('the question, in one line'),
    topic: sentence('what it belongs to'),
    sizes: sentence('the sizes used here and the real ones of the kernel'),
    params: {
      type: 'object',
      description:
        'numbers that --param may change and sizes may speak of; retries, batch and reaperTries are always there',
      propertyNames: NAME,
      additionalProperties: { type: 'integer', minimum: 0, maximum: 1000 },
    },
    kernels: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string' },
      description: 'the kernels that it is asked of; all if absent',
    },
    large: { type: 'boolean', description: 'millions of states' },
    ...cast.properties,
    outcomes: OUTCOMES_SCHEMA,
    properties: PROPERTIES_SCHEMA,
    expect: EXPECT_SCHEMA,
  },
  required: ['id', 'question', 'memcgs', 'tasks'],
  additionalProperties: false,
};
