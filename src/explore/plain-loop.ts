import type { Batch } from './batch.js';
import { hashOf, type StateStore } from './state-store.js';
import { ACTIVE_WORDS, BLOCKED, NODE_HEAD, UNKNOWN, type StepTables } from './step-tables.js';

/** The two halves of the search's inner loop. Both implementations of it find the same. */
export interface Loop {
  /**
   * Adds the successors of a batch's states to it, from the `begin`-th state on. Gives the state at which it could not go on:
   * the count of the states if there is none, else the batch says what is missing. It calls nobody, so that the compiler may
   * keep everything in registers.
   */
  expand(batch: Batch, begin: number): number;
  /** Numbers the batch's successors: old ones are found in the store, new ones are added to it, in order. */
  insert(batch: Batch): void;
}

/** The loop as it reads: it works wherever code must not be generated, and says what the generated one does. */
export function plainLoop(tables: StepTables, store: StateStore): Loop {
  return { expand: (batch, begin) => expand(tables, batch, begin), insert: (batch) => insert(store, batch) };
}

function expand(tables: StepTables, batch: Batch, begin: number): number {
  const { active, layout } = tables;
  const { source, words, room } = batch;
  const width = layout.words;
  const roots = tables.roots.items;
  const lists = tables.lists.items;
  const nodes = tables.nodes.items;
  const rows = tables.rows.items;
  const leaves = tables.leaves.items;
  let successors = begin === 0 ? 0 : (batch.firsts[begin] as number);
  for (let i = begin; i < batch.count; i++) {
    batch.firsts[i] = successors;
    const from = batch.froms[i] as number;
    for (let a = 0; a < active.length; a += ACTIVE_WORDS) {
      const slot = active[a] as number;
      const word = active[a + 1] as number;
      const local = ((source[from + word] as number) >>> (active[a + 2] as number)) & (active[a + 3] as number);
      const list = roots[(active[a + 4] as number) + local] as number;
      if (list === UNKNOWN) return batch.misses(i, slot, -1);
      const count = lists[list] as number;
      for (let index = 0; index < count; index++) {
        if (successors === room) return batch.misses(i, -1, -1);
        const to = successors * width;
        for (let w = 0; w < width; w++) words[to + w] = source[from + w] as number;
        let at = lists[list + 1 + index] as number;
        while (at > UNKNOWN) {
          const place = to + (nodes[at] as number);
          const met = ((words[place] as number) >>> (nodes[at + 1] as number)) & (nodes[at + 2] as number);
          const row = (nodes[at + 3] as number) + 2 * met;
          words[place] = (words[place] as number) ^ (rows[row + 1] as number);
          at = nodes[at + NODE_HEAD + (rows[row] as number)] as number;
        }
        if (at === BLOCKED) continue;
        if (at === UNKNOWN) return batch.misses(i, slot, index);
        words[to + word] = (words[to + word] as number) ^ (leaves[-at] as number);
        batch.hashes[successors] = hashOf(words, to, width);
        batch.owners[successors] = slot;
        successors++;
      }
    }
  }
  batch.firsts[batch.count] = successors;
  batch.successors = successors;
  return batch.count;
}

export function insert(store: StateStore, batch: Batch): void {
  store.reserve(batch.successors);
  const { table, arena, parents, words: width } = store;
  const { words, hashes, numbers } = batch;
  const mask = table.length - 1;
  let { size } = store;
  // Two passes that only look: the processor fetches the cache lines of a whole batch at once, instead of one by one below.
  let fetched = 0;
  for (let i = 0; i < batch.successors; i++) numbers[i] = (table[(hashes[i] as number) & mask] as number) & mask;
  for (let i = 0; i < batch.successors; i++) {
    // The state's number, or 0 where there is none: without a branch, which would be guessed wrong too often.
    const state = (numbers[i] as number) - 1;
    fetched |= arena[(state - (state >> 31)) * width] as number;
  }
  store.fetched = fetched;
  for (let i = 0; i < batch.count; i++) {
    const parent = batch.states[i] as number;
    const end = batch.firsts[i + 1] as number;
    for (let s = batch.firsts[i] as number; s < end; s++) {
      const hash = hashes[s] as number;
      const from = s * width;
      for (let place = hash & mask; ; place = (place + 1) & mask) {
        const entry = table[place] as number;
        if (entry === 0) {
          const at = size * width;
          for (let w = 0; w < width; w++) arena[at + w] = words[from + w] as number;
          parents[size] = parent;
          numbers[s] = size++;
          table[place] = (hash & ~mask) | size;
          break;
        }
        if (((entry ^ hash) & ~mask) !== 0) continue;
        const state = (entry & mask) - 1;
        const at = state * width;
        let w = 0;
        while (w < width && arena[at + w] === words[from + w]) w++;
        if (w === width) {
          numbers[s] = state;
          break;
        }
      }
    }
  }
  store.size = size;
}
