import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKernel, findScenario, kernels, scenarios } from '../../machines/index.js';
import {
  explore,
  randomWalk,
  search,
  shrink,
  shows,
  why,
  type Aim,
  type Exploration,
} from '../../src/explore/index.js';
import { HANGS, askedOf, isLiveness, type Scenario } from '../../src/model/index.js';
import { buildSystem, replay, ReferenceHost, stepText, type Schedule, type System } from '../../src/system/index.js';
import { blueprints, systemOf, type Blueprint } from '../support/random-systems.js';
import { statesOfRow } from '../scenarios/expected.js';
import { lostUpdate, philosophers } from '../support/toys.js';

const SEED = 20180703;
const ALL = Boolean(process.env['OOMLAB_TEST_ALL']);
const [SYSTEMS, STATES] = ALL ? [1_000, 2_000] : [100, 500];

const upTo: fc.Arbitrary<Blueprint> = blueprints.filter(
  (one) => search(systemOf(one), { bounds: { states: STATES } }).complete,
);
const asked: Partial<Scenario> = {
  outcomes: [
    { name: 's1', description: '', holds: (state) => state.actor('thread0').matches('s1') },
    { name: 'kept', description: '', holds: (state) => state.actor('thread0').context['kept'] !== 0 },
    { name: 'last', description: '', holds: (state) => state.actor('object0').context['last'] === 'thread0' },
    { name: 'state', description: '', holds: (state) => state.actor('object0').matches('s1') },
    { name: 'counted', description: '', holds: (state) => state.actor('object0').context['count'] === 1 },
  ],
};
const texts = (system: System, schedule: Schedule): string[] =>
  replay(new ReferenceHost(system), { schedule }).map(stepText);
const verdictOf = ({ outcomes }: Exploration, name: string): string | undefined =>
  outcomes.find((one) => one.name === name)?.verdict;

describe('why', () => {
  it('says of the lost update: one thread loaded before the other one stored', () => {
    const system = lostUpdate(2);
    const { witness } = explore(system).outcomes.find(({ name }) => name === 'lost')!;
    const reasons = why(system, witness!, { kind: 'outcome', name: 'lost' })!;
    const steps = texts(system, reasons.schedule);
    // Both have loaded 0: whatever follows, both store 1.
    expect([reasons.noReturn, reasons.exact]).toEqual([2, true]);
    expect([steps[reasons.race!.first], steps[reasons.race!.second]]).toEqual([
      'inc1: word.load -> loaded',
      'inc0: word.store(1) -> stored',
    ]);
    expect(texts(system, reasons.passing!)).toEqual([
      'inc0: word.load -> loaded',
      'inc0: word.store(1) -> stored',
      'inc1: word.load -> loaded',
      'inc1: word.store(2) -> stored',
    ]);
  });

  it('says of the lost wake-up: the administrator looked before the sleeper said that it is under OOM', () => {
    // memcg_oom_recover wakes only whom it sees under_oom; the sleeper is on the queue by then, and is not seen.
    const system = buildSystem(findScenario('sleeper-limit-raised-anytime'), findKernel('v4.18'));
    const { witness } = explore(system).outcomes.find(({ name }) => name === HANGS)!;
    const reasons = why(system, witness!, { kind: 'outcome', name: HANGS })!;
    const steps = texts(system, reasons.schedule);
    expect(steps[reasons.race!.first]).toBe('admin: memcg_oom_lock.read_under_oom("A") -> not_under_oom');
    expect(steps[reasons.race!.second]).toBe('charger: memcg_oom_lock.mark_under_oom("A") -> marked');
  });

  it('says where every run shows it', () => {
    const reasons = why(philosophers(3), explore(philosophers(3)).outcomes[0]!.witness!, {
      kind: 'outcome',
      name: HANGS,
    });
    expect(reasons).toMatchObject({ noReturn: 0, exact: true });
    expect([reasons?.race, reasons?.passing]).toEqual([undefined, undefined]);
  });

  it('has nothing to say of a run that does not show it', () => {
    const system = lostUpdate(2);
    const { witness } = explore(system).outcomes.find(({ name }) => name === 'kept')!;
    expect(why(system, witness!, { kind: 'outcome', name: 'lost' })).toBeUndefined();
    expect(() => why(system, witness!, { kind: 'outcome', name: 'lots' })).toThrow(
      /E120 .*"lots".*It has lost, kept, hangs/,
    );
  });

  it(`is right on ${SYSTEMS} random systems, as searches from there say (seed ${SEED})`, () => {
    let races = 0;
    const agree = fc.property(upTo, (blueprint) => {
      const system = systemOf(blueprint, asked);
      for (const { name, verdict, witness } of explore(system).outcomes) {
        if (verdict !== 'sometimes' || witness === undefined) continue;
        const reasons = why(system, witness, { kind: 'outcome', name })!;
        const from = (schedule: Schedule): string | undefined => verdictOf(explore(system, { from: schedule }), name);
        expect([name, from(witness.slice(0, reasons.noReturn))]).toEqual([name, 'always']);
        expect(from(witness.slice(0, reasons.noReturn - 1))).not.toBe('always');
        expect(from(reasons.passing!)).toBe('never');
        expect(reasons.passing!.slice(0, reasons.noReturn - 1)).toEqual(witness.slice(0, reasons.noReturn - 1));
        expect(reasons.passing![reasons.noReturn - 1]).not.toBe(witness[reasons.noReturn - 1]);
        if (reasons.race === undefined) continue;
        races++;
        expect(from(reasons.race.swapped)).not.toBe('always');
        const steps = texts(system, witness);
        const swapped = texts(system, reasons.race.swapped).slice(-2);
        const who = (text: string | undefined): string | undefined => text?.split(':')[0];
        expect(swapped.map(who)).toEqual([who(steps[reasons.race.second]), who(steps[reasons.race.first])]);
      }
    });
    fc.assert(agree, { seed: SEED, numRuns: SYSTEMS });
    // Few random systems have a race at all.
    expect(races).toBeGreaterThan(SYSTEMS / 25);
  });
});

