import { describe, expect, it } from 'vitest';
import { depthFirst, search } from '../../src/explore/index.js';
import { referenceCounts } from '../scenarios/reference-count.js';
import { TOYS } from '../support/all-toys.js';

describe('the plain loop, the generated loop, depth first and the reference host find the same', () => {
  it.each(TOYS)('of %s', (_, system) => {
    const expected = referenceCounts(system);
    for (const loop of ['plain', 'generated'] as const) {
      const { states, steps, depth } = search(system, { loop });
      expect({ loop, states, steps, depth }).toEqual({ loop, ...expected });
    }
    const { states, steps } = search(system, { strategy: depthFirst() });
    expect([states, steps]).toEqual([expected.states, expected.steps]);
  });
});
