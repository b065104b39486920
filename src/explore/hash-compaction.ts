import { Batch } from './batch.js';
import { fieldOf, pack, repack, type Field, type Layout } from './layout.js';
import { enlarged } from './numbers.js';
import { insert, type Loop } from './plain-loop.js';
import { hashOf, type StateStore } from './state-store.js';

/** Words of a fingerprint. */
export const FINGERPRINT_WORDS = 2;

/**
 * The chance that at least one of so many states was taken for another one and left out: two of n states share 64 bits with a
 * probability of at most n²/2^65 (Wolper and Leroy 1993; Stern and Dill 1995). It takes the hash for an ideal one.
 */
export const omissionProbability = (states: number): number => Math.min(1, (states * (states - 1)) / 2 ** 65);

/**
 * What hash compaction needs beside a store of fingerprints: the words of the states that are still to be expanded, and of
 * one state that is gone and was worked out again.
 */
export class Compact {
  readonly window: Window;
  private recalled: { readonly state: number; readonly words: Int32Array } = { state: -1, words: new Int32Array(0) };
  private readonly keys = new Batch(FINGERPRINT_WORDS);
  /** The local states of the first state. */
  private readonly first: Int32Array;

  constructor(host: { readonly vector: Int32Array }, { words }: Layout, first: Int32Array) {
    this.first = host.vector.slice();
    this.window = new Window(words);
    this.window.push(first, 0);
  }

  fingerprint(layout: Layout, words: Int32Array): Int32Array {
    const key = new Int32Array(FINGERPRINT_WORDS);
    fingerprintOf(layout, words, 0, key, 0);
    return key;
  }

  /** Numbers a batch's successors, and keeps the words of the new ones. */
  insert(layout: Layout, store: StateStore, batch: Batch): void {
    this.fingerprintAll(layout, batch);
    const before = store.size;
    insert(store, this.keys);
    for (let s = 0, next = before; s < batch.successors; s++) {
      const number = this.keys.numbers[s] as number;
      batch.numbers[s] = number;
      if (number !== next) continue;
      this.window.push(batch.words, s * batch.width);
      next++;
    }
  }

  find(layout: Layout, store: StateStore, batch: Batch): void {
    this.fingerprintAll(layout, batch);
    for (let s = 0; s < batch.successors; s++) {
      batch.numbers[s] = store.find(this.keys.words, s * FINGERPRINT_WORDS);
    }
  }

  /** Where the words of a state are. If they are gone, its run is taken again from the start. */
  wordsOf(state: number, layout: Layout, store: StateStore, loop: Loop): Int32Array {
    if (this.window.at(state) >= 0) return this.window.words;
    if (this.recalled.state === state) return this.recalled.words;
    const way = [state];
    for (let at = store.parents[state] as number; at >= 0; at = store.parents[at] as number) way.unshift(at);
    this.restart(layout);
    for (const next of way.slice(1)) {
      const batch = new Batch(layout.words);
      batch.source = this.recalled.words;
      batch.count = 1;
      // It was expanded before, so there is nothing to learn.
      loop.expand(batch, 0);
      this.find(layout, store, batch);
      const at = batch.numbers.indexOf(next) * batch.width;
      this.recall(next, batch.words.subarray(at, at + batch.width));
    }
    return this.recalled.words;
  }

  /** Begins to work out a run again. */
  private restart(layout: Layout): void {
    const words = new Int32Array(layout.words);
    pack(layout, this.first, words, 0);
    this.recall(0, words);
  }

  private recall(state: number, words: Int32Array): void {
    this.recalled = { state, words: words.slice() };
  }

  relayout(before: Layout, after: Layout): void {
    this.window.relayout(before, after);
    const words = new Int32Array(after.words);
    if (this.recalled.state >= 0) repack(before, after, this.recalled.words, 1, words);
    this.recalled = { ...this.recalled, words };
  }

  /** Two 32-bit hashes over the local states, which stay valid when the layout changes. */
  private fingerprintAll(layout: Layout, batch: Batch): void {
    const { keys } = this;
    while (keys.hashes.length < batch.successors) keys.grow();
    keys.states.set(batch.states);
    keys.count = batch.count;
    keys.firsts.set(batch.firsts);
    keys.successors = batch.successors;
    for (let s = 0; s < batch.successors; s++) {
      fingerprintOf(layout, batch.words, s * batch.width, keys.words, s * FINGERPRINT_WORDS);
      keys.hashes[s] = hashOf(keys.words, s * FINGERPRINT_WORDS, FINGERPRINT_WORDS);
    }
  }
}

function fingerprintOf(layout: Layout, words: Int32Array, base: number, into: Int32Array, at: number): void {
  let first = 0x1b873593;
  let second = 0x3c6ef372;
  for (let slot = 0; slot < layout.fields.length; slot++) {
    const local = fieldOf(words, base, layout.fields[slot] as Field);
    first = mixed(first ^ local, 0x85ebca6b);
    second = mixed(second + local, 0xc2b2ae35);
  }
  into[at] = first;
  into[at + 1] = second;
}

function mixed(value: number, factor: number): number {
  const once = Math.imul(value ^ (value >>> 16), factor);
  return Math.imul(once ^ (once >>> 13), 0x27d4eb2f) ^ (once >>> 15);
}

/** The words of the states that are not expanded yet: all that hash compaction keeps of what states really are. */
class Window {
  words: Int32Array;
  /** The first state whose words are still there, and where they begin. */
  first = 0;
  private width: number;
  private length = 0;

  constructor(width: number) {
    this.width = width;
    this.words = new Int32Array(1024 * width);
  }

  /** Where a state's words are; −1 if they are gone. */
  at(state: number): number {
    const at = (state - this.first) * this.width;
    return at >= 0 && at < this.length ? at : -1;
  }

  push(words: Int32Array, base: number): void {
    if (this.length + this.width > this.words.length) this.words = enlarged(this.words, this.words.length * 2);
    for (let w = 0; w < this.width; w++) this.words[this.length++] = words[base + w] as number;
  }

  /** Forgets the states before this one, when they are half of it: moving words costs more than keeping them a while. */
  forget(before: number): void {
    const gone = (before - this.first) * this.width;
    if (gone * 2 < this.length || gone < 4096) return;
    this.words.copyWithin(0, gone, this.length);
    this.length -= gone;
    this.first = before;
  }

  get bytes(): number {
    return 4 * this.length;
  }

  relayout(before: Layout, after: Layout): void {
    const states = this.length / this.width;
    const words = new Int32Array(Math.max(1024, states * 2) * after.words);
    repack(before, after, this.words, states, words);
    this.words = words;
    this.width = after.words;
    this.length = states * after.words;
  }
}
