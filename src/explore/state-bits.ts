import { IntList } from './numbers.js';

/** A set of states, a bit for each. */
export class StateBits {
  size = 0;
  private readonly bits = new IntList();

  /** Says whether it was not in it yet. */
  add(state: number): boolean {
    if (this.has(state)) return false;
    while (this.bits.length <= state >>> 5) this.bits.push(0);
    (this.bits.items[state >>> 5] as number) |= 1 << (state & 31);
    this.size++;
    return true;
  }

  has(state: number): boolean {
    return state >>> 5 < this.bits.length && ((this.bits.at(state >>> 5) >>> (state & 31)) & 1) === 1;
  }

  get bytes(): number {
    return 4 * this.bits.items.length;
  }
}
