import type { Batch, Successors } from './batch.js';
import { hashOf, type StateStore } from './state-store.js';
import { ACTIVE_WORDS, BLOCKED, NODE_HEAD, UNKNOWN } from './step-format.js';
import type { StepTables } from './step-tables.js';

/** The two halves of the search's inner loop. Both implementations of it find the same. */
export interface Loop {
  readonly kind: 'plain' | 'generated';
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
  return {
    kind: 'plain',
    expand: (batch, begin) => expand(tables, batch, begin),
    insert: (batch) => insert(store, batch),
  };
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

export function insert(store: StateStore, batch: Successors): void {
  store.reserve(batch.successors);
  const { table, arena, parents, words: width } = store;
  const { words, hashes, numbers } = batch;
  const mask = table.length - 1;
  let { size } = store;
  // Two passes that only look: the processor then fetches the cache lines of a whole batch at once, instead of one by one
  // below. Four looks a round, since it looks ahead over few rounds; and no branches, which would be guessed wrong too often.
  let fetched = 0;
  for (let i = 0; i < batch.successors; i += 4) {
    const [a, b, c, d] = [hashes[i]! & mask, hashes[i + 1]! & mask, hashes[i + 2]! & mask, hashes[i + 3]! & mask];
    fetched |= table[a]! | table[b]! | (table[c]! | table[d]!);
  }
  for (let i = 0; i < batch.successors; i += 4) {
    for (let k = i; k < i + 4; k++) numbers[k] = likely(table, mask, hashes[k]!);
    const [a, b, c, d] = [numbers[i]!, numbers[i + 1]!, numbers[i + 2]!, numbers[i + 3]!];
    fetched |= arena[(a - (a >> 31)) * width]! | arena[(b - (b >> 31)) * width]!;
    fetched |= arena[(c - (c >> 31)) * width]! | arena[(d - (d >> 31)) * width]!;
  }
  store.fetched = fetched;
  // Most successors are old, and are the state that they are likely to be. The others go on a list, without a branch again.
  const { open } = store;
  let opened = 0;
  for (let s = 0; s < batch.successors; s++) {
    const state = numbers[s] as number;
    const at = (state - (state >> 31)) * width;
    let differs = state >> 31;
    for (let w = 0; w < width; w++) differs |= arena[at + w]! ^ words[s * width + w]!;
    open[opened] = s;
    opened += (differs | (0 - differs)) >>> 31;
  }
  let parent = 0;
  for (let o = 0; o < opened; o++) {
    const s = open[o] as number;
    while ((batch.firsts[parent + 1] as number) <= s) parent++;
    const hash = hashes[s] as number;
    const from = s * width;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = table[place] as number;
      if (entry === 0) {
        const at = size * width;
        for (let w = 0; w < width; w++) arena[at + w] = words[from + w] as number;
        parents[size] = batch.states[parent] as number;
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
  store.size = size;
}

/** The state of the first of two places if it has the hash's tag, else that of the second; −1 for an empty place. */
function likely(table: Int32Array, mask: number, hash: number): number {
  const first = table[hash & mask] as number;
  const other = (first ^ hash) & ~mask;
  return ((first ^ ((first ^ table[(hash + 1) & mask]!) & ((other | (0 - other)) >> 31))) & mask) - 1;
}
