import type { Predicate } from '../../model/index.js';
import { permutations, type Permutation, type Renaming } from '../reductions/renaming.js';
import type { StateSpace } from '../state-space.js';
import { decider } from './decider.js';

/** A state in which something was found; with symmetry, in which image of it. */
export interface Sight {
  readonly state: number;
  readonly image?: Permutation;
}

/** Finds out where a predicate is true, and where it is false. */
export interface Look {
  find(state: number, is: boolean): Sight | undefined;
}

/** Looks at states themselves. */
export const lookAt =
  (space: StateSpace) =>
  (holds: Predicate): Look => {
    const decide = decider(space, holds);
    return { find: (state, is) => (decide(state) === is ? { state } : undefined) };
  };

/**
 * Looks at all images of a state: a predicate may speak of one actor by name, and then the states that a representative stands
 * for are not all the same to it.
 */
export function lookAtImages(space: StateSpace, renaming: Renaming): (holds: Predicate) => Look {
  const { system, host } = space;
  const all = permutations(renaming.bundles.length);
  let shown: Int32Array = new Int32Array(0);
  const reader = {
    system,
    host,
    local: (_: number, slot: number): number => shown[slot] as number,
    visit: (): void => void host.vector.set(shown),
  };
  return (holds) => {
    const decide = decider(reader, holds);
    return {
      find(state, is) {
        space.visit(state);
        const vector = host.vector.slice();
        for (const image of all) {
          shown = renaming.vector(vector, image);
          if (decide(state) === is) return { state, image };
        }
        return undefined;
      },
    };
  };
}
