import { asapScheduler, asyncScheduler, defer, timer, type Observable, type SchedulerLike } from 'rxjs';

/** How a live run tells and spends time, in ms since its start. */
export interface Time {
  now(): number;
  /** Emits once, `ms` later; never in the present call stack. */
  wait(ms: number): Observable<unknown>;
}

/** The time of a scheduler: real with `asyncScheduler`, virtual with a `VirtualTimeScheduler`. */
export function timeOf(scheduler: SchedulerLike): Time {
  const start = scheduler.now();
  return { now: () => scheduler.now() - start, wait: (ms) => timer(ms, scheduler) };
}

/** Microtasks starve timers and signals, so every so many waits goes through the event loop. */
const YIELD_EVERY = 256;

/** Time that jumps: a wait takes no longer than it takes to get there, and only the numbers say that it passed. */
export function jumpingTime(): Time {
  let ms = 0;
  let waits = 0;
  return {
    now: () => ms,
    wait: (length) =>
      defer(() => {
        ms += length;
        return timer(0, ++waits % YIELD_EVERY === 0 ? asyncScheduler : asapScheduler);
      }),
  };
}
