/**
 * The set of states seen, in the order in which they were found: an arena of fixed-width vectors, and an open-addressed
 * index into it. Exact: two states are one only if every word agrees.
 */
export class Visited {
  /** How many states it holds; their numbers run from 0. */
  size = 0;
  private readonly width: number;
  /** 16 bits a word as long as every word fits, which halves what the search has to touch; 32 from then on. */
  private arena: Uint16Array | Int32Array;
  private hashes: Int32Array;
  private index: Int32Array;

  constructor(width: number) {
    this.width = width;
    this.arena = new Uint16Array(width * 1024);
    this.hashes = new Int32Array(1024);
    this.index = new Int32Array(4096);
  }

  /** The number of an equal state if there is one, else −1 − the number it was given. `hash` is the sum of its parts. */
  add(vector: Int32Array, hash: number): number {
    const mask = this.index.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const entry = this.index[slot] as number;
      if (entry === 0) break;
      if (this.hashes[entry - 1] === hash && this.equals(entry - 1, vector)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.size++;
    this.index[slot] = number + 1;
    if (this.size > this.hashes.length) {
      this.hashes = grown(this.hashes);
      this.arena = grown(this.arena);
    }
    this.hashes[number] = hash;
    this.write(vector, number * this.width);
    if (this.size * 2 > this.index.length) this.rehash();
    return -1 - number;
  }

  /** Copies a state out. */
  read(number: number, into: Int32Array): void {
    const from = number * this.width;
    for (let i = 0; i < this.width; i++) into[i] = this.arena[from + i] as number;
  }

  hashOf(number: number): number {
    return this.hashes[number] as number;
  }

  private write(vector: Int32Array, at: number): void {
    for (let i = 0; i < this.width; i++) {
      const word = vector[i] as number;
      if (word > 0xffff && this.arena instanceof Uint16Array) this.arena = Int32Array.from(this.arena);
      this.arena[at + i] = word;
    }
  }

  private equals(number: number, vector: Int32Array): boolean {
    const from = number * this.width;
    for (let i = 0; i < this.width; i++) if (this.arena[from + i] !== vector[i]) return false;
    return true;
  }

  private rehash(): void {
    const index = new Int32Array(this.index.length * 2);
    const mask = index.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = spread(this.hashes[number] as number) & mask;
      while (index[slot] !== 0) slot = (slot + 1) & mask;
      index[slot] = number + 1;
    }
    this.index = index;
  }
}

/** One word's share of a state's hash, which is the sum of all shares. */
export function part(position: number, word: number): number {
  let mixed = Math.imul(word + 1, 0x9e3779b1) ^ Math.imul(position + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) | 0;
}

/** A growing list of 32-bit integers. */
export class IntList {
  length = 0;
  private items = new Int32Array(1024);

  push(item: number): void {
    if (this.length === this.items.length) this.items = grown(this.items);
    this.items[this.length++] = item;
  }

  at(index: number): number {
    return this.items[index] as number;
  }

  /** All of it, without a copy; valid until the next push. */
  view(): Int32Array {
    return this.items.subarray(0, this.length);
  }
}

function grown<A extends Uint16Array | Int32Array>(array: A): A {
  const larger = array instanceof Uint16Array ? new Uint16Array(array.length * 2) : new Int32Array(array.length * 2);
  larger.set(array);
  return larger as A;
}

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
}
