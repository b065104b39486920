/** Lends arrays to one user at a time; what all had given back is lent again, to whom it fits. */
export class ArrayLibrary {
  private shelf: ArrayBuffer[] = [];
  private lent: ArrayBuffer[] = [];

  /** An array of zeros. It must not be used any more when all are taken back. */
  readonly lend = (length: number): Int32Array => {
    const bytes = length * Int32Array.BYTES_PER_ELEMENT;
    if (bytes < LEAST_BYTES) return new Int32Array(length);
    const fits = (buffer: ArrayBuffer): boolean =>
      buffer.byteLength >= bytes && buffer.byteLength <= MOST_TIMES * bytes;
    const [best] = this.shelf.filter(fits).sort((a, b) => a.byteLength - b.byteLength);
    const buffer = best ?? new ArrayBuffer(bytes);
    this.lent.push(buffer);
    const array = new Int32Array(buffer, 0, length);
    if (best !== undefined) {
      this.shelf.splice(this.shelf.indexOf(best), 1);
      array.fill(0);
    }
    return array;
  };

  /** What the last user did not need is let go. */
  takeBack(): void {
    this.shelf = this.lent;
    this.lent = [];
  }
}

/** Below this, a new one is as quick. */
const LEAST_BYTES = 2 ** 14;
/** So many times as large as was asked for, and no larger: the small must not take the large from those who need them. */
const MOST_TIMES = 4;
