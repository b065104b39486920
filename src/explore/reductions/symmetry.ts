import type { System } from '../../system/index.js';
import type { Batch } from '../batch.js';
import { fieldOf, type Field, type Layout } from '../layout.js';
import { Memo } from '../numbers.js';
import { hashOf } from '../state-store.js';
import type { TableHost } from '../table.js';
import { Colours } from './colours.js';
import { exchange, permutations, type Permutation, type Renaming } from './renaming.js';

/** How the bundles matter to a local state. */
const enum Kind {
  /** Exchanging any two (of the others, for a slot of a bundle) leaves it as it is. */
  Plain = 1,
  /** Exchanging two that it marks alike leaves it as it is. */
  Marked,
  /** Neither: all orders of those that look alike are tried. */
  Rich,
}

/**
 * Puts one state in the place of all those that differ only in which bundle is which.
 *
 * Bundles are sorted by their colours, texts that say the same of renamed states: of their own local states, and of the marks
 * that others put on them. Where the order of those that look alike does not matter, that is the representative; elsewhere
 * all their orders are tried and the least state is taken. Either way orbits are exact.
 */
export class Symmetry {
  readonly renaming: Renaming;
  private readonly count: number;
  /** Slots in a bundle. */
  private readonly width: number;
  private readonly outside: readonly number[];
  private readonly colours: Colours;
  private readonly neighbours: readonly Permutation[];
  private readonly unsettled: readonly number[];
  /** By slot, then local state. */
  private readonly kinds: readonly Memo[];
  private readonly own: readonly Memo[];
  /** By slot in a bundle, then local state times bundles plus the place where it goes: the local state that it becomes. */
  private readonly moved: readonly Memo[];
  private readonly vector: Int32Array;
  private readonly before: Int32Array;
  /** The bundles as they are sorted, and where each of them goes. */
  private readonly order: Int32Array;
  private readonly to: number[];
  private readonly keys: Int32Array;
  private readonly keyWidth: number;
  /** Of a key, what the state at hand needs. */
  private keyUsed = 0;

  constructor(system: System, host: TableHost, renaming: Renaming) {
    const { bundles } = renaming;
    this.renaming = renaming;
    this.count = bundles.length;
    this.width = (bundles[0] as readonly number[]).length;
    const slots = Array.from({ length: host.size + 1 }, (_, slot) => slot);
    this.outside = slots.filter((slot) => (renaming.bundleOf[slot] as number) < 0);
    this.colours = new Colours(system, host, renaming);
    this.neighbours = bundles.slice(1).map((_, b) => exchange(bundles.length, b, b + 1));
    this.kinds = slots.map(() => new Memo());
    this.own = slots.map(() => new Memo());
    this.moved = slots.map(() => new Memo());
    this.unsettled = renaming.settling.slots;
    this.vector = new Int32Array(host.size + 1);
    this.before = new Int32Array(host.size + 1);
    this.order = new Int32Array(this.count);
    this.to = bundles.map(() => 0);
    this.keyWidth = this.width + this.outside.length;
    this.keys = new Int32Array(this.count * this.keyWidth);
  }

  /** Moves the host's state, with which a search begins, to its representative. */
  beginWith(host: TableHost): void {
    const first = host.vector.slice();
    this.represent(first);
    host.vector.set(first);
  }

  /** Rewrites the batch's successors. `false` if some local state has no place in the layout. */
  reduce(batch: Batch, layout: Layout): boolean {
    const { words, hashes, width } = batch;
    const { fields } = layout;
    const { vector } = this;
    for (let s = 0; s < batch.successors; s++) {
      const base = s * width;
      for (let slot = 0; slot < fields.length; slot++) vector[slot] = fieldOf(words, base, fields[slot] as Field);
      if (!this.represent(vector)) continue;
      for (let w = 0; w < width; w++) words[base + w] = 0;
      for (let slot = 0; slot < fields.length; slot++) {
        const { word, shift, mask } = fields[slot] as Field;
        const local = vector[slot] as number;
        if (local > mask) return false;
        words[base + word]! |= local << shift;
      }
      hashes[s] = hashOf(words, base, width);
    }
    return true;
  }

  /** Moves a vector to its orbit's representative; `false` if it is that already. */
  represent(vector: Int32Array): boolean {
    const { count, order } = this;
    const settles = this.settle(vector);
    const rich = this.fillKeys(vector);
    let moves = false;
    for (let b = 0; b < count; b++) {
      // Few, and mostly sorted.
      let at = b;
      for (; at > 0 && this.compare(b, order[at - 1]!) < 0; at--) order[at] = order[at - 1]!;
      order[at] = b;
      if (at < b) moves = true;
    }
    if (rich) return this.leastOf(vector) || settles;
    if (moves) this.move(vector);
    return moves || settles;
  }

  /** Puts lists into order whose order is nobody's business. */
  private settle(vector: Int32Array): boolean {
    let settles = false;
    for (const slot of this.unsettled) {
      const local = this.renaming.settling.settled(slot, vector[slot]!);
      if (local === vector[slot]) continue;
      vector[slot] = local;
      settles = true;
    }
    return settles;
  }

