import type { SuccessorArrays, Successors } from './batch.js';
import { generatedInsert } from './generated-loop.js';
import {
  awaitChange,
  CALLS,
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
import { insert } from './plain-loop.js';
import { StateStore } from './state-store.js';

/** What a numbering thread is sent. All arrays are of shared memory. */
export type ToNumberingThread =
  { readonly kind: 'come up'; readonly control: Int32Array } | ({ readonly kind: 'number' } & Handover);

/** The store, and the slots in which batches come. */
export interface Handover {
  readonly control: Int32Array;
  /** Per slot, the states and the successors of its batch. */
  readonly heads: Int32Array;
  readonly slots: readonly SuccessorArrays[];
  readonly arena: Int32Array;
  readonly parents: Int32Array;
  readonly table: Int32Array;
  /** Words of a state. */
  readonly words: number;
  /** Whether the search uses generated code. */
  readonly generated: boolean;
}

/** What a thread does with each message: having been handed the store, it returns when it has given it back. */
export function serveNumbering(message: ToNumberingThread): void {
  const { control } = message;
  if (message.kind === 'come up') Atomics.store(control, STATUS, UP);
  else {
    try {
      number(message);
    } catch (error) {
      Atomics.store(control, STATUS, FAILED);
      throw error;
    } finally {
      Atomics.store(control, NUMBERING, 0);
      tell(control, NEWS);
    }
  }
}

/** Numbers batches until it is told to stop or has no room for the next one. */
function number({ control, heads, slots, generated, words, ...arrays }: Handover): void {
  const store = new StateStore(words);
  store.adopt(arrays, words, Atomics.load(control, SIZE));
  const batches = slots.map((slot): Successors => ({ ...slot, count: 0, successors: 0 }));
  const insertInto = (generated ? generatedInsert(words) : undefined) ?? insert;
  let numbered = Atomics.load(control, NUMBERED);
  for (;;) {
    const seen = Atomics.load(control, CALLS);
    if (numbered !== Atomics.load(control, PUT)) {
      const slot = numbered % slots.length;
      const batch = batches[slot] as Successors;
      batch.count = heads[2 * slot] as number;
      batch.successors = heads[2 * slot + 1] as number;
      if (!store.hasRoom(batch.successors)) return;
      insertInto(store, batch);
      Atomics.store(control, SIZE, store.size);
      Atomics.store(control, NUMBERED, ++numbered);
      tell(control, NEWS);
    } else if (Atomics.load(control, RECALLED) === 1) return;
    else if (!awaitChange(control, CALLS, seen)) return;
  }
}
