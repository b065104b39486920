import { describe, expect, it } from 'vitest';
import { findKernel, scenarios } from '../../machines/index.js';
import { columns } from '../../src/export/index.js';
import { Recorded } from '../../src/play/index.js';
import { buildSystem, parseToken } from '../../src/system/index.js';
import { endingOf, traceOf } from '../../src/trace/index.js';
import { hangOf } from './support/runs.js';

/** A run of a system that takes the `n`-th of what is enabled, by a fixed rule: no two scenarios go alike. */
function run(playback: Recorded, steps: number): void {
  for (let number = 0; number < steps; number++) {
    const { length } = playback.nextAt(number);
    if (length === 0) return;
    playback.take((number * 7 + 3) % length);
  }
}

describe('a playback', () => {
  it.each(scenarios.filter(({ large }) => large !== true).map((scenario) => [scenario.id, scenario] as const))(
    'says of %s what the trace says, step for step',
    (_, scenario) => {
      const kernel = scenario.kernels?.at(-1) ?? 'v4.19';
      const system = buildSystem(scenario, findKernel(kernel));
      const playback = new Recorded(system);
      run(playback, 60);
      const trace = traceOf(system, playback.schedule);
      for (const step of trace.steps) {
        const { enabledAfter, ...shown } = playback.step(step.number);
        const { enabledAfter: expected, ...told } = step;
        expect(shown).toEqual(told);
        expect(enabledAfter.length).toBe(expected.length);
      }
      const { ending, loopStart } = endingOf(system, playback.schedule);
      expect(playback.situationAt(playback.length)).toEqual({ kind: ending.kind, outcomes: ending.outcomes });
      expect(playback.loopStart).toBe(loopStart);
    },
  );

  it('plays a token up to the step that the model does not have, and says why', () => {
    const { token, system } = hangOf('imutex-charge', 'v3.11');
    const { schedule, checks } = parseToken(token);
    expect(new Recorded(system).play(schedule, checks)).toBeUndefined();
    const other = `${checks.slice(0, 10)}${checks[10] === 'a' ? 'b' : 'a'}${checks.slice(11)}`;
    const playback = new Recorded(system);
    expect(playback.play(schedule, other)).toMatchObject({ step: 10 });
    expect(playback.length).toBe(10);
    // It goes on from there as if nothing had been.
    expect(playback.play(schedule.slice(10))).toBeUndefined();
    expect(playback.token).toBe(token);
  });

  it('says of what must come about that it is lost where nothing moves any more, and not before', () => {
    const { system, schedule } = hangOf('killer-enabled-early', 'v6.5');
    const playback = new Recorded(system);
    playback.play(schedule);
    const standings = Array.from(
      { length: playback.length + 1 },
      (_, at) => playback.claimsAt(at).find(({ id }) => id === 'P-PROG')?.standing,
    );
    expect(standings.at(-1)).toBe('violated');
    expect(new Set(standings.slice(0, -1))).toEqual(new Set(['not yet']));
  });

  it('knows where the loop of a run begins', () => {
    const { token, system, loop, schedule } = hangOf('imutex-charge', 'v3.11');
    const playback = new Recorded(system);
    playback.play(parseToken(token).schedule);
    expect(playback.loopStart).toBe(schedule.length - loop);
    expect(columns(traceOf(system, schedule, { loopStart: schedule.length - loop }))).toContain('repeats for ever');
  });
});
