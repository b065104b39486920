import { describe, expect, it } from 'vitest';
import { findKernel, findScenario, kernels } from '../../machines/index.js';
import { search } from '../../src/explore/index.js';
import { sharedTables } from '../../src/explore/intern.js';
import type { Op } from '../../src/model/index.js';
import { buildSystem, localKey, pureTransition, quickTransition } from '../../src/system/index.js';

/** What a transition says, as text: effects are compared by what they are, not by their functions. */
const text = ([snapshot, effects]: ReturnType<typeof pureTransition>): string =>
  JSON.stringify([localKey(snapshot), snapshot.status, effects.map(({ type, params }) => [type, params])]);

describe('the shared actor scope', () => {
  it.each(kernels.map(({ id }) => [id]))('gives what transition() gives, for all that two searches on %s ask', (id) => {
    const kernel = findKernel(id);
    for (const scenario of ['slab-at-limit', 'two-sleepers']) search(buildSystem(findScenario(scenario), kernel));
    const tables = sharedTables(kernel);
    let compared = 0;
    for (const machine of kernel.machines.values()) {
      for (const { snapshot, op } of tables.machine(machine).asked()) {
        const asked = tables.ops[op] as Op;
        const quick = quickTransition(machine.logic, snapshot, asked);
        const pure = pureTransition(machine.logic, snapshot, asked);
        expect(text(quick)).toBe(text(pure));
        // An event that selects nothing gives the very same snapshot, which is how a refusal is told.
        expect(quick[0] === snapshot).toBe(pure[0] === snapshot);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
