import { draws } from './draws.js';
import { MailChains } from './mail-chains.js';
import type { Offer } from './offer.js';
import { runs, type Picker, type RunsOptions } from './runs.js';
import type { Strategy } from './strategy.js';

export interface PctOptions extends RunsOptions {
  readonly seed: number;
  /** The bugs looked for: those that come of so many orderings of two steps (d). At least 1. */
  readonly bugDepth: number;
  /** Steps of a run (k), where they are known; otherwise the longest before that came to an end; at first, of a few random ones. */
  readonly length?: number;
}

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010): each run gives the threads
 * priorities at random, and lowers that of the thread about to move at d − 1 steps drawn at random; the enabled thread of the
 * highest priority moves. A run meets a bug of depth d with a probability of at least 1/(n·k^(d−1)).
 *
 * Each receiver's mail is a thread of its own. Among the alternatives of one thread it draws evenly; the bound knows nothing
 * of those.
 */
export const pct = (options: PctOptions): Strategy => byPriorities('pct', options);

/**
 * The variant for message passing (Ozkan and others, OOPSLA 2018): priorities belong to chains of steps that cause each other,
 * and a piece of mail that nothing before it caused is a chain of its own. A run meets a bug of depth d with a probability of
 * at least 1/(c·k^(d−1)), c being the most chains that a run had.
 */
export const pctcp = (options: PctOptions): Strategy => byPriorities('pctcp', options);

const byPriorities = (name: Priorities, options: PctOptions): Strategy =>
  runs(name, options, () => priorityPicker(name, options));

/** What priorities belong to: threads, or chains. */
type Priorities = 'pct' | 'pctcp';

/** Picks steps by priorities, for runs of a strategy. */
export function priorityPicker(
  name: Priorities,
  { seed, bugDepth, length }: Pick<PctOptions, 'seed' | 'bugDepth' | 'length'>,
): Picker {
  const draw = draws(seed);
  let pilots = length === undefined ? PILOTS : 0;
  let expectedLength = length ?? 1;
  let priorities = new Map<number, number>();
  let changes = new Map<number, number>();
  let step = 0;
  let chains = new MailChains();
  let mostChains = 0;
  const threads = new Set<number>();
  const laneOf = (offer: Offer, one: number): number =>
    name === 'pct' ? offer.threadOf(one) : chains.laneOf(offer, one);

  return {
    begin() {
      step = 0;
      chains = new MailChains();
      priorities = new Map();
      changes = new Map();
      for (let change = 1; change < bugDepth; change++) changes.set(draw(1, expectedLength), -change);
    },
    pick(offer) {
      step++;
      chains.note(offer);
      const picked = choose(offer);
      chains.take(offer, picked);
      if (offer.pieceOf(picked) === undefined) threads.add(offer.threadOf(picked));
      mostChains = Math.max(mostChains, threads.size + chains.size);
      return picked;
    },
    end(taken, how) {
      // Who is cut off went round in circles: that tells nothing of how long runs are.
      if (length === undefined && how === 'ended') expectedLength = Math.max(expectedLength, taken);
      pilots--;
    },
    promise({ runs: taken, threads: seen }) {
      const steered = taken - (length === undefined ? Math.min(taken, PILOTS) : 0);
      const lanes = name === 'pct' ? seen : mostChains;
      const chance = pctChance(lanes, expectedLength, bugDepth);
      return { bugDepth, length: expectedLength, missed: missChance(chance, steered), lanes };
    },
  };

  function choose(offer: Offer): number {
    if (pilots > 0) return draw(0, offer.steps - 1);
    const lowered = changes.get(step);
    if (lowered !== undefined) priorities.set(first(offer), lowered);
    return oneOf(offer, first(offer));
  }

  /** The enabled thread of the highest priority. One that was not met yet gets a place among the others at random. */
  function first(offer: Offer): number {
    let best = -1;
    let highest = -Infinity;
    for (let one = 0; one < offer.steps; one++) {
      const thread = laneOf(offer, one);
      let priority = priorities.get(thread);
      if (priority === undefined) priorities.set(thread, (priority = draw(1, MANY)));
      if (priority <= highest) continue;
      highest = priority;
      best = thread;
    }
    return best;
  }

  function oneOf(offer: Offer, thread: number): number {
    const own: number[] = [];
    for (let one = 0; one < offer.steps; one++) if (laneOf(offer, one) === thread) own.push(one);
    return own[draw(0, own.length - 1)] as number;
  }
}

/** Random runs to learn from how long runs are. */
const PILOTS = 16;
/** So many that two threads hardly ever draw the same. */
const MANY = 2 ** 30;

/** The least chance that one run meets a bug of depth d among n threads in k steps. */
export const pctChance = (threads: number, length: number, bugDepth: number): number =>
  1 / (Math.max(1, threads) * Math.max(1, length) ** (bugDepth - 1));

/** The most that is left of the chance of having missed it after so many runs. */
export const missChance = (chance: number, taken: number): number => (1 - chance) ** taken;
