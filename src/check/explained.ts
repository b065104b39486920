import { why, type Aim } from '../explore/index.js';
import { ReferenceHost, replay, tokenOf, type Schedule, type System } from '../system/index.js';
import { endingOf } from '../trace/index.js';
import { likelyAim, reasonsText } from './reasons.js';

/** What a run is explained by, ready to be shown; plain data. */
export interface Reasons {
  readonly aim: Aim;
  readonly paragraphs: readonly string[];
  /** After so many steps nothing can help. */
  readonly noReturn: number;
  /** Two steps, from 0, whose order decides. */
  readonly race?: readonly [number, number];
  /** The token of the nearest run that passes. */
  readonly passing?: string;
}

/** Longer runs are explained by `oomlab why` alone, which has time. */
const LONGEST = 3000;

/** States, which are looked at in about a second. */
const NEAR = 1_000_000;

/** Why a run shows what it most likely is looked at for; nothing where that is too much to find out. */
export function explained(system: System, schedule: Schedule): Reasons | undefined {
  if (schedule.length > LONGEST) return undefined;
  const aim = likelyAim(system, schedule, endingOf(system, schedule));
  const found = why(system, schedule, aim, { states: NEAR });
  if (found === undefined) return undefined;
  const passing = found.passing && replay(new ReferenceHost(system), { schedule: found.passing });
  return {
    aim,
    paragraphs: reasonsText(system, aim, found),
    noReturn: found.noReturn,
    ...(found.race === undefined ? {} : { race: [found.race.first, found.race.second] }),
    ...(passing === undefined ? {} : { passing: tokenOf(system, passing) }),
  };
}
