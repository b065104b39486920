import { draws } from './draws.js';
import type { Offer } from './offer.js';
import { runs, type RunsOptions } from './runs.js';
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
export const pct = ({ seed, bugDepth, length, ...options }: PctOptions): Strategy =>
  runs('pct', options, () => {
    const draw = draws(seed);
    let pilots = length === undefined ? PILOTS : 0;
    let expectedLength = length ?? 1;
    let priorities = new Map<number, number>();
    let changes = new Map<number, number>();
    let step = 0;

    return {
      begin() {
        step = 0;
        priorities = new Map();
        changes = new Map();
        for (let change = 1; change < bugDepth; change++) changes.set(draw(1, expectedLength), -change);
      },
      pick(offer) {
        step++;
        if (pilots > 0) return draw(0, offer.steps - 1);
        const lowered = changes.get(step);
        if (lowered !== undefined) priorities.set(first(offer), lowered);
        return oneOf(offer, first(offer));
      },
      end(taken, how) {
        // Who is cut off went round in circles: that tells nothing of how long runs are.
        if (length === undefined && how === 'ended') expectedLength = Math.max(expectedLength, taken);
        pilots--;
      },
      promise({ runs: taken, threads }) {
        const steered = taken - (length === undefined ? Math.min(taken, PILOTS) : 0);
        const chance = pctChance(threads, expectedLength, bugDepth);
        return { bugDepth, length: expectedLength, missed: missChance(chance, steered) };
      },
    };

    /** The enabled thread of the highest priority. One that was not met yet gets a place among the others at random. */
    function first(offer: Offer): number {
      let best = -1;
      let highest = -Infinity;
      for (let one = 0; one < offer.steps; one++) {
        const thread = offer.threadOf(one);
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
      for (let one = 0; one < offer.steps; one++) if (offer.threadOf(one) === thread) own.push(one);
      return own[draw(0, own.length - 1)] as number;
    }
  });

/** Random runs to learn from how long runs are. */
const PILOTS = 16;
/** So many that two threads hardly ever draw the same. */
const MANY = 2 ** 30;

/** The least chance that one run meets a bug of depth d among n threads in k steps. */
export const pctChance = (threads: number, length: number, bugDepth: number): number =>
  1 / (Math.max(1, threads) * Math.max(1, length) ** (bugDepth - 1));

/** The most that is left of the chance of having missed it after so many runs. */
export const missChance = (chance: number, taken: number): number => (1 - chance) ** taken;
