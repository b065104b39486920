import { BehaviorSubject, filter, map, switchMap, take, tap, type Observable } from 'rxjs';
import type { Attended } from '../../../machines/index.js';
import {
  seeded,
  startLive,
  type ChoiceSource,
  type LiveStep,
  type LiveSystem,
  type Question,
} from '../../live/index.js';
import type { Choice, System } from '../../system/index.js';

/** Live actors, and somebody who may intervene. */
export interface AttendedRun {
  readonly live: LiveSystem;
  readonly steps$: Observable<LiveStep>;
  /** Whether nothing moves by itself any more. */
  readonly quiet$: Observable<boolean>;
  /** Lets what somebody wants to do happen: its first step comes next. */
  release(actor: string): void;
}

export interface AttendedOptions {
  readonly seed: number;
  /** ms a step, at first. */
  readonly pace: number;
}

/** Starts the actors of a system; those of `interventions` stay where they are until they are released. */
export function attendedRun(system: System, { interventions }: Attended, { seed, pace }: AttendedOptions): AttendedRun {
  const held = new Set(interventions.map(({ actor }) => actor));
  const released$ = new BehaviorSubject<readonly string[]>([]);
  const quiet$ = new BehaviorSubject(false);
  const live = startLive(system, { pace });
  const actorOf = (choice: Choice): string =>
    choice.kind === 'pending' ? (system.actors[choice.actor]?.id ?? '') : '';
  /** What may be picked: of those at the keyboard only who was let go, and who has not begun yet before all others. */
  const free = ({ choices, allowed }: Question, released: readonly string[]): readonly number[] => {
    const of = (index: number): string => actorOf(choices[index] as Choice);
    const possible = allowed.filter((index) => !held.has(of(index)) || released.includes(of(index)));
    const first = possible.filter((index) => released.includes(of(index)) && !begun.has(of(index)));
    return first.length > 0 ? first : possible;
  };
  const begun = new Set<string>();
  const governed: ChoiceSource = (asked$) =>
    seeded(seed)(
      asked$.pipe(
        switchMap((question) =>
          released$.pipe(
            map((released) => ({ ...question, allowed: free(question, released) })),
            tap(({ allowed }) => quiet$.next(allowed.length === 0)),
            filter(({ allowed }) => allowed.length > 0),
            take(1),
          ),
        ),
      ),
    );
  live.steps$.subscribe({ next: ({ actor }) => begun.add(actor), error: () => {} });
  // Driven when whoever shows it has subscribed.
  queueMicrotask(() => live.drive(governed));
  return {
    live,
    steps$: live.steps$,
    quiet$,
    release: (actor) => released$.next([...released$.value, actor]),
  };
}
