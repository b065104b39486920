import { describe, expect, it } from 'vitest';
import { findKernel, kernels, scenarios } from '../../machines/index.js';
import { explore, search } from '../../src/explore/index.js';
import { HANGS } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';

describe('the catalogue', () => {
  it('gives every scenario and kernel a name of its own', () => {
    for (const list of [scenarios, kernels]) {
      const ids = list.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('expects only outcomes and properties that the scenario has', () => {
    for (const scenario of scenarios) {
      const outcomes = [...scenario.outcomes.map(({ name }) => name), HANGS];
      expect(outcomes, scenario.id).toEqual(expect.arrayContaining(Object.keys(scenario.expect)));
      const properties = scenario.properties.map(({ id }) => id);
      expect(properties, scenario.id).toEqual(expect.arrayContaining(Object.keys(scenario.expectProperties ?? {})));
    }
  });

  it('says of every scenario whether it hangs, on every kernel that it is asked of', () => {
    for (const scenario of scenarios) {
      const asked = scenario.kernels ?? kernels.map(({ id }) => id);
      expect(Object.keys(scenario.expect[HANGS]?.byKernel ?? {}), scenario.id).toEqual(asked);
    }
  });

  it('builds every kernel from the base and patches in order, each with its commits', () => {
    for (const { id } of kernels) {
      const { spec } = findKernel(id);
      for (const { commits } of spec.patches.flatMap((patch) => patch)) {
        for (const commit of commits) expect(commit.id).toMatch(/^([0-9a-f]{12}|unknown)$/);
      }
    }
  });
});

describe('imutex-charge on v3.11', () => {
  it('always hangs once the victim waits for the mutex of a charger that is over the limit', () => {
    const system = buildSystem(
      scenarios.find(({ id }) => id === 'imutex-charge')!,
      findKernel('v3.11'),
    );
    const graph = search(system);
    const { doomed } = explore(system);
    const [charger, hog, mutex] = ['charger', 'hog', 'i_mutex'].map((id) => system.indexOf.get(id)!);
    let waiting = 0;
    for (let state = 0; state < graph.states; state++) {
      graph.visit(state);
      const holds = graph.host.view(mutex!).context['holder'] === 'charger';
      const charges = graph.host.view(charger!).places.has('charge');
      if (holds && charges && graph.host.view(hog!).places.has('mutex_lock')) waiting++;
    }
    expect(waiting).toBeGreaterThan(0);
    // Every doomed state is such a state, or one step before the charge begins or the victim waits.
    expect(doomed).toBeGreaterThanOrEqual(waiting);
  });
});
