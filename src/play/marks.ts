import { HANGS } from '../model/index.js';
import type { Playback } from './playback.js';

/** What is to be seen of a run's steps beside what they do. Steps are from 0. */
export interface Marks {
  /** Two steps whose order decides. */
  readonly race: ReadonlySet<number>;
  /** The step after which nothing can help. */
  readonly noReturn: number | undefined;
  /** The step with which it fails: it deadlocks, or violates a property. */
  readonly failure: number | undefined;
  /** The first step of what repeats for ever. */
  readonly loopStart: number | undefined;
}

/** Where it was decided that a run shows what it shows, as far as somebody found out. */
export interface Decided {
  /** What it shows: an outcome or a violated property. */
  readonly aim: { readonly kind: 'outcome' | 'property'; readonly name: string };
  /** After so many steps nothing can help. */
  readonly noReturn: number;
  /** Two steps, from 0, whose order decides. */
  readonly race?: readonly [number, number];
}

/** Looking for the step that violates something means judging states; a longer run is judged at its end alone. */
const JUDGED = 5000;

/** The marks of a run: the same in the page, in its pictures and in those of the command line. */
export function marksOf(playback: Playback, decided: Decided | undefined): Marks {
  const { length, loopStart } = playback;
  const ending = playback.situationAt(length);
  const bad = (at: number): boolean => playback.claimsAt(at).some(({ standing }) => standing === 'violated');
  const first = length <= JUDGED ? Array.from({ length }, (_, step) => step).find((step) => bad(step + 1)) : undefined;
  return {
    race: new Set(decided?.race ?? []),
    noReturn: decided !== undefined && decided.noReturn > 0 && isBad(decided) ? decided.noReturn - 1 : undefined,
    failure: first ?? (ending.kind === 'deadlock' ? length - 1 : undefined),
    loopStart: ending.kind === 'open' ? loopStart : undefined,
  };
}

/** An end with an outcome can be explained like a failure, and is none. */
const isBad = ({ aim }: Decided): boolean => aim.kind === 'property' || aim.name === HANGS;
