import type { Batch } from './batch.js';
import { hashOf, type StateStore } from './state-store.js';
import { BLOCKED, NODE_HEAD, UNKNOWN, type StepTables } from './step-tables.js';

/** Somebody must teach the tables what `slot` does in a packed state: its list (`index` −1) or one step. `false`: no room. */
export type Teach = (words: Int32Array, base: number, slot: number, index: number) => boolean;

/** The two halves of the search's inner loop. Both implementations of it find the same. */
export interface Loop {
  /** Fills a batch with all successors of its states; `false` if the layout must be widened first. */
  expand(batch: Batch): boolean;
  /** Numbers the batch's successors: old ones are found in the store, new ones are added to it, in order. */
  insert(batch: Batch): void;
}

/** The loop as it reads: it works wherever code must not be generated, and says what the generated one does. */
export function plainLoop(tables: StepTables, store: StateStore, teach: Teach): Loop {
  return { expand: (batch) => expand(tables, teach, batch), insert: (batch) => insert(store, batch) };
}

function expand(tables: StepTables, teach: Teach, batch: Batch): boolean {
  const { active, rootBase, layout } = tables;
  const { source } = batch;
  const width = layout.words;
  let roots = tables.roots.items;
  let lists = tables.lists.items;
  let nodes = tables.nodes.items;
  let rows = tables.rows.items;
  let leaves = tables.leaves.items;
  let { words } = batch;
  let successors = 0;
  for (let i = 0; i < batch.count; i++) {
    batch.firsts[i] = successors;
    const from = batch.froms[i] as number;
    for (let a = 0; a < active.length; a++) {
      const slot = active[a] as number;
      const { word, shift, mask } = layout.fields[slot] as (typeof layout.fields)[number];
      const root = (rootBase[slot] as number) + (((source[from + word] as number) >>> shift) & mask);
      if (roots[root] === UNKNOWN) {
        if (!teach(source, from, slot, -1)) return false;
        refresh();
      }
      const list = roots[root] as number;
      const count = lists[list] as number;
      for (let index = 0; index < count; index++) {
        if (successors === batch.hashes.length) {
          batch.grow();
          words = batch.words;
        }
        const to = successors * width;
        for (;;) {
          for (let w = 0; w < width; w++) words[to + w] = source[from + w] as number;
          let at = lists[list + 1 + index] as number;
          while (at > UNKNOWN) {
            const place = to + (nodes[at] as number);
            const local = ((words[place] as number) >>> (nodes[at + 1] as number)) & (nodes[at + 2] as number);
            const row = (nodes[at + 3] as number) + 2 * local;
            words[place] = (words[place] as number) ^ (rows[row + 1] as number);
            at = nodes[at + NODE_HEAD + (rows[row] as number)] as number;
          }
          if (at === BLOCKED) break;
          if (at !== UNKNOWN) {
            words[to + word] = (words[to + word] as number) ^ (leaves[-at] as number);
            batch.hashes[successors] = hashOf(words, to, width);
            batch.owners[successors] = slot;
            successors++;
            break;
          }
          if (!teach(source, from, slot, index)) return false;
          refresh();
        }
      }
    }
  }
  batch.firsts[batch.count] = successors;
  batch.successors = successors;
  return true;

  /** Teaching may have moved the tables. */
  function refresh(): void {
    roots = tables.roots.items;
    lists = tables.lists.items;
    nodes = tables.nodes.items;
    rows = tables.rows.items;
    leaves = tables.leaves.items;
  }
}

export function insert(store: StateStore, batch: Batch): void {
  store.reserve(batch.successors);
  const { table, arena, parents, words: width } = store;
  const { words, hashes, numbers } = batch;
  const mask = table.length - 1;
  let { size } = store;
  // Two passes that only look: the processor fetches the cache lines of a whole batch at once, instead of one by one below.
  let fetched = 0;
  for (let i = 0; i < batch.successors; i++) numbers[i] = table[(hashes[i] as number) & mask] as number;
  for (let i = 0; i < batch.successors; i++) {
    const entry = numbers[i] as number;
    if (((entry ^ (hashes[i] as number)) & ~mask) === 0) fetched |= arena[((entry & mask) - 1) * width] as number;
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
