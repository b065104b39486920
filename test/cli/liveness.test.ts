import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.js';
import type { Property } from '../../src/model/index.js';
import { abba, toyCatalogueOf } from './support/toy-catalogue.js';
import { oomlab } from './support/oomlab.js';
import { onlyRow } from './support/report.js';

const DONE: Property = {
  id: 'P-DONE',
  kind: 'eventually',
  fairness: 'weak per thread',
  description: 'x is done',
  holds: (state) => state.actor('x').matches('done'),
};

/** The toy with one claim, which its file expects to hold. */
const claiming = (property: Property) => toyCatalogueOf([{ ...abba, properties: [property], expectProperties: {} }]);

const checkOld = (property: Property, ...args: string[]) =>
  oomlab(['check', 'abba', '--kernel', 'old', ...args], { catalogue: claiming(property) });

describe('a liveness counterexample', () => {
  it('that repeats is drawn with the part that does, and told with its length and fairness', async () => {
    const { limitLowered } = await import('../../machines/scenarios/limit-lowered.js');
    const hopeful = { ...limitLowered, expectProperties: {} };
    const lying = { ...catalogue, scenarios: [hopeful], findScenario: () => hopeful };
    const args = ['check', 'limit-lowered', '--kernel', 'v4.18'];
    const { exit, out } = await oomlab([...args, '--verbose'], { catalogue: lying });
    expect(exit).toBe(1);
    const fairness = 'fairness: weak per thread, strong for locks';
    expect(out).toContain(`properties  P-PROG violated (${fairness})\n`);
    expect(out).toMatch(/\n {4}P-PROG: oom1:limit-lowered:\S+\n {8}18 steps, the last 10 repeat for ever\n/);
    expect(out).toMatch(new RegExp(`FAILED property P-PROG: .*\\n {11}claim: eventually: .*\\n {11}${fairness}\\n`));
    const drawn = out.slice(out.indexOf('limit-lowered on v4.18: property P-PROG, violated'));
    // Steps 1 to 8 stand above the mark, the ten that repeat below it.
    const [before = '', after = ''] = drawn.split(/^--- repeats for ever: -+$/m);
    const steps = (text: string): number => text.match(/ -> |user_fault\(|write_limit\(/g)?.length ?? 0;
    expect([steps(before), steps(after.split('At the end:')[0] ?? '')]).toEqual([8, 10]);
    expect(after.replaceAll(/\n +/g, ' ')).toContain(
      `The last 10 steps repeat for ever, and no thread is cheated of a turn that it is owed (${fairness}).`,
    );
    const row = onlyRow((await oomlab([...args, '--json'], { catalogue: lying })).out);
    const progress = row.properties.find(({ id }) => id === 'P-PROG')!;
    expect(progress).toMatchObject({ verdict: 'violated', fairness: 'weak per thread, strong for locks' });
    expect([progress.counterexample!.steps.length, progress.counterexample!.loop]).toEqual([18, 10]);
  });

  it('that is stuck says that no step is enabled', async () => {
    const { exit, out } = await checkOld(DONE, '--verbose');
    expect(exit).toBe(1);
    expect(out).toMatch(/\n {4}P-DONE: oom1:\S+\n {8}2 steps, stays there for ever\n/);
    expect(out).toContain('\nIt stays there for ever: no step is enabled.\n');
    expect(out).not.toContain('repeats for ever');
    const [done] = onlyRow((await checkOld(DONE, '--json')).out).properties;
    expect(done).toMatchObject({ fairness: 'weak per thread', counterexample: { loop: 0 } });
  });

  it('that need not go on, where nothing is fair, says so', async () => {
    const { exit, out } = await checkOld({ ...DONE, fairness: 'none' }, '--verbose');
    expect(exit).toBe(1);
    expect(out).toMatch(/\n {4}P-DONE: oom1:\S+:0\.\n {8}0 steps, stays there for ever\n/);
    expect(out.replaceAll(/\n +/g, ' ')).toContain(
      'It stays there for ever: nothing makes anybody take a step (fairness: none).',
    );
  });
});

describe('a liveness verdict', () => {
  const held = (...args: string[]) => oomlab(['check', 'abba', '--kernel', 'new', ...args]);

  it('has its fairness beside it in verbose text and in JSON, also where it holds', async () => {
    expect((await held('--verbose')).out).toContain('P-DONE holds (fairness: weak per thread)');
    expect((await held()).out).toContain('P-DONE holds\n');
    const row = onlyRow((await held('--json')).out);
    const told = row.properties.map(({ id, fairness }) => [id, fairness]);
    expect(told).toEqual([
      ['P-APART', undefined],
      ['P-FREE', undefined],
      ['P-DONE', 'weak per thread'],
    ]);
  });

  it('is unknown where a bound ended the search', async () => {
    const { out } = await held('--verbose', '--max-depth', '2');
    expect(out).toContain('P-DONE unknown (fairness: weak per thread)');
    expect(out).toContain('    P-DONE: stopped by depth\n');
  });
});

describe('a safety counterexample', () => {
  it('says nothing of for ever', async () => {
    const { out } = await oomlab(['check', 'wrong', '--verbose']);
    const free = out.slice(out.indexOf('wrong on old: property P-FREE'));
    expect(free.slice(0, free.indexOf('replay:'))).not.toContain('for ever');
  });
});
