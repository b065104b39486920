import {
  AsyncSubject,
  asyncScheduler,
  BehaviorSubject,
  connect,
  defer,
  EMPTY,
  expand,
  filter,
  finalize,
  first,
  map,
  merge,
  mergeMap,
  observeOn,
  of,
  queueScheduler,
  Subject,
  subscribeOn,
  Subscription,
  switchMap,
  take,
  tap,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import type { AnyMachineSnapshot } from 'xstate';
import { unknownName } from '../model/index.js';
import { enabled, isQuiet, takeStep, type Choice, type Step, type System } from '../system/index.js';
import { Due } from './due.js';
import { LiveHost, type Spoken } from './host.js';
import { outcomesOf } from './outcome.js';
import type { ChoiceSource, Question } from './sources.js';
import { jumpingTime, timeOf, type Time } from './time.js';

export interface LiveOptions {
  /**
   * Whose time it is. Absent: `asyncScheduler` where a pace is given, else time that jumps, as fast as the steps go and
   * without blocking the event loop.
   */
  readonly scheduler?: SchedulerLike;
  /** How many ms a step takes, at first; 1 by default. */
  readonly pace?: number;
  /** The run stops after so many steps. */
  readonly maxSteps?: number;
}

/** A step and its time, in ms of the scheduler since `startLive`. */
export interface LiveStep extends Step {
  readonly at: number;
}

/** How a run ended: `stopped` means by somebody, by its source, or by `maxSteps`, with steps still enabled. */
export interface LiveOutcome {
  readonly kind: 'end' | 'deadlock' | 'stopped';
  /** The scenario's outcomes that hold, at an end. */
  readonly outcomes: readonly string[];
  readonly steps: number;
}

/**
 * A system running as XState actors. Its streams are hot, so subscribe before `drive`; all of them complete when the run
 * is over, or err with what a machine threw. Subscribers are called between steps and never see half of one.
 */
export interface LiveSystem {
  readonly steps$: Observable<LiveStep>;
  /** Everything the actors say, initial outputs included. */
  readonly outputs$: Observable<Spoken>;
  /** The snapshots of an actor, the present one first. Throws E120 for an unknown name. */
  snapshots$(actor: string): Observable<AnyMachineSnapshot>;
  /** One value when the run is over. */
  readonly outcome$: Observable<LiveOutcome>;
  /** Starts the run, or hands it over to another source. */
  drive(source: ChoiceSource): void;
  /** No further step, but the answer to a question already asked is still taken. */
  pause(): void;
  resume(): void;
  /** Lets a paused run take one step, without waiting for its pace. */
  step(): void;
  /** How many ms a step takes from now on, the one that is waited for included. */
  setPace(ms: number): void;
  stop(): void;
}

interface Gate {
  readonly paused: boolean;
  /** Steps that a paused run may still take. */
  readonly credit: number;
}

/** Builds the actors of a system; they start when the first source is given. */
export function startLive(system: System, options: LiveOptions = {}): LiveSystem {
  const { maxSteps = Infinity } = options;
  const pace$ = new BehaviorSubject(options.pace ?? 1);
  const time = timeFor(options);
  const host = new LiveHost(system);
  const due = new Due(host);
  const steps$ = new Subject<LiveStep>();
  const outcome$ = new AsyncSubject<LiveOutcome>();
  const gate$ = new BehaviorSubject<Gate>({ paused: false, credit: 0 });
  let run: Subscription | undefined;
  let taken = 0;
  let over: LiveOutcome['kind'] = 'stopped';
  let ended = false;

  return {
    steps$: betweenSteps(steps$),
    outputs$: betweenSteps(host.outputs$),
    snapshots$(actor) {
      const index = system.indexOf.get(actor);
      if (index === undefined) throw unknownName('actor', actor, [...system.indexOf.keys()]);
      return betweenSteps(host.snapshots$(index));
    },
    outcome$: betweenSteps(outcome$),
    drive(source) {
      if (ended) return;
      const begin = run === undefined ? start : () => {};
      run?.unsubscribe();
      // Made before anything runs: a subscriber to the initial outputs may already stop this run, or drive another.
      const mine = (run = new Subscription());
      const steps = defer(() => {
        begin();
        return turns(source);
      });
      mine.add(steps.pipe(subscribeOn(queueScheduler)).subscribe({ error: fail, complete: () => finish(over) }));
    },
    pause: () => gate$.next({ paused: true, credit: 0 }),
    resume: () => gate$.next({ paused: false, credit: 0 }),
    step: () => gate$.next({ ...gate$.value, credit: gate$.value.credit + 1 }),
    setPace: (ms) => pace$.next(ms),
    stop: () => finish('stopped'),
  };

  function start(): void {
    host.start();
    due.note(time.now());
  }

  /** Turn after turn, until nothing is enabled, the source has no answer, or enough steps were taken. */
  function turns(source: ChoiceSource): Observable<unknown> {
    const asked$ = new Subject<Question>();
    return source(asked$).pipe(
      connect((answers$) => of(time.wait(0)).pipe(expand((wait$) => turn(wait$, asked$, answers$)))),
      finalize(() => asked$.complete()),
    );
  }

  /** One step, after a wait. Emits what the next turn has to wait for; nothing if there is no next turn. */
  function turn(
    wait$: Observable<unknown>,
    asked$: Subject<Question>,
    answers$: Observable<number>,
  ): Observable<Observable<unknown>> {
    return wait$.pipe(
      filter(() => goesOn()),
      mergeMap(firstDue),
      mergeMap(() => passGate(gate$)),
      mergeMap(() => answer(question(), asked$, answers$)),
      // The step itself is an action of the queue: what subscribers hear of it is queued behind it.
      observeOn(queueScheduler),
      map((pick) => {
        takeChoice(pick);
        return paceWait();
      }),
    );
  }

  /** Until a step has taken as long as it should by now, or somebody lets a paused run take one. */
  function paceWait(): Observable<unknown> {
    const since = time.now();
    const paced$ = pace$.pipe(switchMap((ms) => time.wait(Math.max(0, since + ms - time.now()))));
    const urged$ = gate$.pipe(filter(({ paused, credit }) => paused && credit > 0));
    return merge(paced$, urged$).pipe(take(1));
  }

  function goesOn(): boolean {
    if (enabled(host).length === 0) over = isQuiet(system, (actor) => host.view(actor)) ? 'end' : 'deadlock';
    else if (taken < maxSteps) return true;
    return false;
  }

  function firstDue(): Observable<unknown> {
    const first = Math.min(...enabled(host).map((choice) => due.of(choice)));
    return first > time.now() ? time.wait(first - time.now()) : of(0);
  }

  function question(): Question {
    const choices = enabled(host);
    const now = time.now();
    const allowed = [...choices.keys()].filter((index) => due.of(choices[index] as Choice) <= now);
    return { choices, allowed, step: taken };
  }

  function takeChoice(pick: number): void {
    const at = time.now();
    const step = takeStep(host, enabled(host), pick, taken++);
    due.note(at);
    steps$.next({ ...step, at });
  }

  function finish(kind: LiveOutcome['kind']): void {
    if (ended) return;
    ended = true;
    run?.unsubscribe();
    const outcomes = kind === 'end' ? outcomesOf(system, host) : [];
    steps$.complete();
    host.stop();
    outcome$.next({ kind, outcomes, steps: taken });
    outcome$.complete();
    gate$.complete();
  }

  function fail(error: unknown): void {
    if (ended) return;
    ended = true;
    steps$.error(error);
    host.stop({ error });
    outcome$.error(error);
    gate$.complete();
  }
}

/**
 * A stream as outsiders see it: RxJS delivers depth first, in the middle of whatever is going on, so their part is queued
 * until the step is whole.
 */
const betweenSteps = <T>(stream$: Observable<T>): Observable<T> => stream$.pipe(observeOn(queueScheduler));

function timeFor({ scheduler, pace }: LiveOptions): Time {
  if (scheduler !== undefined) return timeOf(scheduler);
  return pace === undefined ? jumpingTime() : timeOf(asyncScheduler);
}

/** Emits once, when the run may take its next step, and uses up a credit for it. */
function passGate(gate$: BehaviorSubject<Gate>): Observable<unknown> {
  return gate$.pipe(
    first(({ paused, credit }) => !paused || credit > 0),
    tap(({ paused, credit }) => {
      if (paused) gate$.next({ paused, credit: credit - 1 });
    }),
  );
}

/** Asks, having first listened for the answer: most sources answer in the same call. */
function answer(asked: Question, asked$: Subject<Question>, answers$: Observable<number>): Observable<number> {
  const ask$ = defer(() => {
    asked$.next(asked);
    return EMPTY;
  });
  return merge(answers$.pipe(take(1)), ask$);
}
