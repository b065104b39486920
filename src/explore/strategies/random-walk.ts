import { draws } from './draws.js';
import { runs, type Picker, type RunsOptions } from './runs.js';
import type { Strategy } from './strategy.js';

export interface RandomWalkOptions extends RunsOptions {
  readonly seed: number;
}

/** Runs whose every step is drawn evenly from those enabled. It promises nothing about what it misses. */
export const randomWalk = ({ seed, ...options }: RandomWalkOptions): Strategy =>
  runs('random', options, () => evenPicker(seed));

/** Picks every step evenly. */
export function evenPicker(seed: number): Picker {
  const draw = draws(seed);
  return { begin: () => {}, pick: ({ steps }) => draw(0, steps - 1), end: () => {} };
}
