import { Batch } from './batch.js';
import {
  awaitChange,
  CALLS,
  CONTROL_WORDS,
  FAILED,
  NEWS,
  NUMBERED,
  NUMBERING,
  PUT,
  RECALLED,
  SIZE,
  STATUS,
  tell,
  UP,
} from './handshake.js';
import type { ToNumberingThread } from './numbering-thread.js';
import { sharedMemory } from './numbers.js';
import type { StateStore } from './state-store.js';

/** A thread of this search's own, which gives `serveNumbering` each message that it is sent. */
export interface NumberingThread {
  send(message: ToNumberingThread): void;
  /** Frees what the threads no longer refer to: engines do not count shared memory, and keep it until they clean up anyway. */
  collect(): void;
  end(): void;
}

/** Bytes of an old array that are worth a collection. */
const MUCH = 2 ** 25;
/** Enough that neither thread waits while the other learns or grows a little, few enough for the caches. */
const SLOTS = 32;

/**
 * Numbers batches of successors in a thread of its own, while this one finds the next: the one half of the search is bound by
 * arithmetic, the other by memory. Only one thread numbers, and in the order in which batches are put, so states get the
 * numbers that they get from one thread.
 *
 * From the hand-over until it is recalled the store belongs to that thread. This one meanwhile reads the words of states that
 * it was told of, and nothing else.
 */
export class Pipeline {
  private readonly store: StateStore;
  private readonly thread: NumberingThread;
  private readonly control = sharedMemory(CONTROL_WORDS);
  /** Per slot, the states and the successors of its batch. */
  private readonly heads = sharedMemory(2 * SLOTS);
  private slots: Batch[] = [];
  private generated = false;
  private puts = 0;
  private taken = 0;
  /** The batches put and not taken, in order. */
  private readonly running: Batch[] = [];

  constructor(store: StateStore, thread: NumberingThread) {
    this.store = store;
    this.thread = thread;
    thread.send({ kind: 'come up', control: this.control });
  }

  /** Whether the thread has come up: until then it is quicker to number oneself. */
  get isUp(): boolean {
    return Atomics.load(this.control, STATUS) === UP;
  }

  /** Successors whose numbers are not taken yet: so many states more there may be, at most. */
  get successors(): number {
    let successors = 0;
    for (const batch of this.running) successors += batch.successors;
    return successors;
  }

  /** The batch to put next. There must be one that is free: see `isFull`. */
  get next(): Batch {
    return this.slots[this.puts % SLOTS] as Batch;
  }

  /** One must be taken before another can be put. */
  get isFull(): boolean {
    return this.running.length === SLOTS;
  }

  get isEmpty(): boolean {
    return this.running.length === 0;
  }

  /** Makes the slots anew, for states of so many words. The store must be ours. */
  renew(words: number, generated: boolean): void {
    const room = Math.max(1024, ...this.slots.map((batch) => batch.room));
    this.slots = Array.from({ length: SLOTS }, () => new Batch(words, sharedMemory, room));
    this.generated = generated;
  }

  /** Has the batch numbered that was `next`. */
  put(): void {
    const batch = this.next;
    if (batch.hasGrown) {
      this.recall();
      batch.hasGrown = false;
    }
    const slot = this.puts % SLOTS;
    this.heads[2 * slot] = batch.count;
    this.heads[2 * slot + 1] = batch.successors;
    this.running.push(batch);
    this.puts++;
    Atomics.store(this.control, PUT, this.puts);
    tell(this.control, CALLS);
    this.keepNumbering();
  }

  /** The oldest batch that was put, if it is numbered, or when it is. */
  take(wait: boolean): Batch | undefined {
    while (this.running.length > 0) {
      const seen = Atomics.load(this.control, NEWS);
      if (Atomics.load(this.control, NUMBERED) !== this.taken) {
        this.store.size = Atomics.load(this.control, SIZE);
        this.taken++;
        return this.running.shift();
      }
      this.keepNumbering();
      if (!wait) break;
      this.awaitNews(seen);
    }
    return undefined;
  }

  /** Takes the store back when all that was put is numbered. */
  recall(): void {
    for (;;) {
      const seen = Atomics.load(this.control, NEWS);
      if (Atomics.load(this.control, NUMBERED) === this.puts) break;
      this.keepNumbering();
      this.awaitNews(seen);
    }
    Atomics.store(this.control, RECALLED, 1);
    tell(this.control, CALLS);
    for (;;) {
      const seen = Atomics.load(this.control, NEWS);
      if (Atomics.load(this.control, NUMBERING) === 0) break;
      this.awaitNews(seen);
    }
    Atomics.store(this.control, RECALLED, 0);
    this.store.size = Atomics.load(this.control, SIZE);
  }

  end(): void {
    this.thread.end();
  }

  /** Hands the store over where that is due: at first, after it was recalled, and when it was given back for want of room. */
  private keepNumbering(): void {
    const { control, store } = this;
    if (Atomics.load(control, NUMBERING) === 1) return;
    if (Atomics.load(control, STATUS) === FAILED) throw new Error('the thread that numbers states has failed');
    const numbered = Atomics.load(control, NUMBERED);
    if (numbered === this.puts) return;
    store.size = Math.max(store.size, Atomics.load(control, SIZE));
    const { arena: before } = store;
    store.reserve(this.heads[2 * (numbered % SLOTS) + 1] as number);
    if (store.arena !== before && before.byteLength >= MUCH) this.thread.collect();
    Atomics.store(control, SIZE, store.size);
    Atomics.store(control, NUMBERING, 1);
    const { arena, parents, table, words } = store;
    const { generated, heads } = this;
    const slots = this.slots.map((batch) => batch.arrays);
    this.thread.send({ kind: 'number', control, heads, slots, arena, parents, table, words, generated });
  }

  private awaitNews(seen: number): void {
    if (!awaitChange(this.control, NEWS, seen)) throw new Error('the thread that numbers states is gone');
  }
}
