/** Few enough that a batch's working set stays in the first-level cache, many enough to overlap its cache misses. */
export const BATCH_STATES = 64;

/** Some states that are expanded together, and all their successors, in order. */
export class Batch {
  /** The states to expand. */
  readonly states = new Int32Array(BATCH_STATES);
  count = 0;
  /** Where the words of the states are. */
  source: Int32Array = new Int32Array(0);
  readonly froms = new Int32Array(BATCH_STATES);
  /** Where each state's successors begin; one more at the end. */
  readonly firsts = new Int32Array(BATCH_STATES + 1);
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

  constructor(width: number, capacity = 1024) {
    this.width = width;
    this.words = new Int32Array(capacity * width);
    this.hashes = new Int32Array(capacity);
    this.owners = new Uint16Array(capacity);
    this.numbers = new Int32Array(capacity);
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
    const larger = new Batch(this.width, this.hashes.length * 2);
    larger.words.set(this.words);
    larger.hashes.set(this.hashes);
    larger.owners.set(this.owners);
    this.words = larger.words;
    this.hashes = larger.hashes;
    this.owners = larger.owners;
    this.numbers = larger.numbers;
  }
}
