import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { nearestNames, type DocumentPath } from '../model/index.js';
import type { TextDocument, Which } from './document.js';

type Schema = { readonly [keyword: string]: unknown };

/** What does not meet a schema, in words. */
interface Fault {
  readonly at: DocumentPath;
  readonly which?: Which;
  readonly what: string;
  readonly mend: string;
}

const compiled = new WeakMap<Schema, ValidateFunction>();

/** Throws E125 for the first thing in a document that does not meet the schema; a key that means nothing comes first. */
export function checkSchema(document: TextDocument, schema: Schema): void {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictRequired: false }).compile(
      schema,
    );
    compiled.set(schema, validate);
  }
  if (validate(document.value)) return;
  const faults = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
    .map((error) => ({ error, fault: faultOf(error) }))
    .map(({ error, fault }) => ({
      fault,
      // What was mistyped is missed elsewhere.
      rank: error.keyword === 'additionalProperties' ? 0 : 1,
      offset: document.offsetOf(fault.at, fault.which),
    }))
    .sort((a, b) => a.rank - b.rank || a.offset - b.offset);
  const { at, which = 'value', what, mend } = faults[0]!.fault;
  throw document.wrong(at, what, mend, { which });
}

function faultOf(error: ErrorObject): Fault {
  const { keyword, instancePath, params, data, parentSchema = {}, propertyName } = error;
  const at = pathOf(instancePath);
  const name = at.at(-1) ?? 'the scenario';
  if (propertyName !== undefined) {
    const mend = `Names have ${String(parentSchema['description'])}, and begin with a letter.`;
    return { at: [...at, propertyName], which: 'key', what: `"${propertyName}" is no name.`, mend };
  }
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const known = Object.keys((parentSchema['properties'] as object | undefined) ?? {});
      return {
        at: [...at, key],
        which: 'key',
        what: `The key "${key}" means nothing here.`,
        mend: didYouMean(key, known),
      };
    }
    case 'required':
    case 'dependencies': {
      const missing = String(params['missingProperty']);
      const what = at.length === 0 ? `There is no "${missing}".` : `"${name}" has no "${missing}".`;
      return { at, which: 'key', what, mend: `Say it: ${missing}: ….` };
    }
    case 'enum': {
      const known = (params['allowedValues'] as readonly unknown[]).map(String);
      return { at, what: `${shown(data)} means nothing here.`, mend: didYouMean(String(data), known) };
    }
    case 'type': {
      const types = [params['type']].flat().map(String);
      const mend = `Give ${types.map((type) => TYPES[type] ?? type).join(' or ')}.`;
      return { at, what: `${shown(data)} is no value for "${name}".`, mend };
    }
    case 'pattern':
      return { at, what: `${shown(data)} is refused.`, mend: `It may have ${String(parentSchema['description'])}.` };
    default:
      return { at, what: `"${name}" ${error.message ?? 'is refused'}.`, mend: 'Change it.' };
  }
}

const TYPES: { readonly [type: string]: string } = {
  string: 'text (in quotes, where it looks like something else)',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'names with values under it',
  array: 'a list: "- …" lines, or […]',
};

const shown = (data: unknown): string => {
  if (data === null) return 'Nothing';
  if (typeof data === 'object') return Array.isArray(data) ? 'A list' : 'A mapping';
  const text = String(data);
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
};

function didYouMean(wanted: string, known: readonly string[]): string {
  const near = nearestNames(wanted, known);
  if (near.length > 0) return `Did you mean ${near.join(', ')}?`;
  return known.length === 0 ? 'Take it out.' : `It may be ${known.join(', ')}.`;
}

/** A JSON pointer as a path. */
const pathOf = (pointer: string): DocumentPath =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
