/**
 * Breadth-first search over states of two 32-bit words in typed arrays, exact: the loop of the hand-coded TypeScript
 * peers, the counterpart of breadth-first.h.
 *
 * The arena holds every state once, in the order of discovery, and so is the queue too; the table is open addressing
 * over state numbers (0 = free slot); parents hold the state from which a state was first reached. States are expanded
 * in batches, and each pass over a batch only loads what the next one needs: the processor overlaps their cache misses.
 */
import { performance } from 'node:perf_hooks';

/** A model, packed by hand. Its initial state is two words of 0. */
export interface PackedModel {
  /** The most successors that a state can have. */
  readonly maximumSuccessors: number;
  /** Writes the successors of a state to `next` from `at` on, low word then high word; returns the index behind. */
  successors(low: number, high: number, next: Int32Array, at: number): number;
  /** Whether a state without successors is meant to be one. */
  isEnd(low: number, high: number): boolean;
}

/** What a peer found. An edge is a (state, actor, scheduler event) triple that changes the state. */
export interface PeerResult {
  readonly states: number;
  readonly edges: number;
  /** States without successors that are no ends. */
  readonly deadlocks: number;
  readonly ends: number;
  /** Wall clock of the search, with the allocation of its memory. */
  readonly ms: number;
}

const BATCH = 64;
const FIRST_LOG2_SLOTS = 16;

/** A fuller table would save four bytes a state and cost a fifth of the speed: each probe may miss the cache twice. */
const statesThatFit = (log2Slots: number): number => 2 ** (log2Slots - 1);

/** Explores `model`; with `expectedStates` nothing has to grow on the way. */
export function packedSearch(model: PackedModel, expectedStates = 0): PeerResult {
  const began = performance.now();
  const { maximumSuccessors } = model;
  const mostOfBatch = BATCH * maximumSuccessors;

  let log2Slots = FIRST_LOG2_SLOTS;
  while (statesThatFit(log2Slots) < expectedStates + mostOfBatch) log2Slots++;
  let shift = 32 - log2Slots;
  let last = 2 ** log2Slots - 1;
  let table = new Int32Array(2 ** log2Slots);
  let capacity = expectedStates > 0 ? expectedStates + mostOfBatch : statesThatFit(log2Slots);
  let arena = new Int32Array(2 * capacity);
  let parents = new Int32Array(capacity);

  const next = new Int32Array(2 * mostOfBatch);
  const slots = new Int32Array(mostOfBatch);
  const from = new Int32Array(mostOfBatch);

  let states = 1;
  let edges = 0;
  let deadlocks = 0;
  let ends = 0;
  /** Takes the loads of a pass whose values nobody needs, so that they are not optimised away. */
  let touched = 0;
  table[hash(0, 0) >>> shift] = states;

  for (let current = 0; current < states;) {
    if (states + mostOfBatch > capacity) {
      log2Slots++;
      shift--;
      last = 2 ** log2Slots - 1;
      capacity = statesThatFit(log2Slots);
      arena = moved(arena, 2 * capacity);
      parents = moved(parents, capacity);
      table = rehashed(arena, states, log2Slots);
    }

    const batchEnd = Math.min(states, current + BATCH);
    let found = 0;
    for (; current < batchEnd; current++) {
      const low = arena[2 * current]!;
      const high = arena[2 * current + 1]!;
      const end = model.successors(low, high, next, 2 * found) >> 1;
      if (end === found) {
        if (model.isEnd(low, high)) ends++;
        else deadlocks++;
      }
      for (; found < end; found++) from[found] = current;
    }
    for (let edge = 0; edge < found; edge++) {
      const slot = hash(next[2 * edge]!, next[2 * edge + 1]!) >>> shift;
      slots[edge] = slot;
      touched ^= table[slot]!;
    }
    for (let edge = 0; edge < found; edge++) {
      const number = table[slots[edge]!]!;
      if (number !== 0) touched ^= arena[2 * number - 2]!;
    }
    for (let edge = 0; edge < found; edge++) {
      const low = next[2 * edge]!;
      const high = next[2 * edge + 1]!;
      let slot = slots[edge]!;
      let number = table[slot]!;
      while (number !== 0 && (arena[2 * number - 2] !== low || arena[2 * number - 1] !== high)) {
        slot = (slot + 1) & last;
        number = table[slot]!;
      }
      if (number !== 0) continue;
      arena[2 * states] = low;
      arena[2 * states + 1] = high;
      parents[states] = from[edge]!;
      table[slot] = ++states;
    }
    edges += found;
  }
  // Always true: no state number has this bit alone. It keeps `touched` alive.
  if (touched === 1 << 31) parents[0] = 0;
  return { states, edges, deadlocks, ends, ms: performance.now() - began };
}

function hash(low: number, high: number): number {
  const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
}

function moved(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}

/** A table for states that are all different, so none has to be compared. */
function rehashed(arena: Int32Array, states: number, log2Slots: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array(2 ** log2Slots);
  const last = table.length - 1;
  for (let state = 0; state < states; state++) {
    let slot = hash(arena[2 * state]!, arena[2 * state + 1]!) >>> (32 - log2Slots);
    while (table[slot] !== 0) slot = (slot + 1) & last;
    table[slot] = state + 1;
  }
  return table;
}
