import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as index from '../../src/index.js';
import { runningPackage } from '../../src/cli/running-package.js';
import { oomlab } from './support/oomlab.js';
import { readReport as read } from './support/report.js';

describe('check', () => {
  it('exits 0 where every expectation is met, and prints complete rows in catalogue order', async () => {
    const { exit, out } = await oomlab(['check', 'abba']);
    expect(exit).toBe(0);
    expect(out).toMatch(/abba {2}old {2}ok {2}complete: \d+ states[^]*abba {2}new {2}ok {2}complete/);
    expect(out).toContain('released always, hangs sometimes');
    expect(out).toContain('P-FREE violated (as expected)');
    expect(out).toMatch(
      /\n2 rows: 2 ok \(bfs, seed 1, states unbounded, time unbounded, depth unbounded, at most [\d.]+ GB of memory a row\)\n/,
    );
  });

  it('exits 1 where one is not, with the fact, thread columns and a token that replays', async () => {
    const { exit, out } = await oomlab(['check', 'wrong']);
    expect(exit).toBe(1);
    expect(out).toContain('FAILED outcome hangs: expected never, found sometimes\n');
    expect(out).toContain('expected because: a guess');
    expect(out).toContain('FAILED property P-FREE: expected holds, found violated');
    expect(out).toContain('wrong on old: outcome hangs, sometimes');
    const token = /replay: oomlab replay (\S+)/.exec(out)?.[1] ?? '';
    expect((await oomlab(['replay', token])).exit).toBe(0);
  });

  it('prints one JSON document with exactly the rows of the design', async () => {
    const { exit, out, err } = await oomlab(['check', 'abba', '--kernel', 'old', '--seed', '7', '--json']);
    expect([exit, err]).toEqual([0, '']);
    const { version, seed, bounds, rows } = read(out);
    expect({ version, seed, bounds }).toEqual({
      version: 1,
      seed: 7,
      bounds: { states: null, ms: null, depth: null, bytes: expect.any(Number) },
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ scenario: 'abba', kernel: 'old', verdict: 'ok', complete: true, depth: 9 });
    const [released, hangs] = rows[0]!.outcomes;
    expect(released).toMatchObject({ name: 'released', verdict: 'always', witness: expect.stringMatching(/^oom1:/) });
    expect(hangs).toMatchObject({ name: 'hangs', verdict: 'sometimes', witness: expect.stringMatching(/^oom1:/) });
    const [apart, free, done] = rows[0]!.properties;
    expect(apart).toMatchObject({ id: 'P-APART', verdict: 'holds' });
    expect(free?.counterexample?.steps).toHaveLength(2);
    expect(done).toMatchObject({ id: 'P-DONE', verdict: 'violated', expected: 'violated' });
  });

  it('gives the same document twice, but for the time', async () => {
    const args = ['check', 'all', '--json'];
    const [first, second] = [await oomlab(args), await oomlab(args)].map(({ out }) => out.replace(/"ms": \d+/g, ''));
    expect(first).toBe(second);
  });

  it('says which bound stopped it, and exits 3 only if completeness was required', async () => {
    const bounded = ['check', 'abba', '--kernel', 'old', '--max-states', '3'];
    const lenient = await oomlab(bounded);
    expect(lenient.exit).toBe(0);
    expect(lenient.out).toMatch(/abba {2}old {2}inconclusive {2}NOT COMPLETE, stopped by states/);
    expect(lenient.out).not.toContain(' complete:');
    const strict = await oomlab([...bounded, '--require-complete', '--json']);
    expect(strict.exit).toBe(3);
    expect(read(strict.out).rows[0]).toMatchObject({ verdict: 'inconclusive', complete: false, stoppedBy: 'states' });
  });

  it('fails before it is inconclusive', async () => {
    expect((await oomlab(['check', 'wrong', 'abba', '--max-states', '9', '--require-complete'])).exit).toBe(1);
  });

  it('leaves the large out of all, says so, and takes them in by flag or name', async () => {
    const without = await oomlab(['check', 'all']);
    expect(without.err).toContain('Left out as large: huge.');
    expect(without.out).not.toContain('huge');
    expect((await oomlab(['check', 'all', '--large'])).out).toContain('huge  new  ok');
    expect((await oomlab(['check', 'huge'])).out).toContain('huge  new  ok');
  });

  it('tells scenarios from kernels wherever they stand', async () => {
    const rows = async (...args: string[]): Promise<string[]> =>
      read((await oomlab(['check', ...args, '--json'])).out).rows.map(
        ({ scenario, kernel }) => `${scenario} ${kernel}`,
      );
    const both = ['abba old', 'abba new'];
    expect(await rows('abba', '--kernel', 'old', 'new')).toEqual(both);
    expect(await rows('--kernel', 'old,new', 'abba')).toEqual(both);
    expect(await rows('abba', '--kernel', 'all')).toEqual(both);
    expect(await rows('--kernel', 'new', 'abba')).toEqual(['abba new']);
  });

  it('judges one property alone', async () => {
    const { exit, out } = await oomlab(['check', 'all', '--property', 'P-APART', '--json']);
    expect(exit).toBe(0);
    for (const row of read(out).rows) {
      expect(row.outcomes).toEqual([]);
      expect(row.properties.map(({ id }) => id)).toEqual(['P-APART']);
    }
  });

  it('stops at Ctrl-C with the rows that are done, and exits 130', async () => {
    const { exit, out } = await oomlab(['check', 'all'], {
      onOut: (text, interrupt) => {
        if (text.startsWith('abba  old')) interrupt();
      },
    });
    expect(exit).toBe(130);
    expect(out).toMatch(/\n1 row: 1 ok; INTERRUPTED, 2 not begun/);
  });
});

