import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, it } from 'vitest';
import { LiveHost } from '../../src/live/index.js';
import { enabled, ReferenceHost, takeStep, type System } from '../../src/system/index.js';
import { oomToy } from '../support/oom-toy.js';
import { latchedMail, lockPair, lostUpdate, petersonPair, philosophers, timedSleepers } from '../support/toys.js';

const SEED = 20180620;
const STEPS = 2_000;

const systems: readonly [string, System][] = [
  ['lost update', lostUpdate(3)],
  ['five philosophers', philosophers(5)],
  ['left-handed philosophers', philosophers(4, 'leftHanded')],
  ['Peterson', petersonPair()],
  ['Lock', lockPair()],
  ['latched mail', latchedMail()],
  ['timed sleepers', timedSleepers(10, 20, 30)],
  ['the small OOM path', oomToy()],
  ['two chargers', oomToy(['first', 'second'])],
];

it.each(systems)(`the live host agrees with the reference over ${STEPS} steps of %s (seed ${SEED})`, (_, system) => {
  const random = xoroshiro128plus(SEED);
  for (let taken = 0; taken < STEPS;) {
    const reference = new ReferenceHost(system);
    const live = new LiveHost(system);
    live.start();
    expect(stateOf(live)).toEqual(stateOf(reference));
    // A run that ends is followed by another one; a run that does not is cut off, so that the starts are tried often.
    for (let number = 0; number < 200 && taken < STEPS; number++) {
      const choices = enabled(reference);
      expect(enabled(live)).toEqual(choices);
      if (choices.length === 0) break;
      const pick = uniformInt(random, 0, choices.length - 1);
      expect(takeStep(live, choices, pick, number)).toEqual(takeStep(reference, choices, pick, number));
      expect(stateOf(live)).toEqual(stateOf(reference));
      taken++;
    }
    live.stop();
  }

  function stateOf(host: LiveHost | ReferenceHost): unknown {
    return {
      mail: host.mail(),
      actors: system.actors.map(({ index }) => ({ pending: host.pending(index), view: host.view(index) })),
    };
  }
});
