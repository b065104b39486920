import { enabled, perform, type Schedule } from '../../system/index.js';
import type { StateSpace } from '../state-space.js';
import { permutations, type Permutation } from './renaming.js';
import type { Symmetry } from './symmetry.js';

/**
 * A run of the system itself along representatives, each reached from the one before it by some step and a renaming. It ends in
 * a state that the last one stands for or, where a permutation is given, in that image of it.
 */
export function concreteWay(
  space: StateSpace,
  symmetry: Symmetry,
  representatives: readonly number[],
  to?: Permutation,
): Schedule {
  const { host } = space;
  const goals = representatives.map((state) => {
    space.visit(state);
    return host.vector.slice();
  });
  const isLike = (vector: Int32Array, goal: Int32Array): boolean => {
    const one = vector.slice();
    symmetry.represent(one);
    return isSame(one, goal);
  };
  const run = walk(space, goals.slice(1), isLike);
  if (to === undefined) return run.schedule;
  const { renaming } = symmetry;
  const end = renaming.vector(goals.at(-1) as Int32Array, to);
  const turn = permutations(renaming.bundles.length).find((one) =>
    isSame(renaming.vector(run.states.at(-1) as Int32Array, one), end),
  );
  const images = run.states.slice(1).map((state) => renaming.vector(state, turn as Permutation));
  const isImage = (vector: Int32Array, image: Int32Array): boolean =>
    vector.every((local, slot) => renaming.settling.settled(slot, local) === image[slot]);
  return walk(space, images, isImage).schedule;
}

/** Goes from the start along the given goals, each time by the first step that leads to a state that will do. */
function walk(
  { host }: StateSpace,
  goals: readonly Int32Array[],
  willDo: (vector: Int32Array, goal: Int32Array) => boolean,
): { readonly schedule: Schedule; readonly states: readonly Int32Array[] } {
  let at = host.first.slice();
  const states = [at];
  const schedule = goals.map((goal, step) => {
    host.vector.set(at);
    for (const [number, choice] of enabled(host).entries()) {
      host.vector.set(at);
      perform(host, choice);
      const next = host.vector.slice();
      if (!willDo(next, goal)) continue;
      states.push((at = next));
      return number;
    }
    throw new RangeError(`no step leads to the state after step ${step}`);
  });
  return { schedule, states };
}

const isSame = (one: Int32Array, other: Int32Array): boolean => one.every((local, slot) => local === other[slot]);