describe('shrinking', () => {
  it('takes away from a lost update among four threads what it does not need', () => {
    const system = lostUpdate(4);
    const found = explore(system, { strategy: randomWalk({ seed: 3, runs: 50 }), shrink: false });
    const lost: Aim = { kind: 'outcome', name: 'lost' };
    const { witness } = found.outcomes.find(({ name }) => name === 'lost')!;
    const { schedule, from } = shrink(system, witness!, lost);
    // All four have to end, by two steps each; and two changes of thread within are enough to lose an update.
    expect([from, schedule.length]).toEqual([8, 8]);
    expect(shows(system, schedule, lost)).toBe(true);
  });

  it('gives a run that does not show it back as it is', () => {
    const system = lostUpdate(2);
    expect(shrink(system, [0], { kind: 'outcome', name: 'lost' })).toEqual({ schedule: [0], from: 1 });
  });

  it(`keeps what the run shows, and is a shortest one where all is near, on ${SYSTEMS} random systems (seed ${SEED})`, () => {
    const agree = fc.property(upTo, fc.nat(), (blueprint, seed) => {
      const system = systemOf(blueprint, asked);
      const strategy = randomWalk({ seed, runs: 20, maxLength: 200 });
      const [shortest, drawn] = [explore(system), explore(system, { strategy, shrink: false })];
      for (const [i, { name, witness, hang }] of drawn.outcomes.entries()) {
        if (witness === undefined || (hang?.loop.length ?? 0) > 0) continue;
        const aim: Aim = { kind: 'outcome', name };
        const { schedule } = shrink(system, witness, aim);
        expect(shows(system, schedule, aim)).toBe(true);
        if (name !== HANGS) expect(schedule.length).toBe(shortest.outcomes[i]!.witness!.length);
        // Even with hardly any look ahead it never gets longer.
        expect(shrink(system, witness, aim, { states: 8 }).schedule.length).toBeLessThanOrEqual(witness.length);
      }
    });
    fc.assert(agree, { seed: SEED, numRuns: SYSTEMS });
  });
});

const LARGEST = ALL ? 150_000 : 2_500;

describe(`what random runs find in the catalogue, in rows of up to ${LARGEST.toLocaleString('en')} states, is shrunk to one step more than a shortest run at most`, () => {
  const all = scenarios.flatMap((scenario) =>
    askedOf(scenario, kernels)
      .filter((id) => statesOfRow(scenario.id, id) <= LARGEST)
      .map((id) => [scenario.id, id] as const),
  );
  // Every third, which is another kernel from scenario to scenario.
  const rows = ALL ? all : all.filter((_, i) => i % 3 === 0);

  it.each(kernels.map(({ id }) => id))('on %s', { timeout: 600_000 }, (id) => {
    for (const [scenario] of rows.filter(([, kernel]) => kernel === id)) {
      const system = buildSystem(findScenario(scenario), findKernel(id));
      const shortest = explore(system);
      const drawn = explore(system, { strategy: randomWalk({ seed: 7, runs: 100 }) });
      for (const [i, { name, witness, hang }] of drawn.outcomes.entries()) {
        const best = shortest.outcomes[i]!;
        // Of a hang the search knows where it stays, which may be another deadlock than the nearest.
        if (witness === undefined || hang !== undefined) continue;
        expect([scenario, name, witness.length - best.witness!.length <= 1]).toEqual([scenario, name, true]);
      }
      for (const [i, { id: property, counterexample }] of drawn.properties.entries()) {
        if (counterexample === undefined || isLiveness(system.scenario.properties[i]!)) continue;
        const best = shortest.properties[i]!.counterexample!;
        expect([scenario, property, counterexample.length - best.length <= 1]).toEqual([scenario, property, true]);
      }
    }
  });
});
