import { describe, expect, it } from 'vitest';
import { findKernel, findScenario, kernels } from '../../machines/index.js';
import { doesTheSame, explore, TableHost, type Exploration } from '../../src/explore/index.js';
import { askedOf } from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { lostUpdate, philosophers } from '../support/toys.js';

const said = (found: Exploration): object => ({ ...found, graph: undefined, system: undefined });
const isLike = (searched: Exploration, other: System): boolean =>
  doesTheSame(searched.graph.host, new TableHost(other));

describe('a row that does the same as one that was searched', () => {
  // Small rows of every topic: a slab, a fault, a sleeper, the stock, the page allocator, moved tasks.
  it.each(['slab-at-limit', 'disabled-slab', 'nofail-cache', 'costly-slab', 'nofs-slab', 'silent-kill'])(
    'of %s has just what a search of it finds',
    (id) => {
      const scenario = findScenario(id);
      const systems = askedOf(scenario, kernels).map((kernel) => buildSystem(scenario, findKernel(kernel)));
      const found = systems.map((system) => explore(system));
      let alike = 0;
      for (const one of found) {
        for (const other of found) {
          if (one === other || !isLike(one, other.system)) continue;
          alike++;
          expect(said(other)).toEqual(said(one));
        }
      }
      // What a kernel's patch does not change in these paths; of costly and disabled charges some kernels differ, others not.
      expect(alike).toBeGreaterThan(0);
    },
  );

  it('is no other: a machine that does one thing otherwise is found out', () => {
    expect(isLike(explore(philosophers(4)), philosophers(4))).toBe(true);
    expect(isLike(explore(philosophers(4)), philosophers(4, 'leftHanded'))).toBe(false);
    expect(isLike(explore(lostUpdate(2)), lostUpdate(3))).toBe(false);
    const sleeper = findScenario('slab-at-limit');
    const [old, rfc] = ['v4.18', 'rfc-20180620'].map((id) => buildSystem(sleeper, findKernel(id)));
    expect(isLike(explore(rfc as System), old as System)).toBe(false);
    expect(isLike(explore(old as System), rfc as System)).toBe(false);
  });
});
