import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { explore } from '../../src/explore/index.js';
import { OomlabError } from '../../src/model/index.js';
import { buildSystem, parseToken, ReferenceHost, replay, replayFitting, tokenOf } from '../../src/system/index.js';

const system = buildSystem(findScenario('imutex-charge'), findKernel('v3.11'));
const witness = explore(system).outcomes.find(({ name }) => name === 'hangs')!.witness!;
const steps = replay(new ReferenceHost(system), { schedule: witness });
const token = tokenOf(system, steps);

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof OomlabError) return error.code;
    throw error;
  }
  return 'no error';
};

describe('a replay token', () => {
  it('is printable, without blanks, and says its schedule again', () => {
    expect(token).toMatch(/^[!-~]+$/);
    expect(parseToken(token).schedule).toEqual(witness);
    expect(replay(new ReferenceHost(system), parseToken(token))).toEqual(steps);
  });

  it('is refused on another model with the step at which it diverges', () => {
    const other = buildSystem(findScenario('imutex-charge'), findKernel('v3.12'));
    expect(() => replay(new ReferenceHost(other), parseToken(token))).toThrow(/E122 .*diverges at step \d+/);
  });

  it('fits another model up to the step at which it diverges', () => {
    const other = buildSystem(findScenario('imutex-charge'), findKernel('v3.12'));
    const { steps: fitting, divergence } = replayFitting(new ReferenceHost(other), parseToken(token));
    expect([fitting.length, divergence?.step]).toEqual([9, 9]);
    expect(fitting).toEqual(replay(new ReferenceHost(other), { schedule: witness.slice(0, 9) }));
    expect(replayFitting(new ReferenceHost(system), parseToken(token))).toEqual({ steps });
  });

  it('is refused where it is cut or garbled, whatever was done to it', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ maxLength: 3 }), (at, junk) => {
        const broken = token.slice(0, at) + junk + token.slice(at + 1);
        if (broken === token || broken.trim() === token) return;
        const outcome = codeOf(() => {
          const parsed = parseToken(broken);
          if (parsed.scenario !== 'imutex-charge' || parsed.kernel !== 'v3.11' || parsed.hash !== system.hash) return;
          if (parsed.schedule.length < witness.length) return;
          replay(new ReferenceHost(system), parsed);
        });
        expect(['E121', 'E122', 'no error']).toContain(outcome);
      }),
      { seed: 20180620, numRuns: 500 },
    );
  });

  it('takes every choice number there is', () => {
    const many = [0, 61, 62, 63, 64, 1000];
    const fake = many.map((choice, number) => ({ number, choice, among: 2000, actor: 'a', parts: [] }));
    expect(parseToken(tokenOf(system, fake)).schedule).toEqual(many);
  });
});
