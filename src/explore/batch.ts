import { ownMemory, type Memory } from './numbers.js';

/** Few enough that a batch's working set stays in the first-level cache, many enough to overlap its cache misses. */
export const BATCH_STATES = 64;

/** What numbering reads and writes of a batch. */
export interface SuccessorArrays {
  /** The states that were expanded. */
  readonly states: Int32Array;
  /** Where each state's successors begin; one more at the end. */
  readonly firsts: Int32Array;
  readonly words: Int32Array;
  readonly hashes: Int32Array;
  readonly numbers: Int32Array;
}

/** The same, of a batch that is at hand. */
export interface Successors extends SuccessorArrays {
  count: number;
  successors: number;
}

/** Some states that are expanded together, and all their successors, in order. */
export class Batch implements Successors {
  /** The states to expand. */
  readonly states: Int32Array;
  count = 0;
  /** Where the words of the states are. */
  source: Int32Array = new Int32Array(0);
  readonly froms = new Int32Array(BATCH_STATES);
  /** Where each state's successors begin; one more at the end. */
  readonly firsts: Int32Array;
  /** Successors: packed words, hash, the slot whose step it was, and, once inserted, their numbers. */
  words: Int32Array;
  hashes: Int32Array;
  owners: Uint16Array;
  numbers: Int32Array;
  successors = 0;
  /** What kept the successors from being found: a step of this slot (its list, for index −1), or room, for slot −1. */
  missingSlot = -1;
  missingIndex = -1;
  readonly width: number;
  /** Some of its arrays are no longer those that it began with. */
  hasGrown = false;
  private readonly memory: Memory;

  constructor(width: number, memory = ownMemory, capacity = 1024) {
    this.width = width;
    this.memory = memory;
    this.states = memory(BATCH_STATES);
    this.firsts = memory(BATCH_STATES + 1);
    this.words = memory(capacity * width);
    this.hashes = memory(capacity);
    this.owners = new Uint16Array(capacity);
    this.numbers = memory(capacity);
  }

  /** The arrays that another thread needs to number its successors. */
  get arrays(): SuccessorArrays {
    const { states, firsts, words, hashes, numbers } = this;
    return { states, firsts, words, hashes, numbers };
  }

  /** How many successors there is room for. */
  get room(): number {
    return this.hashes.length;
  }

  /** Notes what is missing; gives the state at which it is. */
  misses(state: number, slot: number, index: number): number {
    this.missingSlot = slot;
    this.missingIndex = index;
    return state;
  }

  /** Doubles the room for successors. */
  grow(): void {
    this.hasGrown = true;
    const larger = new Batch(this.width, this.memory, this.hashes.length * 2);
    larger.words.set(this.words);
    larger.hashes.set(this.hashes);
    larger.owners.set(this.owners);
    this.words = larger.words;
    this.hashes = larger.hashes;
    this.owners = larger.owners;
    this.numbers = larger.numbers;
  }
}
