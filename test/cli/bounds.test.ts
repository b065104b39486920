import { describe, expect, it } from 'vitest';
import { boundsOf, memoryShare } from '../../src/cli/bounds.js';
import { memoryBytes } from '../../src/cli/machine-memory.js';
import { size, sizeText } from '../../src/cli/quantities.js';
import { oomlab } from './support/oomlab.js';
import { onlyRow, readReport } from './support/report.js';

const OLD = ['check', 'abba', '--kernel', 'old'];

describe('bounds', () => {
  it('of depth end a search with a verdict', async () => {
    const { exit, out } = await oomlab([...OLD, '--max-depth', '1']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^abba {2}old {2}inconclusive {2}NOT COMPLETE, stopped by depth: 3 states, 2 steps, depth 1,/);
    expect(out).toContain('outcomes    released unknown, hangs unknown');
    expect(out).toContain('P-APART holds so far, P-FREE holds so far, P-DONE unknown');
    expect(out).toContain('at most 1 steps deep');
    const strict = await oomlab([...OLD, '--max-depth', '1', '--require-complete', '--json']);
    expect(strict.exit).toBe(3);
    const row = onlyRow(strict.out);
    expect(row).toMatchObject({ verdict: 'inconclusive', complete: false, stoppedBy: 'depth' });
    expect(row.properties.map(({ verdict }) => verdict)).toEqual(['holdsUpTo', 'holdsUpTo', 'unknown']);
  });

  it('of memory end a search with a verdict', async () => {
    const { exit, out } = await oomlab([...OLD, '--max-memory', '1kB', '--require-complete']);
    expect(exit).toBe(3);
    expect(out).toMatch(/^abba {2}old {2}inconclusive {2}NOT COMPLETE, stopped by memory: 1 states, 0 steps, depth 1,/);
    expect(out).toContain('at most 1 kB of memory a row');
  });

  it('that are not reached leave a search complete', async () => {
    const bounds = ['--max-depth', '9', '--max-states', '19', '--max-memory', '1GB', '--max-time', '1m'];
    const { exit, out } = await oomlab([...OLD, ...bounds, '--require-complete', '--json']);
    expect(exit).toBe(0);
    expect(readReport(out).bounds).toEqual({ states: 19, ms: 60_000, depth: 9, bytes: 2 ** 30 });
    expect(onlyRow(out)).toMatchObject({ verdict: 'ok', complete: true, states: 19 });
  });

  it('of memory are half of what the machine has, shared by the searches that run at a time', async () => {
    expect(memoryShare(1)).toBe(Math.floor(memoryBytes() / 2));
    expect(memoryShare(4)).toBe(Math.floor(memoryBytes() / 8));
    expect(boundsOf({}, 2)).toEqual({ states: null, ms: null, depth: null, bytes: memoryShare(2) });
    expect(boundsOf({ maxMemory: '3MB' }, 2).bytes).toBe(3 * 2 ** 20);
    const { out } = await oomlab([...OLD, '--json']);
    expect(readReport(out).bounds['bytes']).toBe(memoryShare(1));
  });
});

describe('an amount of memory', () => {
  it.each([
    ['512MB', 512 * 2 ** 20, '512 MB'],
    ['2GB', 2 ** 31, '2 GB'],
    ['1.5gb', 1.5 * 2 ** 30, '1.5 GB'],
    ['640kB', 640 * 2 ** 10, '640 kB'],
  ])('%s is %i bytes, and is written as %s', (text, bytes, again) => {
    expect(size('--max-memory', text)).toBe(bytes);
    expect(sizeText(bytes)).toBe(again);
  });
});

describe('check --storage compact', () => {
  it('says how likely it left a state out, and leaves open what needs the states', async () => {
    const { exit, out } = await oomlab(['check', 'abba', '--kernel', 'new', '--storage', 'compact']);
    expect(exit).toBe(0);
    expect(out).toMatch(/complete but for hash compaction \(chance of an omission below \d\.\de-1[0-9]\): \d+ states/);
    const json = JSON.parse((await oomlab(['check', 'abba', '--kernel', 'new', '--storage', 'compact', '--json'])).out);
    expect(json.rows[0].omission).toBeLessThan(1e-15);
    expect(json.rows[0].properties.find(({ id }: { id: string }) => id === 'P-DONE').verdict).toBe('unknown');
  });

  it('is refused with another order than bfs', async () => {
    const { exit, err } = await oomlab(['check', 'abba', '--storage', 'compact', '--strategy', 'dfs']);
    expect([exit, err]).toEqual([2, expect.stringContaining('E123 --storage compact goes with bfs, not with dfs.')]);
  });
});
