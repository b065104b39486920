import { describe, expect, it } from 'vitest';
import { oomlab } from './support/oomlab.js';
import { onlyRow } from './support/report.js';

/** The run into the deadlock of abba: each takes its first mutex. */
async function deadlock(): Promise<string> {
  const { out } = await oomlab(['check', 'abba', '--kernel', 'old', '--json']);
  return onlyRow(out).outcomes.find(({ name }) => name === 'hangs')!.witness!;
}

describe('why', () => {
  it('names the point of no return, what should have come first, and draws the nearest run that passes beside it', async () => {
    const { out, exit } = await oomlab(['why', await deadlock()]);
    expect(exit).toBe(0);
    // With both first mutexes taken nobody can go on; had one taken both, the other would have waited.
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'The point of no return is step 2 (y: b.lock -> locked): after it every run hangs, before it one can still pass. ' +
        'No exchange of two of its steps lets it pass; the nearest run that does takes there step 2 (x: b.lock -> locked) first.',
    );
    expect(out).toMatch(/\n2 y: b\.lock -> locked +2 x: b\.lock -> locked\n/);
    for (const line of out.split('\n').filter((one) => !one.includes('oom1:')))
      expect(line.length).toBeLessThanOrEqual(72);
    const command = /oomlab (replay \S+)/.exec(out)![1]!;
    expect((await oomlab(command.split(' '))).out).toContain('end: released');
  });

  it('says the same as JSON', async () => {
    const token = await deadlock();
    const document = JSON.parse((await oomlab(['why', token, '--json'])).out) as object;
    expect(document).toMatchObject({
      version: 1,
      scenario: 'abba',
      kernel: 'old',
      aim: { kind: 'outcome', name: 'hangs' },
      run: { token, steps: [expect.stringContaining('x: a.lock'), expect.stringContaining('y: b.lock')] },
      noReturn: 2,
      exact: true,
      race: null,
      instead: 'order',
      passing: { differsAt: 2 },
    });
  });

  it('stands below a counterexample, with the command that draws both', async () => {
    const { out } = await oomlab(['check', 'wrong', '--kernel', 'old']);
    expect(out).toMatch(/The point of no return is step 2 /);
    expect(out).toMatch(
      /\nreplay: oomlab replay oom1:wrong:\S+\nbeside the nearest run that passes: oomlab why oom1:wrong:\S+\n/,
    );
  });

  it.each([
    [['--outcome', 'released'], 'E123 That run does not end with released'],
    [['--outcome', 'reelased'], 'E120 There is no outcome "reelased"'],
    [['--property', 'nothing'], 'E120 There is no property "nothing"'],
    [['--outcome', 'hangs', '--property', 'nothing'], 'E123 --outcome and --property ask for two reasons.'],
    [['--width', '20'], 'E123 --width "20" is refused. Give a whole number from 48 up.'],
  ])('refuses %j', async (args, message) => {
    const { err, exit, out } = await oomlab(['why', await deadlock(), ...args]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});
