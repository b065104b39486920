import type { Loop, Teach } from './plain-loop.js';
import { HASH_END, HASH_MIX, HASH_SEED, type StateStore } from './state-store.js';
import { BLOCKED, NODE_HEAD, UNKNOWN, type StepTables } from './step-tables.js';

/**
 * The plain loop with this layout's numbers written into it: words, fields and the slots that offer steps are constants and
 * loops over words are unrolled. `undefined` where code must not be generated (a page's content security policy).
 */
export function generatedLoop(tables: StepTables, store: StateStore, teach: Teach): Loop | undefined {
  let make: (tables: StepTables, store: StateStore, teach: Teach) => Loop;
  try {
    // The one place where code is made from text; all that goes into it are numbers of our own.
    make = new Function('tables', 'store', 'teach', source(tables)) as typeof make;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
  return make(tables, store, teach);
}

type Line = (word: number) => string;

function source(tables: StepTables): string {
  const { words } = tables.layout;
  const each = (line: Line, between = ' '): string => Array.from({ length: words }, (_, w) => line(w)).join(between);
  const hash = [
    `let hash = ${HASH_SEED};`,
    each((w) => `hash = Math.imul(hash ^ s${w}, ${HASH_MIX}); hash ^= hash >>> 15;`),
    `hash = Math.imul(hash, ${HASH_END}); hash ^= hash >>> 16;`,
  ].join(' ');
  return `'use strict';
return { expand, insert };

function expand(batch) {
  const source = batch.source, froms = batch.froms, firsts = batch.firsts, count = batch.count;
  let roots = tables.roots.items, lists = tables.lists.items, nodes = tables.nodes.items;
  let rows = tables.rows.items, leaves = tables.leaves.items;
  let words = batch.words, hashes = batch.hashes, owners = batch.owners;
  let n = 0;
  for (let i = 0; i < count; i++) {
    firsts[i] = n;
    const from = froms[i];
    ${each((w) => `const k${w} = source[from + ${w}];`)}
${[...tables.active].map((slot) => stepsOf(tables, slot, each, hash)).join('\n')}
  }
  firsts[count] = n;
  batch.successors = n;
  return true;
}

function insert(batch) {
  store.reserve(batch.successors);
  const table = store.table, arena = store.arena, parents = store.parents;
  const words = batch.words, hashes = batch.hashes, numbers = batch.numbers, firsts = batch.firsts;
  const mask = table.length - 1, high = ~mask, successors = batch.successors;
  let size = store.size, fetched = 0;
  for (let i = 0; i < successors; i++) numbers[i] = table[hashes[i] & mask];
  for (let i = 0; i < successors; i++) {
    const entry = numbers[i];
    if (((entry ^ hashes[i]) & high) === 0) fetched |= arena[((entry & mask) - 1) * ${words}];
  }
  store.fetched = fetched;
  for (let i = 0, s = 0; i < batch.count; i++) {
    const parent = batch.states[i];
    const end = firsts[i + 1];
    for (; s < end; s++) {
      const hash = hashes[s], from = s * ${words};
      ${each((w) => `const s${w} = words[from + ${w}];`)}
      for (let place = hash & mask; ; place = (place + 1) & mask) {
        const entry = table[place];
        if (entry === 0) {
          const at = size * ${words};
          ${each((w) => `arena[at + ${w}] = s${w};`)}
          parents[size] = parent;
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
  }
  store.size = size;
}`;
}

function stepsOf(
  { layout, rootBase }: StepTables,
  slot: number,
  each: (line: Line, between?: string) => string,
  hash: string,
): string {
  const { words } = layout;
  const { word, shift, mask } = layout.fields[slot]!;
  const refresh = `roots = tables.roots.items; lists = tables.lists.items; nodes = tables.nodes.items;
          rows = tables.rows.items; leaves = tables.leaves.items;`;
  return `    {
      const root = ${rootBase[slot]} + ((k${word} >>> ${shift}) & ${mask});
      let list = roots[root];
      if (list === ${UNKNOWN}) {
        if (!teach(source, from, ${slot}, -1)) return false;
        ${refresh}
        list = roots[root];
      }
      const last = list + lists[list];
      for (let at = list + 1; at <= last; at++) {
        if (n === hashes.length) {
          batch.grow();
          words = batch.words; hashes = batch.hashes; owners = batch.owners;
        }
        const to = n * ${words};
        for (;;) {
          ${each((w) => `words[to + ${w}] = k${w};`)}
          let node = lists[at];
          while (node > ${UNKNOWN}) {
            const place = to + nodes[node], now = words[place];
            const row = nodes[node + 3] + 2 * ((now >>> nodes[node + 1]) & nodes[node + 2]);
            words[place] = now ^ rows[row + 1];
            node = nodes[node + ${NODE_HEAD} + rows[row]];
          }
          if (node === ${BLOCKED}) break;
          if (node !== ${UNKNOWN}) {
            ${each((w) => `const s${w} = words[to + ${w}]${w === word ? ' ^ leaves[-node]' : ''};`)}
            words[to + ${word}] = s${word};
            ${hash}
            hashes[n] = hash;
            owners[n] = ${slot};
            n++;
            break;
          }
          if (!teach(source, from, ${slot}, at - list - 1)) return false;
          ${refresh}
        }
      }
    }`;
}