  /** Puts the bundles in their order. */
  private move(vector: Int32Array): void {
    const { count, order, renaming, before, to, outside } = this;
    for (let slot = 0; slot < vector.length; slot++) before[slot] = vector[slot]!;
    for (let place = 0; place < count; place++) to[order[place]!] = place;
    for (let o = 0; o < outside.length; o++) {
      const slot = outside[o]!;
      const local = before[slot]!;
      if (this.kindOf(slot, local) !== Kind.Plain) vector[slot] = renaming.local(slot, local, to);
    }
    for (let place = 0; place < count; place++) {
      const bundle = order[place]!;
      if (bundle === place) continue;
      const from = renaming.bundles[bundle]!;
      const target = renaming.bundles[place]!;
      for (let k = 0; k < from.length; k++) {
        const slot = from[k]!;
        const local = before[slot]!;
        const known = this.moved[slot]!.get(local * count + place);
        vector[target[k]!] = known >= 0 ? known : this.learnMove(slot, local, place, to);
      }
    }
  }

  private kindOf(slot: number, local: number): Kind {
    const kind = this.kinds[slot]!.get(local);
    return kind >= 0 ? kind : this.learnKind(slot, local);
  }

  private learnMove(slot: number, local: number, place: number, to: Permutation): number {
    return this.moved[slot]!.set(local * this.count + place, this.renaming.local(slot, local, to));
  }

  /** What the bundles are sorted by; says whether there is a rich local state. */
  private fillKeys(vector: Int32Array): boolean {
    const { renaming, width, keys, outside, colours, count } = this;
    const keyWidth = this.keyWidth;
    let rich = false;
    for (let b = 0; b < count; b++) {
      const bundle = renaming.bundles[b]!;
      const at = b * keyWidth;
      for (let place = 0; place < width; place++) {
        const slot = bundle[place]!;
        const local = vector[slot]!;
        const known = this.own[slot]!.get(local);
        const ownKey = known >= 0 ? known : this.learnOwn(slot, local);
        if ((ownKey & 1) === 1) rich = true;
        keys[at + place] = ownKey;
      }
    }
    let used = width;
    for (let o = 0; o < outside.length; o++) {
      const slot = outside[o]!;
      const local = vector[slot]!;
      const kind = this.kindOf(slot, local);
      if (kind === Kind.Plain) continue;
      if (kind === Kind.Rich) rich = true;
      for (let b = 0; b < count; b++) keys[b * keyWidth + used] = colours.of(slot, local, b);
      used++;
    }
    this.keyUsed = used;
    return rich;
  }

  /** The colour of a bundle's own local state for the bundle itself, doubled, and one more if it is rich. */
  private learnOwn(slot: number, local: number): number {
    const colour = this.colours.of(slot, local, this.renaming.bundleOf[slot]!);
    return this.own[slot]!.set(local, 2 * colour + (this.kindOf(slot, local) === Kind.Rich ? 1 : 0));
  }

  private compare(one: number, other: number): number {
    const { keys, keyWidth, keyUsed } = this;
    for (let k = 0; k < keyUsed; k++) {
      const difference = keys[one * keyWidth + k]! - keys[other * keyWidth + k]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Of the images in which the bundles stay sorted, the least. */
  private leastOf(vector: Int32Array): boolean {
    const { renaming, order } = this;
    let cells: number[][] = [];
    for (const bundle of order) {
      const cell = cells.at(-1);
      if (cell !== undefined && this.compare(cell[0] as number, bundle) === 0) cell.push(bundle);
      else cells.push([bundle]);
    }
    let orders: number[][] = [[]];
    for (const cell of cells) {
      const ways = permutations(cell.length).map((way) => way.map((at) => cell[at] as number));
      orders = orders.flatMap((some) => ways.map((way) => [...some, ...way]));
    }
    let least: Int32Array | undefined;
    for (const one of orders) {
      const to: number[] = [];
      for (const [place, bundle] of one.entries()) to[bundle] = place;
      const image = renaming.vector(vector, to);
      if (least === undefined || isLess(image, least)) least = image;
    }
    const changed = (least as Int32Array).some((local, slot) => local !== vector[slot]);
    vector.set(least as Int32Array);
    return changed;
  }

  private learnKind(slot: number, local: number): Kind {
    const { renaming, count, colours } = this;
    const own = renaming.bundleOf[slot] as number;
    const stays = (one: number, other: number): boolean =>
      one === own || other === own || renaming.local(slot, local, exchange(count, one, other)) === local;
    let kind: Kind = Kind.Plain;
    for (let one = 0; one < count; one++) {
      for (let other = one + 1; other < count; other++) {
        if (stays(one, other)) continue;
        const alike = colours.of(slot, local, one) === colours.of(slot, local, other);
        kind = own >= 0 || alike ? Kind.Rich : kind === Kind.Rich ? kind : Kind.Marked;
      }
    }
    // A colour must say the same of images, or sorting by it would not find the same representative for all of an orbit.
    for (const to of this.neighbours) colours.check(slot, local, to);
    return this.kinds[slot]!.set(local, kind);
  }
}

function isLess(one: Int32Array, other: Int32Array): boolean {
  for (let slot = 0; slot < one.length; slot++) if (one[slot] !== other[slot]) return one[slot]! < other[slot]!;
  return false;
}
