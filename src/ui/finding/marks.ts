import type { Playback } from '../../play/playback.js';
import type { Reasons } from '../../check/explained.js';

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

/** Looking for the step that violates something means judging states; a longer run is judged at its end alone. */
const JUDGED = 5000;

export function marksOf(playback: Playback, reasons: Reasons | undefined): Marks {
  const { length, loopStart } = playback;
  const ending = playback.situationAt(length);
  const bad = (at: number): boolean => playback.claimsAt(at).some(({ standing }) => standing === 'violated');
  const first = length <= JUDGED ? Array.from({ length }, (_, step) => step).find((step) => bad(step + 1)) : undefined;
  const failure = first ?? (ending.kind === 'deadlock' ? length - 1 : undefined);
  const noReturn = reasons !== undefined && reasons.noReturn > 0 && isBad(reasons) ? reasons.noReturn - 1 : undefined;
  return {
    race: new Set(isRaced(reasons) ? reasons.race : []),
    noReturn,
    failure,
    loopStart: ending.kind === 'open' ? loopStart : undefined,
  };
}

/** An end with an outcome can be explained like a failure, and is none. */
const isBad = ({ aim }: Reasons): boolean => aim.kind === 'property' || aim.name === 'hangs';

const isRaced = (reasons: Reasons | undefined): reasons is Reasons & { readonly race: readonly [number, number] } =>
  reasons?.race !== undefined;
