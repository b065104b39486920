import { OomlabError, type Value } from '../model/index.js';

const MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** A time as one writes it, `20ms`, `1.5s`, `2m`, in ms. Throws E123. */
export function duration(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (match === null) throw refused(option, text, 'Give a number and a unit: 20ms, 30s, 5m.');
  const ms = Number(match[1]) * MS[match[2] as keyof typeof MS];
  // A longer timer would fire at once.
  if (ms > 0x7fffffff) throw refused(option, text, 'Give less than 24 days.');
  return ms;
}

const BYTES = { kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 } as const;

/** An amount of memory as one writes it, `512MB`, `1.5GB`, in bytes; a kB is 1024 of them. Throws E123. */
export function size(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kmg]b)$/i.exec(text);
  const bytes = match === null ? 0 : Number(match[1]) * BYTES[match[2]?.toLowerCase() as keyof typeof BYTES];
  if (bytes < 1 || !Number.isSafeInteger(Math.floor(bytes))) {
    throw refused(option, text, 'Give a number and a unit: 512MB, 2GB.');
  }
  return Math.floor(bytes);
}

/** Bytes as one writes them: `5.3 GB`. */
export function sizeText(bytes: number): string {
  const units = Object.entries(BYTES).toReversed();
  const [unit, one] = units.find(([, least]) => bytes >= least) ?? ['kb', BYTES.kb];
  const amount = bytes / one;
  return `${amount < 10 ? Number(amount.toFixed(1)) : Math.round(amount)} ${unit === 'kb' ? 'kB' : unit.toUpperCase()}`;
}

/** A whole number from `least` up. Throws E123. */
export function count(option: string, text: string, least = 1): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
    throw refused(option, text, `Give a whole number from ${least} up.`);
  }
  return number;
}

/** A seed: any 32-bit whole number from 0. Throws E123. */
export function seedOf(text: string): number {
  const seed = count('--seed', text, 0);
  if (seed > 0xffffffff) throw refused('--seed', text, 'Give a whole number below 2^32.');
  return seed;
}

/** `['pages=3']` as parameters. Whether a scenario has them and takes the value is its own business. Throws E123. */
export function paramsGiven(pairs: readonly string[]): { [name: string]: Value } {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw refused('--param', pair, 'Give name=number, such as pages=3.');
      const text = pair.slice(at + 1);
      return [pair.slice(0, at), /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text];
    }),
  );
}

/** One of several words. Throws E123, and says which there are. */
export function oneOf<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === text);
  if (word === undefined) throw refused(option, text, `In this version there is: ${words.join(', ')}.`);
  return word;
}

const refused = (option: string, text: string, mend: string): OomlabError =>
  new OomlabError('E123', `${option} "${text}" is refused.`, mend);
