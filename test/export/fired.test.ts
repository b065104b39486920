import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { chartOf, firedEdges, placesOf, sectionsOf } from '../../src/export/index.js';
import { buildSystem } from '../../src/system/index.js';
import { participantsOf, takenIn, traceOf } from '../../src/trace/index.js';
import { walk } from '../support/walk.js';

describe.each([
  ['imutex-charge', 'v3.11'],
  ['reaper-gives-up', 'v4.19'],
  ['two-chargers', 'v4.6'],
])('the transitions taken in %s on %s (seeds 1 to 4)', (scenario, kernel) => {
  const system = buildSystem(findScenario(scenario), findKernel(kernel));
  const charts = new Map(
    system.actors.map(({ id, machine }) => [
      id,
      { machine, chart: chartOf(machine), sections: sectionsOf(machine), drawn: firedEdges(machine) },
    ]),
  );

  it('lead each actor from where it was to where it is, with what it remembers', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const trace = traceOf(system, walk(system, seed, 60));
      const taken = takenIn(trace);
      for (const step of trace.steps) {
        for (const actor of participantsOf(step)) {
          const mine = taken[step.number]!.filter((one) => one.actor === actor);
          const { machine, chart, sections, drawn } = charts.get(actor)!;
          const fired = mine.map((one) => drawn(one)!);
          const edges = fired.map(({ edge }) => chart.edges[edge]!);
          const change = step.changes.find((one) => one.actor === actor);
          // Each goes on from where the one before it led, or from around there.
          for (const [i, { from }] of edges.entries()) expect(`${mine[i]!.at}.`.startsWith(`${from}.`)).toBe(true);
          const last = edges.at(-1)!;
          const after = change?.after ?? mine[0]!.at;
          expect([step.number, `${after}.`.startsWith(`${last.to}.`) || last.isInternal]).toEqual([step.number, true]);
          if (change !== undefined) expect(mine[0]!.at).toBe(change.before);
          expect(edges[0]!.event).toBe(step.parts.find(({ kind, to }) => kind !== 'post' && to === actor)!.op.type);
          for (const { section, sectionEdge, edge } of fired) {
            const { label, does } = sections.get(section)!.edges[sectionEdge]!;
            expect({ label, does }).toEqual({ label: chart.edges[edge]!.label, does: chart.edges[edge]!.does });
            expect(
              placesOf(machine, mine[0]!.at)
                .concat(placesOf(machine, after))
                .map((place) => place.section),
            ).toContain(section);
          }
        }
      }
    }
  });
});

describe('no transition', () => {
  it('is drawn where the machine has none', () => {
    const drawn = firedEdges(findKernel('v3.11').machines.get('mutex')!);
    const taken = { at: 'free', from: 'free', event: 'mutex_unlock', alternative: 0 };
    expect(drawn(taken)).toBeUndefined();
    expect(drawn({ ...taken, event: 'mutex_lock' })).toMatchObject({ section: '', sectionEdge: 0 });
  });
});
