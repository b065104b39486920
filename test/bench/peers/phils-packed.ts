/**
 * BEEM phils.1, N dining philosophers, hand-coded in packed TypeScript.
 *
 * A philosopher is the forks in his hands, one bit of each word: low word his own fork i, high word the other one, fork
 * i+1. Then think 00 -> one 10 -> eat 11 -> finish 01 -> think: every step toggles one bit, and word operations find
 * the steps of all philosophers together. No fork is stored.
 */
import { packedSearch, type PackedModel, type PeerResult } from './packed-search.js';

export interface Phils {
  /** Philosophers, 2 to 31. */
  readonly N: number;
}

/** Explores the dining philosophers; with `expectedStates` nothing has to grow on the way. */
export function philsPacked({ N }: Phils, expectedStates?: number): PeerResult {
  return packedSearch(philosophers(N), expectedStates);
}

function philosophers(N: number): PackedModel {
  const everybody = 2 ** N - 1;
  return {
    maximumSuccessors: N,
    successors(own, other, next, at) {
      const otherOfBefore = ((other << 1) | (other >>> (N - 1))) & everybody;
      const ownOfAfter = (own >>> 1) | (own << (N - 1));
      // Putting down needs nobody's leave; fork i may be with the neighbour before, fork i+1 with the one after.
      const able = other | (own & ~ownOfAfter) | (~own & everybody & ~otherOfBefore);
      const unlike = own ^ other;
      for (let toggles = able & ~unlike; toggles !== 0; toggles &= toggles - 1) {
        next[at++] = own ^ (toggles & -toggles);
        next[at++] = other;
      }
      for (let toggles = able & unlike; toggles !== 0; toggles &= toggles - 1) {
        next[at++] = own;
        next[at++] = other ^ (toggles & -toggles);
      }
      return at;
    },
    isEnd: () => false,
  };
}
