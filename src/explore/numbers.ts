/** Where arrays come from: memory of this thread's own, or memory that threads share. */
export type Memory = (length: number) => Int32Array;

export const ownMemory: Memory = (length) => new Int32Array(length);
export const sharedMemory: Memory = (length) => new Int32Array(new SharedArrayBuffer(4 * length));

/** A growing list of 32-bit integers whose storage the search loops may read directly. */
export class IntList {
  length = 0;
  items: Int32Array;
  private readonly memory: Memory;

  constructor(capacity = 1024, memory = ownMemory) {
    this.memory = memory;
    this.items = memory(capacity);
  }

  push(item: number): void {
    this.reserve(1);
    this.items[this.length++] = item;
  }

  /** Appends so many zeros; gives the index of the first. */
  extend(count: number): number {
    this.reserve(count);
    const from = this.length;
    this.items.fill(0, from, from + count);
    this.length += count;
    return from;
  }

  /** Appends the first `count` of another array. */
  append(from: Int32Array, count: number): void {
    this.reserve(count);
    this.items.set(from.subarray(0, count), this.length);
    this.length += count;
  }

  /** Takes the last one off. */
  pop(): number {
    return this.items[--this.length] as number;
  }

  at(index: number): number {
    return this.items[index] as number;
  }

  /** Writes to the present storage: what is written may itself have made the list grow. */
  set(index: number, item: number): void {
    this.items[index] = item;
  }

  clear(): void {
    this.length = 0;
  }

  /** All of it, without a copy; valid until it grows. */
  view(): Int32Array {
    return this.items.subarray(0, this.length);
  }

  /** How many it has room for when it has made room for so many more. */
  roomWith(more: number): number {
    const { length } = this.items;
    return this.length + more > length ? Math.max(length * 2, this.length + more, 16) : length;
  }

  private reserve(more: number): void {
    if (this.length + more > this.items.length) this.items = enlarged(this.items, this.roomWith(more), this.memory);
  }
}

/** A copy with more room. */
export function enlarged(array: Int32Array, length: number, memory = ownMemory): Int32Array {
  const larger = memory(length);
  larger.set(array);
  return larger;
}

/** Numbers from 0 up by numbers from 0 up, which are looked up far more often than they are learned. */
export class Memo {
  private items = new Int32Array(64).fill(UNKNOWN);

  /** All keys there are numbers for are below it. */
  get length(): number {
    return this.items.length;
  }

  /** −1 where there is none yet. */
  get(key: number): number {
    return key < this.items.length ? this.items[key]! : UNKNOWN;
  }

  /** Gives back what it keeps. */
  set(key: number, value: number): number {
    if (key >= this.items.length) {
      const larger = new Int32Array(2 ** Math.ceil(Math.log2(key + 1))).fill(UNKNOWN);
      larger.set(this.items);
      this.items = larger;
    }
    return (this.items[key] = value);
  }
}

const UNKNOWN = -1;
