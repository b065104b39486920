import { unknownName, type DocumentPath, type DocumentReader } from '../../src/model/index.js';

export type JsonSchema = { readonly [keyword: string]: unknown };

export type Params = { readonly [name: string]: number };

/** A value that may depend on the scenario's parameters. */
export type Given<T> = (params: Params) => T;

/** What a document declares, so that the rest of it may refer to it. */
export interface Names {
  readonly memcg: readonly string[];
  readonly task: readonly string[];
  readonly mutex: readonly string[];
  readonly eventfd: readonly string[];
  /** What pages may be charged to: a memcg, or the zone of the page allocator. */
  readonly counter: readonly string[];
  readonly param: readonly string[];
}

/** The place in the document that is being read. */
export interface Place {
  readonly at: DocumentPath;
  readonly reader: DocumentReader;
  readonly names: Names;
}

/** One field of a text scenario: how a document may say it, and what that means. Every field is declared in one place. */
export interface Field<T = unknown> {
  readonly schema: JsonSchema;
  /** The schema has passed the value. */
  read(value: unknown, place: Place): Given<T>;
}

export type Fields = { readonly [name: string]: Field };

type ValueOf<F> = F extends Field<infer T> ? T : never;

/** Letters, digits and `_`: what an expression can name. */
export const NAME = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*$', description: 'letters, digits and _' };

const within = (place: Place, key: string | number): Place => ({ ...place, at: [...place.at, key] });

const asItStands = <T>(schema: JsonSchema): Field<T> => ({ schema, read: (value) => () => value as T });

/** True or false. */
export const flag = (description: string): Field<boolean> => asItStands({ type: 'boolean', description });

/** A whole number that is no size. */
export const integer = (description: string, minimum: number, maximum: number): Field<number> =>
  asItStands({ type: 'integer', minimum, maximum, description });

/** Some of a few words. */
export const words = <Word extends string>(description: string, known: readonly Word[]): Field<readonly Word[]> =>
  asItStands({ type: 'array', items: { type: 'string', enum: known }, uniqueItems: true, description });

/** Names that the document declares here. */
export const declared = (description: string): Field<readonly string[]> =>
  asItStands({ type: 'array', items: NAME, uniqueItems: true, description });

/** The name of something that the document declares elsewhere. */
export const reference = (kind: Exclude<keyof Names, 'param'>, description: string): Field<string> => ({
  schema: { type: 'string', description },
  read(value, place) {
    const name = value as string;
    const known = place.names[kind];
    if (!known.includes(name)) {
      place.reader.refuse(place.at, `There is no ${kind} "${name}".`, unknownName(kind, name, known).mend);
    }
    return () => name;
  },
});

/** A mapping with these keys. */
export function record<F extends Fields>(
  description: string,
  fields: F,
  required: readonly (keyof F & string)[] = [],
): Field<{ [K in keyof F]?: ValueOf<F[K]> }> {
  return {
    schema: {
      type: 'object',
      description,
      properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
      required,
      additionalProperties: false,
    },
    read(value, place) {
      const given = Object.entries(value as object)
        .filter(([key]) => Object.hasOwn(fields, key))
        .map(([key, one]) => [key, fields[key]!.read(one, within(place, key))] as const);
      return (params) =>
        Object.fromEntries(given.map(([key, one]) => [key, one(params)])) as { [K in keyof F]?: ValueOf<F[K]> };
    },
  };
}

/** A mapping from names that the document chooses. */
export const named = <T>(description: string, field: Field<T>, least = 1): Field<{ readonly [name: string]: T }> => ({
  schema: {
    type: 'object',
    description,
    minProperties: least,
    propertyNames: NAME,
    additionalProperties: field.schema,
  },
  read(value, place) {
    const given = Object.entries(value as object).map(
      ([name, one]) => [name, field.read(one, within(place, name))] as const,
    );
    return (params) => Object.fromEntries(given.map(([name, one]) => [name, one(params)]));
  },
});

/** A list, with at least one entry. */
export const list = <T>(description: string, field: Field<T>): Field<readonly T[]> => ({
  schema: { type: 'array', description, minItems: 1, items: field.schema },
  read(value, place) {
    const given = (value as readonly unknown[]).map((one, i) => field.read(one, within(place, i)));
    return (params) => given.map((one) => one(params));
  },
});
