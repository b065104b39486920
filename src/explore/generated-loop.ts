import type { Batch, Successors } from './batch.js';
import type { Loop } from './plain-loop.js';
import { HASH_END, HASH_MIX, HASH_SEED, type StateStore } from './state-store.js';
import { ACTIVE_WORDS, BLOCKED, NODE_HEAD, UNKNOWN } from './step-format.js';
import type { StepTables } from './step-tables.js';

/** The two halves of the loop for states of so many words. */
interface Code {
  expand(tables: StepTables, batch: Batch, begin: number): number;
  insert(store: StateStore, batch: Successors): void;
}

/**
 * The plain loop with its loops over a state's words unrolled into local variables. `undefined` where code must not be
 * generated (a page's content security policy).
 *
 * The text depends on the number of words alone: all searches of a process with states of that size share it, so it is
 * optimised by the time that the second one begins, and a layout may change without new code. (With the layout's numbers
 * written into it as well it was no faster, and the optimiser had to begin anew with each layout.)
 */
export function generatedLoop(tables: StepTables, store: StateStore): Loop | undefined {
  const code = codeFor(tables.layout.words);
  if (code === undefined) return undefined;
  return {
    kind: 'generated',
    expand: (batch, begin) => code.expand(tables, batch, begin),
    insert: (batch) => code.insert(store, batch),
  };
}

/** Its half that numbers, alone. */
export const generatedInsert = (words: number): Code['insert'] | undefined => codeFor(words)?.insert;

const made = new Map<number, Code>();

function codeFor(words: number): Code | undefined {
  let code = made.get(words);
  if (code === undefined) {
    try {
      // The one place where code is made from text; all that goes into it are numbers of our own.
      code = (new Function(source(words)) as () => Code)();
    } catch (error) {
      if (error instanceof EvalError) return undefined;
      throw error;
    }
    made.set(words, code);
  }
  return code;
}

function source(words: number): string {
  const each = (line: (word: number) => string, between = ' '): string =>
    Array.from({ length: words }, (_, w) => line(w)).join(between);
  const pick = (word: string): string => each((w) => (w === words - 1 ? `k${w}` : `${word} === ${w} ? k${w} :`));
  const likely = (i: string, k: number): string =>
    `const h${k} = hashes[${i}], e${k} = table[h${k} & mask], d${k} = (e${k} ^ h${k}) & high;
    const l${k} = ((e${k} ^ ((e${k} ^ table[(h${k} + 1) & mask]) & ((d${k} | (0 - d${k})) >> 31))) & mask) - 1;
    numbers[${i}] = l${k};`;
  return `'use strict';
return { expand, insert };

function expand(tables, batch, begin) {
  const source = batch.source, froms = batch.froms, firsts = batch.firsts, count = batch.count;
  const active = tables.active, slots = active.length;
  const roots = tables.roots.items, lists = tables.lists.items, nodes = tables.nodes.items;
  const rows = tables.rows.items, leaves = tables.leaves.items;
  const words = batch.words, hashes = batch.hashes, owners = batch.owners, room = hashes.length;
  let n = begin === 0 ? 0 : firsts[begin];
  for (let i = begin; i < count; i++) {
    firsts[i] = n;
    const from = froms[i];
    ${each((w) => `const k${w} = source[from + ${w}];`)}
    for (let a = 0; a < slots; a += ${ACTIVE_WORDS}) {
      const slot = active[a], word = active[a + 1];
      const root = active[a + 4] + (((${pick('word')}) >>> active[a + 2]) & active[a + 3]);
      const list = roots[root];
      if (list === ${UNKNOWN}) {
        batch.missingSlot = slot;
        batch.missingIndex = -1;
        return i;
      }
      const last = list + lists[list];
      for (let at = list + 1; at <= last; at++) {
        if (n === room) {
          batch.missingSlot = -1;
          return i;
        }
        const to = n * ${words};
        ${each((w) => `words[to + ${w}] = k${w};`)}
        let node = lists[at];
        while (node > ${UNKNOWN}) {
          const place = to + nodes[node], now = words[place];
          const row = nodes[node + 3] + 2 * ((now >>> nodes[node + 1]) & nodes[node + 2]);
          words[place] = now ^ rows[row + 1];
          node = nodes[node + ${NODE_HEAD} + rows[row]];
        }
        if (node === ${BLOCKED}) continue;
        if (node === ${UNKNOWN}) {
          batch.missingSlot = slot;
          batch.missingIndex = at - list - 1;
          return i;
        }
        words[to + word] ^= leaves[-node];
        let hash = ${HASH_SEED};
        ${each((w) => `hash = Math.imul(hash ^ words[to + ${w}], ${HASH_MIX}); hash ^= hash >>> 15;`)}
        hash = Math.imul(hash, ${HASH_END}); hash ^= hash >>> 16;
        hashes[n] = hash;
        owners[n] = slot;
        n++;
      }
    }
  }
  firsts[count] = n;
  batch.successors = n;
  return count;
}

function insert(store, batch) {
  store.reserve(batch.successors);
  const table = store.table, arena = store.arena, parents = store.parents;
  const words = batch.words, hashes = batch.hashes, numbers = batch.numbers, firsts = batch.firsts;
  const mask = table.length - 1, high = ~mask, successors = batch.successors, open = store.open;
  let size = store.size, fetched = 0;
  for (let i = 0; i < successors; i += 4) {
    fetched |= table[hashes[i] & mask] | table[hashes[i + 1] & mask] | table[hashes[i + 2] & mask] | table[hashes[i + 3] & mask];
  }
  for (let i = 0; i < successors; i += 4) {
    ${[0, 1, 2, 3].map((k) => likely(`i + ${k}`, k)).join('\n    ')}
    fetched |= ${[0, 1, 2, 3].map((k) => `arena[(l${k} - (l${k} >> 31)) * ${words}]`).join(' | ')};
  }
  store.fetched = fetched;
  let opened = 0;
  for (let i = 0; i < successors; i++) {
    const state = numbers[i], at = (state - (state >> 31)) * ${words}, from = i * ${words};
    const differs = (state >> 31)${each((w) => ` | (arena[at + ${w}] ^ words[from + ${w}])`, '')};
    open[opened] = i;
    opened += (differs | (0 - differs)) >>> 31;
  }
  for (let i = 0, o = 0; o < opened; o++) {
    const s = open[o], hash = hashes[s], from = s * ${words};
    while (firsts[i + 1] <= s) i++;
    ${each((w) => `const s${w} = words[from + ${w}];`)}
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = table[place];
      if (entry === 0) {
        const at = size * ${words};
        ${each((w) => `arena[at + ${w}] = s${w};`)}
        parents[size] = batch.states[i];
        numbers[s] = size++;
        table[place] = (hash & high) | size;
        break;
      }
      if (((entry ^ hash) & high) !== 0) continue;
      const state = (entry & mask) - 1, at = state * ${words};
      if (${each((w) => `arena[at + ${w}] === s${w}`, ' && ')}) {
        numbers[s] = state;
        break;
      }
    }
  }
  store.size = size;
}`;
}
