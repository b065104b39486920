import { enlarged, ownMemory, type Memory } from './numbers.js';

/** Above this load, chains of the table grow long. */
const LOAD = 0.6;
const FIRST_SLOTS = 1 << 12;
/** Below this, memory is cheaper than one more rehash. */
const LARGE_SLOTS = 1 << 26;

/**
 * The states found, numbered in the order of their discovery: packed words in an arena, for each the state that it was
 * found from, and an open-addressed table of state numbers with linear probing. Exact: two states are one only if all words
 * agree. The loops read and write the arrays directly.
 */
export class StateStore {
  size = 0;
  /** Words a state. */
  words: number;
  arena: Int32Array;
  parents: Int32Array;
  /**
   * Where a place is taken, the state number + 1 in the low bits, as many as index the table (a power of two long), and above
   * them the same bits of the state's hash: most states that are not meant are told apart without a look at the arena.
   */
  table: Int32Array;

  /** Scratch for who numbers a batch: the successors of it that are not found at once. */
  open = new Int32Array(0);
  private readonly memory: Memory;

  constructor(words: number, expected = 0, memory = ownMemory) {
    this.words = words;
    this.memory = memory;
    let slots = FIRST_SLOTS;
    while (slots * LOAD < expected) slots *= 2;
    const capacity = Math.max(1024, Math.ceil(expected));
    this.arena = memory(capacity * words);
    this.parents = memory(capacity);
    this.table = memory(slots);
  }

  /** Takes over the arrays of another store, in which there are so many states. */
  adopt({ arena, parents, table }: Pick<StateStore, 'arena' | 'parents' | 'table'>, words: number, size: number): void {
    this.arena = arena;
    this.parents = parents;
    this.table = table;
    this.words = words;
    this.size = size;
  }

  /** Whether so many more states fit in without growing. */
  hasRoom(more: number): boolean {
    const wanted = this.size + more;
    return wanted <= this.parents.length && wanted <= this.table.length * LOAD;
  }

  /** Makes room for so many more states. Memory that is not yet written to costs the machine nothing. */
  reserve(more: number): void {
    if (more >= this.open.length) this.open = new Int32Array(2 * more);
    const wanted = this.size + more;
    if (wanted > this.parents.length) {
      const capacity = Math.max(wanted, this.parents.length * 2);
      this.arena = enlarged(this.arena, capacity * this.words, this.memory);
      this.parents = enlarged(this.parents, capacity, this.memory);
    }
    if (wanted > this.table.length * LOAD) {
      let slots = this.table.length;
      while (wanted > slots * LOAD) slots *= slots < LARGE_SLOTS ? 4 : 2;
      this.rehash(slots);
    }
  }

  /** Bytes in use: the words and parents of the states there are, and the whole table. */
  get bytes(): number {
    return 4 * (this.size * (this.words + 1) + this.table.length);
  }

  /** Bytes in use at the worst moment of the next growth, when the old table and the new one are both there. */
  bytesToGrow(more: number): number {
    const grows = this.size + more > this.table.length * LOAD;
    const copies = this.size + more > this.parents.length;
    return (
      this.bytes +
      (grows ? 4 * this.table.length * (this.table.length < LARGE_SLOTS ? 4 : 2) : 0) +
      (copies ? 4 * this.size * (this.words + 1) : 0)
    );
  }

  /** Gives all states new words: `translate` fills a new arena. */
  repack(words: number, translate: (from: Int32Array, into: Int32Array) => void): void {
    const arena = this.memory(this.parents.length * words);
    translate(this.arena, arena);
    this.arena = arena;
    this.words = words;
    this.rehash(this.table.length);
  }

  /** Adds a state that is known to be new. */
  add(words: Int32Array, parent: number): void {
    this.reserve(1);
    const mask = this.table.length - 1;
    const hash = hashOf(words, 0, this.words);
    let place = hash & mask;
    while (this.table[place] !== 0) place = (place + 1) & mask;
    this.arena.set(words.subarray(0, this.words), this.size * this.words);
    this.parents[this.size] = parent;
    this.table[place] = (hash & ~mask) | ++this.size;
  }

  /** The number of the state with these words, or −1. */
  find(words: Int32Array, base: number): number {
    const mask = this.table.length - 1;
    const hash = hashOf(words, base, this.words);
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = this.table[place] as number;
      if (entry === 0) return -1;
      if (((entry ^ hash) & ~mask) !== 0) continue;
      const state = (entry & mask) - 1;
      if (this.same(state, words, base)) return state;
    }
  }

  private same(state: number, words: Int32Array, base: number): boolean {
    const at = state * this.words;
    for (let i = 0; i < this.words; i++) if (this.arena[at + i] !== words[base + i]) return false;
    return true;
  }

  private rehash(slots: number): void {
    const table = this.memory(slots);
    this.fetched = fill(table, this.arena, this.size, this.words);
    this.table = table;
  }

  /** Keeps the compiler from dropping looks that are only there to fetch. */
  fetched = 0;
}

const BUNCH = 256;

/**
 * Fills an empty table with the first states of an arena. In bunches, whose places are first only looked at, four a round:
 * the processor then fetches their cache lines at once.
 */
function fill(table: Int32Array, arena: Int32Array, size: number, words: number): number {
  const mask = table.length - 1;
  const hashes = new Int32Array(BUNCH);
  let fetched = 0;
  for (let from = 0; from < size; from += BUNCH) {
    const count = Math.min(BUNCH, size - from);
    for (let i = 0; i < count; i++) hashes[i] = hashOf(arena, (from + i) * words, words);
    for (let i = 0; i < count; i += 4) {
      fetched |=
        table[hashes[i]! & mask]! |
        table[hashes[i + 1]! & mask]! |
        (table[hashes[i + 2]! & mask]! | table[hashes[i + 3]! & mask]!);
    }
    for (let i = 0; i < count; i++) {
      const hash = hashes[i] as number;
      let place = hash & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = (hash & ~mask) | (from + i + 1);
    }
  }
  return fetched;
}

/** The hash of a packed state; the generated loop has the same, unrolled. */
export function hashOf(words: Int32Array, base: number, count: number): number {
  let hash = HASH_SEED;
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ (words[base + i] as number), HASH_MIX);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, HASH_END);
  return hash ^ (hash >>> 16);
}

export const HASH_SEED = 0x2545f491;
export const HASH_MIX = 0x9e3779b1 | 0;
export const HASH_END = 0x85ebca6b | 0;
