import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { explore } from '../../src/explore/index.js';
import { buildSystem } from '../../src/system/index.js';
import { Outlook } from '../../src/ui/worker/outlook.js';
import { hangOf } from './support/runs.js';

const system = buildSystem(findScenario('imutex-charge'), findKernel('v3.11'));
const outlook = Outlook.over(system, { interrupted: () => false, onProgress: () => {} });

describe('what is known ahead', () => {
  it('is what the search finds: the same states, and at the start every outcome that is possible', () => {
    const found = explore(system);
    expect(outlook.states).toBe(found.states);
    const possible = found.outcomes.filter(({ verdict }) => verdict !== 'never').map(({ name }) => name);
    expect(outlook.ahead([])?.here.outcomes).toEqual(possible);
    expect(outlook.ahead([])?.here.isDoomed).toBe(false);
  });

  it('marks a run doomed from its point of no return on, and not before, with as many steps as are left until there', () => {
    const { schedule, noReturn, loop } = hangOf('imutex-charge', 'v3.11');
    for (let at = 0; at <= schedule.length; at++) {
      const here = outlook.ahead(schedule.slice(0, at))?.here;
      expect(here?.isDoomed).toBe(at >= noReturn);
      if (at < noReturn) expect(here?.steps).toBeLessThanOrEqual(noReturn - at);
    }
    const end = outlook.ahead(schedule);
    expect(end?.hang).toMatchObject({ way: [] });
    expect(end?.hang?.loop.length).toBe(loop);
  });

  it('groups all states and draws few of them, with the present one among them', () => {
    const { schedule } = hangOf('imutex-charge', 'v3.11');
    for (const at of [0, 5, schedule.length]) {
      const landscape = outlook.landscape(schedule.slice(0, at));
      expect(landscape?.states).toBe(outlook.states);
      expect(landscape?.nodes.filter(({ isHere }) => isHere).length).toBe(1);
      expect(landscape?.nodes.length).toBeLessThanOrEqual(28);
    }
  });

  it('says nothing of a schedule that the system does not have', () => {
    expect(outlook.ahead([99])).toBeUndefined();
    expect(outlook.landscape([99])).toBeUndefined();
  });
});
