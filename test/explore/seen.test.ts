import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { explore } from '../../src/explore/index.js';
import { HANGS } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';

describe('what an exploration has come to', () => {
  it('is told while it goes on: nothing that it does not find, and all that it meets early', () => {
    // 29,668 states: the poll is asked some ten times.
    const told: (readonly string[])[] = [];
    const { outcomes } = explore(buildSystem(findScenario('imutex-charge'), findKernel('v4.19')), {
      poll: ({ seen }) => void told.push(seen),
    });
    const met = outcomes.filter(({ verdict }) => verdict !== 'never').map(({ name }) => name);
    expect(told[0]).toEqual([]);
    expect(told.at(-1)).not.toEqual([]);
    expect(met).toEqual(expect.arrayContaining([...(told.at(-1) ?? [])]));
    for (const [i, seen] of told.entries()) expect(seen).toEqual(expect.arrayContaining([...(told[i - 1] ?? [])]));
  });

  it('has deadlocks and violated properties in it', () => {
    const system = buildSystem(findScenario('killer-enabled-between'), findKernel('v5.0'));
    let last: readonly string[] = [];
    const { outcomes, properties } = explore(system, { poll: ({ seen }) => void (last = seen) });
    expect(outcomes.find(({ name }) => name === HANGS)?.verdict).toBe('sometimes');
    const violated = properties.filter(({ verdict, loop }) => verdict === 'violated' && loop === undefined);
    expect(last).toEqual(expect.arrayContaining([HANGS, ...violated.map(({ id }) => id)]));
  });
});
