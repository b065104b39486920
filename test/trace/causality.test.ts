import { describe, expect, it } from 'vitest';
import type { System } from '../../src/system/index.js';
import { causalityOf, participantsOf, traceOf, waitsOf } from '../../src/trace/index.js';
import { oomToy } from '../support/oom-toy.js';
import { latchedMail, lostUpdate, philosophers } from '../support/toys.js';
import { walk } from '../support/walk.js';

const systems: readonly [string, System][] = [
  ['lost update', lostUpdate(3)],
  ['philosophers', philosophers(3)],
  ['mail', latchedMail()],
  ['the OOM path', oomToy(['first', 'second'])],
];

/** Which steps a step depends on, by the definition: one actor in common, or the mail that it delivers, and so on back. */
function pasts(
  system: System,
  seed: number,
): { readonly trace: ReturnType<typeof traceOf>; readonly past: ReadonlySet<number>[] } {
  const trace = traceOf(system, walk(system, seed, 40));
  const { deliveries } = causalityOf(trace);
  const past: Set<number>[] = [];
  for (const step of trace.steps) {
    const mine = new Set(participantsOf(step));
    const direct = trace.steps
      .slice(0, step.number)
      .filter(
        (before) =>
          participantsOf(before).some((actor) => mine.has(actor)) ||
          deliveries.some(({ posted, delivered }) => posted === before.number && delivered === step.number),
      );
    past.push(new Set(direct.flatMap(({ number }) => [number, ...past[number]!])));
  }
  return { trace, past };
}

describe.each(systems)('the vector clocks of %s (seeds 1 to 20)', (_, system) => {
  it('know of a step exactly where it is in the past', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { trace, past } = pasts(system, seed);
      const movers = causalityOf(trace).events.map(([mover]) => mover!);
      for (const [after, { clock }] of movers.entries()) {
        const known = movers
          .slice(0, after)
          .flatMap((one, i) => (clock.get(one.actor)! >= one.clock.get(one.actor)! ? [i] : []));
        expect(known).toEqual([...past[after]!].sort((a, b) => a - b));
      }
    }
  });

  it('count the events of each actor one by one', () => {
    const { trace } = pasts(system, 5);
    const counts = new Map<string, number>();
    for (const { actor, clock } of causalityOf(trace).events.flat()) {
      counts.set(actor, (counts.get(actor) ?? 0) + 1);
      expect(clock.get(actor)).toBe(counts.get(actor));
    }
  });
});

describe('deliveries', () => {
  it('are from the step that posted to the one that delivered, and an equal piece under way swallows another', () => {
    const system = latchedMail();
    for (let seed = 1; seed <= 20; seed++) {
      const trace = traceOf(system, walk(system, seed, 40));
      const { deliveries } = causalityOf(trace);
      const delivered = deliveries.flatMap((one) => one.delivered ?? []);
      expect(delivered).toEqual(
        trace.steps.filter(({ parts }) => parts[0]?.kind === 'mail').map(({ number }) => number),
      );
      for (const one of deliveries) expect(one.posted).toBeLessThan(one.delivered ?? Infinity);
    }
  });
});

describe('waitsOf', () => {
  it('says who waits when: two philosophers with a fork each wait for ever', () => {
    expect(waitsOf(traceOf(philosophers(2), [0, 1]))).toEqual([
      { actor: 'phil0', after: 1 },
      { actor: 'phil1', after: 1 },
    ]);
  });

  it('names the step that lets a thread go on, and its next', () => {
    const system = philosophers(2);
    for (let seed = 1; seed <= 20; seed++) {
      const trace = traceOf(system, walk(system, seed, 40));
      const mayMove = (step: number, actor: string): boolean =>
        trace.steps[step]?.enabledAfter.some((text) => text.startsWith(`${actor}: `)) ?? true;
      for (const { actor, after, wokenBy, resumedAt } of waitsOf(trace)) {
        expect(mayMove(after, actor)).toBe(after === -1);
        if (wokenBy !== undefined) expect(mayMove(wokenBy, actor)).toBe(true);
        for (let step = after + 1; step < (wokenBy ?? trace.steps.length); step++) {
          expect(trace.steps[step]?.actor).not.toBe(actor);
        }
        if (resumedAt !== undefined) expect(trace.steps[resumedAt]?.actor).toBe(actor);
      }
    }
  });
});
