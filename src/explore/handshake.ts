/**
 * What the two threads of a pipelined search tell each other, by number, in one array of shared words: one thread finds
 * successors and *puts* batches of them, the other *numbers* them, in the same order.
 */
export const PUT = 0;
/** Batches numbered. */
export const NUMBERED = 1;
/** States in the store after the last batch numbered. */
export const SIZE = 2;
/** 1 while the store and its arrays are the numbering thread's. */
export const NUMBERING = 3;
/** 1 when the numbering thread is to give the store back once all is numbered. */
export const RECALLED = 4;
/** 1 when the numbering thread has come up; 2 when it met an error. */
export const STATUS = 5;
/** Rises with whatever the finding thread tells, so that the other can sleep until then. */
export const CALLS = 6;
/** Rises with whatever the numbering thread tells. */
export const NEWS = 7;
export const CONTROL_WORDS = 8;

export const UP = 1;
export const FAILED = 2;

/** Many more than it takes the other to finish a batch: a thread that sleeps takes longer to wake than a batch to number. */
const SPINS = 20_000;
/** No batch takes that long: the other thread is gone. */
const GIVE_UP_MS = 60_000;

/** Tells the other thread that something has changed. */
export function tell(control: Int32Array, counter: number): void {
  Atomics.add(control, counter, 1);
  Atomics.notify(control, counter);
}

/** Waits until the counter is no longer what it was when the caller last looked; `false` if it stayed so for a minute. */
export function awaitChange(control: Int32Array, counter: number, seen: number): boolean {
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, counter) !== seen) return true;
  return Atomics.wait(control, counter, seen, GIVE_UP_MS) !== 'timed-out';
}
