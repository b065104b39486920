import type { Playback } from '../../play/playback.js';
import { brief, effects } from './step-text.js';

/** Whether a step is looked for. */
export type Query = (number: number) => boolean;

/**
 * What is typed into the search field: words that must all be there. `actor:hog` is who takes part, `ev:wake*` an operation,
 * `state:charge*` where somebody is after it, `/…/` a regular expression, anything else part of what the step says.
 */
export function queryOf(playback: Playback, text: string): Query | undefined {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const tests = words.map((word) => testOf(playback, word));
  return (number) => tests.every((test) => test(number));
}

function testOf(playback: Playback, word: string): Query {
  const [, key = '', value = ''] = /^(actor|ev|state):(.+)$/.exec(word) ?? [];
  const like = patternOf(key === '' ? word : value, key !== '');
  switch (key) {
    case 'actor':
      return (number) => playback.step(number).parts.some(({ from, to }) => like.test(from) || like.test(to));
    case 'ev':
      return (number) => playback.step(number).parts.some(({ op }) => like.test(op.type));
    case 'state':
      return (number) =>
        playback.step(number).changes.some(({ after }) => after.split(/[.& ]+/).some((one) => like.test(one)));
    default:
      return (number) => {
        const step = playback.step(number);
        return like.test([step.actor, step.inside ?? '', brief(step), ...effects(step)].join(' '));
      };
  }
}

/** What stands between slashes and is no regular expression, at least not yet: it is looked for as it stands. */
export const brokenExpression = (text: string): string | undefined =>
  text.split(/\s+/).find((word) => {
    const [, source] = /^(?:(?:actor|ev|state):)?\/(.+)\/$/.exec(word) ?? [];
    return source !== undefined && expressionOf(source) === undefined;
  });

function expressionOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'i');
  } catch {
    return undefined;
  }
}

/** A word with `*`, or `/a regular expression/`; one that is none is looked for as it stands. */
function patternOf(word: string, isWhole: boolean): RegExp {
  const [, source] = /^\/(.+)\/$/.exec(word) ?? [];
  if (source !== undefined) {
    const expression = expressionOf(source);
    if (expression !== undefined) return expression;
  }
  const plain = word.replaceAll(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(isWhole ? `^${plain}$` : plain, 'i');
}
