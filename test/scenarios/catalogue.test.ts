import { describe, expect, it } from 'vitest';
import { findKernel, findScenario, kernels, scenarios } from '../../machines/index.js';
import { search, type Graph } from '../../src/explore/index.js';
import { HANGS, askedOf } from '../../src/model/index.js';
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
      const asked = askedOf(scenario, kernels);
      expect(Object.keys(scenario.expect[HANGS]?.byKernel ?? {}), scenario.id).toEqual(asked);
    }
  });

  it('takes the numbers that only multiply states as parameters, and each changes the model', () => {
    for (const scenario of scenarios) {
      const kernel = findKernel(askedOf(scenario, kernels).at(-1)!);
      const inMemcg = !scenario.id.startsWith('page-allocator');
      const numbers = inMemcg ? ['retries', 'batch', 'reaperTries'] : ['reaperTries'];
      expect(Object.keys(scenario.params), scenario.id).toEqual(expect.arrayContaining(numbers));
      const { hash } = buildSystem(scenario, kernel);
      for (const [name, value] of Object.entries(scenario.params)) {
        const other = buildSystem(scenario, kernel, { [name]: value + 1 });
        expect(other.hash, `${scenario.id} ${name}`).not.toBe(hash);
      }
    }
  });

  it('refuses a batch of no pages', () => {
    const building = () => buildSystem(findScenario('slab-at-limit'), findKernel('v4.19'), { batch: 0 });
    expect(building).toThrow(/batch of 0/);
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
  it('always hangs once the victim waits for the mutex of a charger that is in the OOM path', () => {
    const system = buildSystem(findScenario('imutex-charge'), findKernel('v3.11'));
    const graph = search(system);
    const view = (state: number, actor: string) => {
      graph.visit(state);
      return graph.host.view(system.indexOf.get(actor)!);
    };
    const waiting = Array.from({ length: graph.states }, (_, state) => state).filter(
      (state) =>
        view(state, 'i_mutex').context['holder'] === 'charger' &&
        view(state, 'charger').places.has('mem_cgroup_handle_oom') &&
        view(state, 'hog').places.has('mutex_lock'),
    );
    expect(waiting.length).toBeGreaterThan(0);
    for (const state of waiting) expect(reachesAnEnd(graph, state), `state ${state}`).toBe(false);
  });
});

/** Whether a terminal state can be reached; imutex-charge has no deadlocks, so that is an end. */
function reachesAnEnd(graph: Graph, from: number): boolean {
  const seen = new Set([from]);
  const queue = [from];
  for (const state of queue) {
    if (graph.isTerminal(state)) return true;
    for (const next of graph.successors(state)) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
}
