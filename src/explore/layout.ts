/** Where a slot of a global state (an actor's local state, or the set of mail) lies in the packed words. */
export interface Field {
  readonly word: number;
  readonly shift: number;
  readonly width: number;
  /** `width` ones. */
  readonly mask: number;
}

/** How global states are packed: one bit field a slot, none of which straddles a 32-bit word. */
export interface Layout {
  readonly words: number;
  readonly fields: readonly Field[];
}

const WORD_BITS = 32;

/** What a slot will need: room for so many local states, and more the likelier it is to grow beyond them. */
export interface Demand {
  readonly states: number;
  readonly growth: number;
}

/**
 * Packs slots as narrow as they can be, then gives the bits that are left in these words away, one after another, to whoever
 * is likeliest to need one: with each bit that a slot has beyond its demand, that becomes half as likely. A slot with one
 * state takes no bit. First-fit decreasing, so equal demands give equal layouts.
 */
export function layoutFor(demands: readonly Demand[]): Layout {
  const widths = demands.map(({ states }) => Math.min(MOST_WIDTH, Math.ceil(Math.log2(states))));
  // Who has not grown of late may still do so.
  const need = demands.map(({ growth }) => Math.max(growth, 2 * LEAST_NEED));
  // Who has been in one state only gets none: the mail offers steps, and is looked at, from its first bit on.
  const open = new Set([...demands.keys()].filter((slot) => (demands[slot] as Demand).states > 1));
  let layout = packed(widths);
  while (open.size > 0) {
    const slot = [...open].reduce((most, one) => ((need[one] as number) > (need[most] as number) ? one : most));
    const width = (widths[slot] as number) + 1;
    const next = packed(widths.with(slot, width));
    if (next.words > layout.words || width > MOST_WIDTH || (need[slot] as number) < LEAST_NEED) {
      open.delete(slot);
      continue;
    }
    widths[slot] = width;
    (need[slot] as number) /= 2;
    layout = next;
  }
  return layout;
}

/** Tables are as long as a slot's field can count: bits that nobody will need would only make them sparse. */
const LEAST_NEED = 0.02;

function packed(widths: readonly number[]): Layout {
  const widest = [...widths.keys()].sort((a, b) => (widths[b] as number) - (widths[a] as number) || a - b);
  const words: number[] = [0];
  const fields: Field[] = [];
  for (const slot of widest) {
    const width = widths[slot] as number;
    let word = words.findIndex((used) => used + width <= WORD_BITS);
    if (word < 0) word = words.push(0) - 1;
    fields[slot] = { word, shift: words[word] as number, width, mask: 2 ** width - 1 };
    (words[word] as number) += width;
  }
  return { words: words.length, fields };
}

/** A slot's local states index tables: no memory holds more than this. */
const MOST_WIDTH = 26;

/** The local state that a packed state has in a field. */
export const fieldOf = (words: Int32Array, base: number, { word, shift, mask }: Field): number =>
  ((words[base + word] as number) >>> shift) & mask;

/** Unpacks a state into one number a slot. */
export function unpack({ fields }: Layout, words: Int32Array, base: number, into: Int32Array): void {
  for (let slot = 0; slot < fields.length; slot++) into[slot] = fieldOf(words, base, fields[slot] as Field);
}

/** Packs one number a slot into words. */
export function pack({ fields, words }: Layout, from: Int32Array, into: Int32Array, base: number): void {
  into.fill(0, base, base + words);
  for (let slot = 0; slot < fields.length; slot++) {
    const { word, shift } = fields[slot] as Field;
    (into[base + word] as number) |= (from[slot] as number) << shift;
  }
}

/** One number a slot as words; nothing if there is no room for one of them. */
export function wordsOf(layout: Layout, from: Int32Array): Int32Array | undefined {
  if (layout.fields.some(({ mask }, slot) => (from[slot] as number) > mask)) return undefined;
  const words = new Int32Array(layout.words);
  pack(layout, from, words, 0);
  return words;
}

/** The first slot whose number has outgrown its field. */
export function overflow({ fields }: Layout, counts: readonly number[]): number | undefined {
  const slot = fields.findIndex(({ width }, i) => (counts[i] as number) > 2 ** width);
  return slot < 0 ? undefined : slot;
}

/** Packs so many states anew, from one layout's words into another's, which are still 0. */
export function repack(before: Layout, after: Layout, from: Int32Array, count: number, into: Int32Array): void {
  const moves = movesBetween(before, after);
  for (let state = 0; state < count; state++) {
    const base = state * before.words;
    const to = state * after.words;
    for (let move = 0; move < moves.length; move += MOVE_WORDS) {
      const bits = from[base + moves[move]!]! & moves[move + 1]!;
      // Rotated: no bit of a field comes to an end of its word.
      into[to + moves[move + 2]!]! |= (bits << moves[move + 3]!) | (bits >>> -moves[move + 3]!);
    }
  }
}

const MOVE_WORDS = 4;

/**
 * Fields that go from one word to one other by as many bits go together: the word to take from, which bits, the word that they
 * go to, and how far to the left.
 */
function movesBetween(before: Layout, after: Layout): Int32Array {
  const moves = new Map<string, [from: number, bits: number, to: number, by: number]>();
  for (const [slot, old] of before.fields.entries()) {
    if (old.width === 0) continue;
    const now = after.fields[slot] as Field;
    const by = (now.shift - old.shift) & 31;
    const key = `${old.word} ${now.word} ${by}`;
    const bits = (moves.get(key)?.[1] ?? 0) | (old.mask << old.shift);
    moves.set(key, [old.word, bits, now.word, by]);
  }
  return Int32Array.from([...moves.values()].flat());
}