describe('check --patch', () => {
  const file = (text: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'oomlab-')), 'my-fix.ts');
    writeFileSync(path, text);
    return path;
  };
  const replacing = (fragment: string, body: string): string => `
    import { call, doing, returns, type Patch } from 'oomlab';
    export default {
      id: 'my-fix', commits: [], summary: 'x takes one mutex only',
      machines: { forward: { replace: { ${fragment}: ${body} } } },
    } satisfies Patch;`;
  const ONE = `() => ({ initial: 'take', states: {
    take: doing('Takes a.', call('a', 'lock'), { locked: 'drop' }),
    drop: doing('Drops a.', call('a', 'unlock'), { unlocked: 'dropped' }),
    dropped: returns('done') } })`;

  it('expects nothing of outcomes, names the kernel after the patch, and replays with it', async () => {
    const path = file(replacing('take_both', ONE));
    const { exit, out } = await oomlab(['check', 'abba', '--kernel', 'old', '--patch', path, '--json']);
    expect(exit).toBe(0);
    const row = read(out).rows[0]!;
    expect(row).toMatchObject({ kernel: 'old+my-fix', verdict: 'ok' });
    expect(row.outcomes.find(({ name }) => name === 'hangs')?.verdict).toBe('never');
    const token = row.outcomes[0]?.witness ?? '';
    expect((await oomlab(['replay', token, '--patch', path])).exit).toBe(0);
    const without = await oomlab(['replay', token]);
    expect(without).toMatchObject({ exit: 2, out: '' });
    expect(without.err).toContain('--patch FILE');
  });

  it('gives the file all that the package exports, in the instances that are running', async () => {
    const { oomlab: given } = await runningPackage();
    expect(given).toEqual({ ...index });
  });

  it('refuses a fragment that does not exist, with the nearest that do', async () => {
    const { exit, out, err } = await oomlab(['check', 'abba', '--patch', file(replacing('take_bth', ONE))]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/^oomlab: E111 .*"take_bth".*Did you mean take_both\?.*\n$/);
  });

  it.each([
    ['a file that is not there', 'no/such/fix.ts', 'E124'],
    ['a file that exports no patch', file('export const patch = 3;'), 'E124'],
    ['a file that does not parse', file('export default {'), 'E124'],
  ])('refuses %s', async (_, path, code) => {
    const { exit, out, err } = await oomlab(['check', 'abba', '--patch', path]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`^oomlab: ${code} .*\\n$`));
  });
});
