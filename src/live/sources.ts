import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { defaultIfEmpty, defer, filter, map, switchMap, take, takeWhile, type Observable } from 'rxjs';
import { diverged, type Choice, type Schedule } from '../system/index.js';

/** What a live run asks before each step. An answer is an index into `choices`. */
export interface Question {
  /** All that is enabled, in the order of `enabled`: answers recorded here replay on every host. */
  readonly choices: readonly Choice[];
  /** The indices whose time has come; never empty. */
  readonly allowed: readonly number[];
  /** The number of the step that the answer decides, from 0. */
  readonly step: number;
}

/** Who decides a live run. One that completes without an answer stops the run. */
export type ChoiceSource = (asked$: Observable<Question>) => Observable<number>;

/** Picks uniformly among what is allowed; the same seed gives the same run. */
export const seeded =
  (seed: number): ChoiceSource =>
  (asked$) =>
    defer(() => {
      const random = xoroshiro128plus(seed);
      // Small seeds start almost alike: without the jump, the first picks of seeds 1 to 49 are all the same.
      random.jump();
      return asked$.pipe(map(({ allowed }) => allowed[uniformInt(random, 0, allowed.length - 1)] as number));
    });

/**
 * Plays a schedule, whether or not the time of its steps has come, and then stops the run.
 *
 * Errs with E122 at a step that this model does not have.
 */
export const recorded =
  (schedule: Schedule): ChoiceSource =>
  (asked$) =>
    asked$.pipe(
      takeWhile(({ step }) => step < schedule.length),
      map(({ step, choices }) => {
        const index = schedule[step] as number;
        if (choices[index] !== undefined) return index;
        throw diverged(step, `it takes choice ${index} where ${choices.length} are enabled`);
      }),
    );

/**
 * Somebody who picks by hand: the first allowed pick after each question counts, others are ignored. `picks$` is hot; when
 * it completes, the run stops.
 */
export const person =
  (picks$: Observable<number>): ChoiceSource =>
  (asked$) =>
    asked$.pipe(
      switchMap(({ allowed }) =>
        picks$.pipe(
          filter((pick) => allowed.includes(pick)),
          take(1),
          defaultIfEmpty(undefined),
        ),
      ),
      takeWhile((pick) => pick !== undefined),
    );
