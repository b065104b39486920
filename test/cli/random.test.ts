import { describe, expect, it } from 'vitest';
import { oomlab } from './support/oomlab.js';
import { onlyRow, readReport } from './support/report.js';

const OLD = ['check', 'abba', '--kernel', 'old'];

describe('check --strategy random, pct and bounded', () => {
  it('are complete where their runs have met all, and then have the verdicts of bfs', async () => {
    const bfs = onlyRow((await oomlab([...OLD, '--json'])).out);
    const random = onlyRow((await oomlab([...OLD, '--strategy', 'random', '--json'])).out);
    expect([random.complete, random.states, random.steps]).toEqual([true, bfs.states, bfs.steps]);
    expect(random.outcomes.map(({ verdict }) => verdict)).toEqual(bfs.outcomes.map(({ verdict }) => verdict));
  });

  it('say what their runs were, what those promise, and that they do not show the shortest', async () => {
    const { exit, out } = await oomlab([
      ...OLD,
      '--strategy',
      'pct',
      '--runs',
      '20',
      '--bug-depth',
      '2',
      '--seed',
      '7',
    ]);
    expect(exit).toBe(0);
    // Two threads; four of the twenty runs are by priority, after sixteen that measure: (1 - 1/(2·k))^4.
    const [, longest, missed] =
      /\n {4}runs {8}20 of at most (\d+) steps, 2 threads; a bug of depth 2 within \d+ is missed with a chance of at most (\S+) %\n/.exec(
        out,
      )!;
    expect(Number(missed)).toBeCloseTo(100 * (1 - 1 / (2 * Number(longest))) ** 4, 0);
    expect(out).toMatch(
      /\n1 row: .* \(pct, seed 7, .*\npct: runs drawn at random; what none of them met may still happen/,
    );
  });

  it('give the same with the same seed, and say it in JSON', async () => {
    const args = [...OLD, '--strategy', 'pct', '--runs', '3', '--seed', '5', '--json'];
    const [one, other] = [readReport((await oomlab(args)).out), readReport((await oomlab(args)).out)];
    expect([one.strategy, one.shortest, one.seed]).toEqual(['pct', false, 5]);
    const timeless = (report: typeof one): unknown => report.rows.map((row) => ({ ...row, ms: 0 }));
    expect(timeless(one)).toEqual(timeless(other));
  });

  it('leave a bound of preemptions to bounded, which says how far it came', async () => {
    const { exit, out } = await oomlab([...OLD, '--strategy', 'bounded', '--preemptions', '0']);
    expect(exit).toBe(0);
    expect(out).toMatch(/NOT COMPLETE, stopped by preemptions: .*\n {4}runs {8}all with at most 0 preemptions\n/);
    expect(out).toMatch(/\nbounded: the runs shown have the fewest preemptions, and of those the fewest steps\.\n/);
    const all = onlyRow((await oomlab([...OLD, '--strategy', 'bounded', '--json'])).out);
    // Each takes its first mutex: the first of the two is preempted, the other one is then blocked.
    expect([all.complete, all.states, all.outcomes.find(({ name }) => name === 'hangs')!.verdict]).toEqual([
      true,
      19,
      'sometimes',
    ]);
  });

  it.each([
    ['--runs', '0', 'whole number from 1 up'],
    ['--bug-depth', 'two', 'whole number from 1 up'],
  ])('refuse %s %s', async (option, value, mend) => {
    const { exit, err } = await oomlab([...OLD, '--strategy', 'pct', option, value]);
    expect(exit).toBe(2);
    expect(err).toContain(mend);
  });
});
