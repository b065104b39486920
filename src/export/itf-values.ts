import type { Value } from '../model/index.js';

/** An expression of the Informal Trace Format (Apalache ADR 015), as far as our values need it. */
export type ItfValue =
  | boolean
  | string
  | readonly ItfValue[]
  | { readonly '#bigint': string }
  | { readonly '#map': readonly (readonly [ItfValue, ItfValue])[] }
  | { readonly '#tup': readonly [] }
  | { readonly '#unserializable': string }
  | { readonly [field: string]: ItfValue };

/**
 * A value in ITF: integers as `#bigint`, since readers take plain numbers for what JavaScript can hold; `null`, which the format
 * does not have, as the variant `None` of Quint. A
 * record with fields that either reserves is a map from strings.
 */
export function itfOf(value: Value): ItfValue {
  if (value === null) return NONE;
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { '#bigint': String(value) } : { '#unserializable': String(value) };
  }
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(itfOf);
  const fields = Object.entries(value).map(([key, one]) => [key, itfOf(one)] as const);
  const isReserved = fields.some(([key]) => key.startsWith('#') || key === 'tag');
  return isReserved ? { '#map': fields } : Object.fromEntries(fields);
}

const NONE = { tag: 'None', value: { '#tup': [] } } as const;

/** The value of an expression; `undefined` for one that `itfOf` never writes. */
export function valueOf(itf: unknown): Value | undefined {
  if (typeof itf === 'boolean' || typeof itf === 'string') return itf;
  if (typeof itf !== 'object' || itf === null) return undefined;
  if (Array.isArray(itf)) return all(itf.map(valueOf));
  const record = itf as { readonly [field: string]: unknown };
  if (typeof record['#bigint'] === 'string') return Number(record['#bigint']);
  if (record['tag'] === NONE.tag) return null;
  if (typeof record['#unserializable'] === 'string') return Number(record['#unserializable']);
  const map = record['#map'];
  const entries = Array.isArray(map) ? (map as readonly (readonly [string, unknown])[]) : Object.entries(record);
  const values = all(entries.map(([, one]) => valueOf(one)));
  return values && Object.fromEntries(entries.map(([key], i) => [key, values[i] ?? null]));
}

const all = (values: readonly (Value | undefined)[]): readonly Value[] | undefined =>
  values.every((one) => one !== undefined) ? values : undefined;
