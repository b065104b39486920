import type { Field, Params, Place } from './field.js';

/** Pages that tasks map are states of their own: no question needs more, and no search ends with them. */
export const MOST_MAPPED = 1000;

const MOST = 2 ** 40;
const PAGE = 4096;
const UNITS = ['', 'k', 'm', 'g', 't'];
const BYTES = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])(?:i?b)?|b|bytes?)?$/i;

/** A number of pages: a plain integer, bytes with or without a unit in a string, or an expression over the parameters. */
export const size = (description: string, most: number = MOST): Field<number> => ({
  schema: {
    type: ['integer', 'string'],
    minimum: 0,
    maximum: most,
    description:
      `${description}: pages as a plain number, bytes as "8192", "8KiB" or "2M" (whole pages of 4096), ` +
      'or an expression over the parameters such as "pages + 1"',
  },
  read(value, place) {
    if (typeof value === 'number') return () => value;
    const text = (value as string).trim();
    const match = BYTES.exec(text);
    if (match === null) return expression(text, place, most);
    const pages = pagesOf(text, match, place);
    if (pages > most) refuseRange(place, `${text} is ${pages} pages`, most);
    return () => pages;
  },
});

function pagesOf(text: string, [, number, unit = '']: RegExpExecArray, { reader, at }: Place): number {
  const bytes = Number(number) * 1024 ** UNITS.indexOf(unit.toLowerCase());
  if (bytes % PAGE === 0) return bytes / PAGE;
  const below = Math.floor(bytes / PAGE);
  return reader.refuse(
    at,
    `"${text}" is ${bytes} bytes, which is no whole number of pages of ${PAGE}.`,
    `Give ${below > 0 ? `"${below * PAGE}" or ` : ''}"${(below + 1) * PAGE}", or pages as a plain number.`,
  );
}

function expression(text: string, place: Place, most: number): (params: Params) => number {
  const names = Object.fromEntries(
    place.names.param.map(
      (name) => [name, { is: 'value', type: 'int', read: (params: Params) => params[name] ?? 0 }] as const,
    ),
  );
  const value = place.reader.expression<Params>(place.at, { result: 'int', kinds: {}, names });
  refuseConstant(text, place);
  return (params) => {
    const pages = value(params) as number;
    if (pages < 0 || pages > most) refuseRange(place, `It comes to ${pages} pages`, most);
    return pages;
  };
}

/** In "4096 * 2", one means bytes and gets thousands of pages. */
function refuseConstant(text: string, { reader, at, names }: Place): void {
  const words = text.match(/\b[A-Za-z_]\w*/g) ?? [];
  if (words.some((word) => names.param.includes(word))) return;
  const mend = 'Give pages as a plain number, bytes as "8192" or "8KiB", or an expression with a parameter in it.';
  reader.refuse(at, `"${text}" is no number of bytes, and there is no parameter in it.`, mend);
}

const refuseRange = ({ reader, at }: Place, what: string, most: number): never =>
  reader.refuse(at, `${what}.`, `Give 0 to ${most} pages.`);
