import { describe, expect, it } from 'vitest';
import { oomlab } from './support/oomlab.js';
import { onlyRow, readReport } from './support/report.js';

const OLD = ['check', 'abba', '--kernel', 'old'];
const checkOld = async (...args: string[]) => onlyRow((await oomlab([...OLD, ...args, '--json'])).out);

/** The token of the shortest run into the deadlock, which is two steps: each takes its first mutex. */
async function deadlock(): Promise<string> {
  return (await checkOld()).outcomes.find(({ name }) => name === 'hangs')!.witness!;
}

describe('check --strategy dfs', () => {
  it('finds the same states, steps and verdicts as bfs', async () => {
    const [bfs, dfs] = [await checkOld(), await checkOld('--strategy', 'dfs')];
    expect([dfs.complete, dfs.states, dfs.steps, dfs.verdict]).toEqual([true, 19, 22, 'ok']);
    expect([bfs.complete, bfs.states, bfs.steps, bfs.verdict]).toEqual([true, 19, 22, 'ok']);
    const verdicts = (row: typeof bfs): string[] => [...row.outcomes, ...row.properties].map(({ verdict }) => verdict);
    expect(verdicts(dfs)).toEqual(verdicts(bfs));
  });

  it('says that its runs are not the shortest, and what depth is', async () => {
    const { out } = await oomlab([...OLD, '--strategy', 'dfs']);
    expect(out).toMatch(/\n1 row: 1 ok \(dfs, seed 1, .*\n.*not the shortest, and depth is the longest way.*\n/);
    const report = readReport((await oomlab([...OLD, '--strategy', 'dfs', '--json'])).out);
    expect([report.strategy, report.shortest]).toEqual(['dfs', false]);
  });

  it('leaves a word about that out of a breadth-first report', async () => {
    const { out } = await oomlab(OLD);
    expect(out).not.toContain('shortest');
    const report = readReport((await oomlab([...OLD, '--json'])).out);
    expect([report.strategy, report.shortest]).toEqual(['bfs', true]);
  });
});

describe('check --strategy replay', () => {
  it('judges the run that is given, and is not complete', async () => {
    const token = await deadlock();
    const { exit, out } = await oomlab(['check', '--strategy', 'replay', '--from', token]);
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^abba {2}old {2}inconclusive {2}NOT COMPLETE, stopped by schedule: 5 states, 4 steps, depth 3,/,
    );
    expect(out).toContain('outcomes    released unknown, hangs at least once');
    expect(out).toMatch(/\nreplay: one run and the steps beside it/);
    expect(out).not.toContain('from step');
  });

  it('holds the run to what the file expects', async () => {
    const token = (await deadlock()).replace(':abba:', ':wrong:');
    const { exit, out } = await oomlab(['check', '--strategy', 'replay', '--from', token]);
    expect(exit).toBe(1);
    expect(out).toContain('FAILED outcome hangs: expected never, found sometimes');
  });

  it('exits 3 where completeness is required', async () => {
    const args = ['check', '--strategy', 'replay', '--from', await deadlock(), '--require-complete'];
    expect((await oomlab(args)).exit).toBe(3);
  });
});

describe('check --from', () => {
  /** The first of the two steps into the deadlock: x holds a. */
  const half = async (): Promise<string> => {
    const { out } = await oomlab(['run', 'abba', '--kernel', 'old', '--steps', '1', '--json']);
    return (JSON.parse(out) as { readonly token: string }).token;
  };

  it.each([
    ['bfs', 10, 10],
    ['dfs', 10, 10],
  ])('searches with %s from where the token leads, and says so', async (strategy, states, steps) => {
    const token = await half();
    const { exit, out } = await oomlab(['check', '--from', token, '--strategy', strategy]);
    expect(exit).toBe(0);
    expect(out).toMatch(/^abba {2}old {2}ok {2}from step 1 of a token, complete: /);
    expect(out).toContain(
      '\nVerdicts speak of what comes after step 1 of the token; the runs shown begin at its start.\n',
    );
    const report = readReport((await oomlab(['check', '--from', token, '--strategy', strategy, '--json'])).out);
    expect(report.from).toEqual({ token, step: 1 });
    expect(report.rows[0]).toMatchObject({ complete: true, states, steps, fromStep: 1 });
  });

  it('shows runs with the steps before the search in them, which replay', async () => {
    const token = await half();
    const row = onlyRow((await oomlab(['check', '--from', token, '--json'])).out);
    const free = row.properties.find(({ id }) => id === 'P-FREE')!;
    expect(free.counterexample!.steps).toHaveLength(2);
    const hangs = row.outcomes.find(({ name }) => name === 'hangs')!;
    expect((await oomlab(['replay', hangs.witness!])).out).toContain('deadlock: hangs');
  });

  it('expects nothing of outcomes, and marks what differs from the start', async () => {
    const { exit, out, err } = await oomlab(['check', '--from', (await deadlock()).replace(':abba:', ':wrong:')]);
    expect(exit).toBe(1);
    expect(out).toMatch(/outcomes {4}released never, hangs always \(\* not never\)\n/);
    expect(out).not.toContain('FAILED outcome');
    expect(err).toContain('Nothing is expected of outcomes');
  });

  it('says of a property that is violated as the file expects that it is so from the start', async () => {
    const { exit, out } = await oomlab(['check', '--from', await deadlock()]);
    expect(exit).toBe(0);
    expect(out).toContain('from step 2 of a token, complete: 1 states, 0 steps, depth 1');
    expect(out).toContain('P-FREE violated (as from the start)');
  });

  it.each([
    [
      'another scenario',
      ['wrong'],
      /E123 --from gives a run of the scenario abba, and "wrong" is named\. Leave out "wrong"/,
    ],
    ['all', ['all'], /E123 .*"all" is named\. Leave out "all"/],
    ['another kernel', ['--kernel', 'new'], /E123 --from gives a run on the kernel old, and "new" is named/],
    ['another parameter', ['--param', 'spare=1'], /E123 --from gives a run with spare=0, and "spare=1" is named/],
  ])('refuses %s beside the token', async (_, args, line) => {
    const { exit, out, err } = await oomlab(['check', ...args, '--from', await deadlock()]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(line);
    expect(err).toMatch(/^oomlab: [^\n]+\n$/);
  });

  it('takes the same names beside the token', async () => {
    const { exit } = await oomlab([...OLD, '--param', 'spare=0', '--from', await deadlock()]);
    expect(exit).toBe(0);
  });
});
