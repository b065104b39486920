import { OomlabError } from './errors.js';

/** Plain data: what a context, an op or a reply may hold. It survives JSON. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** A machine's memory. */
export type Context = { readonly [field: string]: Value };

/** A named operation with its arguments: what a call, a tell, a reply or a piece of mail carries. */
export type Op = { readonly type: string; readonly [argument: string]: Value };

/**
 * A value written as data inside a machine's config.
 *
 * `'$pages'` reads context, `'$event.task'` the event being handled, `'@self'` is filled in by the host with the actor's
 * own name; `{ plus: [a, b] }` and `{ minus: [a, b] }` add and subtract,
 * `{ entry: [map, key] }` looks a key up (an empty list where there is none), `{ first: list }` is the list of its head;
 * everything else stands for itself.
 */
export type Term = Value;

/** Works a term out against a context and the event being handled. Throws E105 where a path leads nowhere. */
export function evaluate(term: Term, context: Context, event: Op): Value {
  if (typeof term === 'string') return term.startsWith('$') ? readPath(term, context, event) : term;
  if (term === null || typeof term !== 'object') return term;
  if (Array.isArray(term)) return (term as readonly Term[]).map((item) => evaluate(item, context, event));
  const record = term as { readonly [key: string]: Term };
  if (isBinary(record['plus'])) return sum(record['plus'], 1, context, event);
  if (isBinary(record['minus'])) return sum(record['minus'], -1, context, event);
  if (isBinary(record['entry'])) {
    const [map, key] = record['entry'].map((part) => evaluate(part, context, event));
    return (map as { readonly [key: string]: Value })[String(key)] ?? [];
  }
  if ('first' in record) return (evaluate(record['first'] ?? [], context, event) as readonly Value[]).slice(0, 1);
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, evaluate(value, context, event)]));
}

/** The text of a term as a person would write it: for charts. */
export function termText(term: Term): string {
  if (typeof term === 'string') return term.replace(/^\$event\./, '').replace(/^\$/, '');
  if (term === null || typeof term !== 'object') return String(term);
  if (Array.isArray(term)) return `[${term.map(termText).join(', ')}]`;
  const record = term as { readonly [key: string]: Term };
  if (isBinary(record['plus'])) return record['plus'].map(termText).join(' + ');
  if (isBinary(record['minus'])) return record['minus'].map(termText).join(' - ');
  if (isBinary(record['entry'])) return `${termText(record['entry'][0])}[${termText(record['entry'][1])}]`;
  if (record['first'] !== undefined) return `first of ${termText(record['first'])}`;
  return `{${Object.entries(record)
    .map(([key, value]) => `${key}: ${termText(value)}`)
    .join(', ')}}`;
}

function isBinary(value: Term | undefined): value is readonly [Term, Term] {
  return Array.isArray(value) && value.length === 2;
}

function sum(terms: readonly [Term, Term], sign: 1 | -1, context: Context, event: Op): number {
  const [left, right] = terms.map((term) => evaluate(term, context, event));
  if (typeof left !== 'number' || typeof right !== 'number') {
    throw new OomlabError('E105', `${JSON.stringify(terms)} does not add up numbers.`, 'Use numeric fields in it.');
  }
  return left + sign * right;
}

function readPath(path: string, context: Context, event: Op): Value {
  const segments = path.slice(1).split('.');
  const fromEvent = segments[0] === 'event';
  let value: Value | undefined = fromEvent ? event : context;
  for (const segment of fromEvent ? segments.slice(1) : segments) {
    value =
      value !== null && typeof value === 'object' ? (value as { readonly [key: string]: Value })[segment] : undefined;
  }
  if (value === undefined) {
    throw new OomlabError(
      'E105',
      `"${path}" reads nothing: the ${fromEvent ? `event "${event.type}"` : 'context'} has no such field.`,
      `Fields: ${Object.keys(fromEvent ? event : context).join(', ')}.`,
    );
  }
  return value;
}
