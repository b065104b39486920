import { memoryBytes } from './machine-memory.js';
import { count, duration, size, sizeText } from './quantities.js';
import type { JobBounds } from '../check/search-job.js';

/** What each search of a check is bounded by, as reports say it: `null` is unbounded. */
export interface Bounds {
  readonly states: number | null;
  readonly ms: number | null;
  readonly depth: number | null;
  readonly bytes: number;
}

export interface BoundsOptions {
  readonly maxStates?: string;
  readonly maxTime?: string;
  readonly maxDepth?: string;
  readonly maxMemory?: string;
}

/** The bounds asked for; of memory, each of the searches that run at a time has its share. Throws E123. */
export const boundsOf = ({ maxStates, maxTime, maxDepth, maxMemory }: BoundsOptions, atATime: number): Bounds => ({
  states: maxStates === undefined ? null : count('--max-states', maxStates),
  ms: maxTime === undefined ? null : duration('--max-time', maxTime),
  depth: maxDepth === undefined ? null : count('--max-depth', maxDepth),
  bytes: maxMemory === undefined ? memoryShare(atATime) : size('--max-memory', maxMemory),
});

/** What a search may take for states and edges; the other half is for judging them, and for everybody else. */
export const memoryShare = (atATime: number): number => Math.floor(memoryBytes() / 2 / Math.max(1, atATime));

export const jobBounds = ({ states, ms, depth, bytes }: Bounds): JobBounds => ({
  ...(states === null ? {} : { states }),
  ...(ms === null ? {} : { ms }),
  ...(depth === null ? {} : { depth }),
  bytes,
});

/** The bounds in words, those that are not there too. */
export const boundsText = ({ states, ms, depth, bytes }: Bounds): string =>
  [
    states === null ? 'states unbounded' : `stopped above ${states} states a row`,
    ms === null ? 'time unbounded' : `at most ${ms} ms a row`,
    depth === null ? 'depth unbounded' : `at most ${depth} steps deep`,
    `at most ${sizeText(bytes)} of memory a row`,
  ].join(', ');
