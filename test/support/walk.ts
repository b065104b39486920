import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { enabled, ReferenceHost, takeStep, type Schedule, type System } from '../../src/system/index.js';

/** The schedule of a random walk of at most so many steps; the same seed walks the same way. */
export function walk(system: System, seed: number, steps: number): Schedule {
  const random = xoroshiro128plus(seed);
  const host = new ReferenceHost(system);
  const schedule: number[] = [];
  while (schedule.length < steps) {
    const choices = enabled(host);
    if (choices.length === 0) break;
    const pick = uniformInt(random, 0, choices.length - 1);
    takeStep(host, choices, pick, schedule.length);
    schedule.push(pick);
  }
  return schedule;
}
