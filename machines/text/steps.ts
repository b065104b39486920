import type { Op } from '../../src/model/index.js';
import { record, type Field, type Fields } from './field.js';

/** One thing that can be done: what may be said of it, and the ops that it is made of. */
export interface Operation {
  readonly description: string;
  readonly required: readonly string[];
  readonly field: Field<readonly Op[]>;
}

export type Operations = { readonly [name: string]: Operation };

/** An operation with these fields; `ops` is given what the document says of them. */
export function operation<F extends Fields>(
  description: string,
  fields: F,
  required: readonly (keyof F & string)[],
  ops: (given: { [K in keyof F]?: F[K] extends Field<infer T> ? T : never }) => Op[],
): Operation {
  const { schema, read } = record(description, fields, required);
  return {
    description,
    required,
    field: {
      schema,
      read(value, place) {
        const given = read(value, place);
        return (params) => ops(given(params));
      },
    },
  };
}

/** One step of a program: an operation's name, or its name with what is to be said of it: `munmap: { pages: 1 }`. */
export const step = (operations: Operations): Field<readonly Op[]> => ({
  schema: {
    type: ['string', 'object'],
    description: Object.entries(operations)
      .map(([name, one]) => `${name}: ${one.description}`)
      .join('\n'),
    maxProperties: 1,
    minProperties: 1,
    properties: Object.fromEntries(Object.entries(operations).map(([name, { field }]) => [name, field.schema])),
    additionalProperties: false,
    if: { type: 'object' },
    else: { enum: Object.keys(operations) },
  },
  read(value, place) {
    const [name = '', given] = typeof value === 'string' ? [value, {}] : (Object.entries(value as object)[0] ?? []);
    const { field, required } = operations[name]!;
    const missing = required.filter((key) => !Object.hasOwn(given as object, key));
    if (missing.length > 0) {
      const mend = `Write "${name}: { ${missing.map((key) => `${key}: …`).join(', ')} }".`;
      place.reader.refuse(place.at, `The operation "${name}" needs ${missing.join(' and ')}.`, mend);
    }
    return field.read(given, { ...place, at: [...place.at, name] });
  },
});
