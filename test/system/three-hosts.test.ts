import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { findKernel, kernels, scenarios } from '../../machines/index.js';
import { TableHost } from '../../src/explore/index.js';
import { LiveHost } from '../../src/live/index.js';
import { askedOf } from '../../src/model/index.js';
import { buildSystem, enabled, ReferenceHost, takeStep } from '../../src/system/index.js';

const SEED = 20180620;
const STEPS_A_KERNEL = process.env['OOMLAB_TEST_ALL'] ? 10_000 : 500;

describe('the three hosts', () => {
  it.each(kernels.map(({ id }) => id))(
    `agree over ${STEPS_A_KERNEL} random steps of the catalogue on %s (seed ${SEED})`,
    (id) => {
      const random = xoroshiro128plus(SEED);
      const asked = scenarios.filter((one) => askedOf(one, kernels).includes(id));
      let taken = 0;
      // Each kernel begins with other scenarios, so that together they come to all of them.
      for (let turn = kernels.findIndex((one) => one.id === id) * 4; taken < STEPS_A_KERNEL; turn++) {
        const scenario = asked[turn % asked.length]!;
        const system = buildSystem(scenario, findKernel(id));
        const reference = new ReferenceHost(system);
        const table = new TableHost(system);
        const live = new LiveHost(system);
        live.start();
        for (let number = 0; number < 150 && taken < STEPS_A_KERNEL; number++, taken++) {
          const choices = enabled(reference);
          expect(enabled(table), scenario.id).toEqual(choices);
          expect(enabled(live), scenario.id).toEqual(choices);
          if (choices.length === 0) break;
          const pick = uniformInt(random, 0, choices.length - 1);
          const step = takeStep(reference, choices, pick, number);
          expect(takeStep(table, choices, pick, number)).toEqual(step);
          expect(takeStep(live, choices, pick, number)).toEqual(step);
          for (const { index } of system.actors) {
            const view = reference.view(index);
            expect(table.view(index)).toEqual(view);
            expect(live.view(index)).toEqual(view);
          }
        }
        live.stop();
      }
    },
  );
});
