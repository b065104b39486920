import { describe, expect, it } from 'vitest';
import { oomlab } from './support/oomlab.js';

describe('oomlab', () => {
  it('alone prints help with examples and exits 0', async () => {
    const { exit, out, err } = await oomlab([]);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain('Usage: oomlab');
    expect(out).toContain('$ oomlab check all --require-complete');
  });

  it('exits 0 for --help and --version', async () => {
    expect((await oomlab(['check', '--help'])).exit).toBe(0);
    expect(await oomlab(['--version'])).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('list', () => {
  it('names scenarios, kernels, properties and machines', async () => {
    const { exit, out } = await oomlab(['list']);
    expect(exit).toBe(0);
    for (const name of ['abba', 'wrong', 'old', 'new', 'P-APART', 'mutex', 'forward']) {
      expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    expect(out).toContain('------------  take a before b (first version)');
  });

  it('gives the same as one JSON document', async () => {
    const { out } = await oomlab(['list', '--json']);
    const { version, scenarios, kernels, properties, machines } = JSON.parse(out) as {
      readonly [field: string]: readonly { readonly [field: string]: unknown }[];
    };
    expect(version).toBe(1);
    expect(scenarios?.[0]).toMatchObject({ id: 'abba', topic: 'deadlock', kernels: ['old', 'new'], large: false });
    expect(kernels?.[1]).toMatchObject({ id: 'new', date: '2021-01-01', commits: [{ evidence: 'first version' }] });
    expect(properties?.map(({ id }) => id)).toEqual(['P-APART', 'P-FREE', 'P-DONE']);
    expect(machines?.[0]).toMatchObject({ id: 'mutex', kind: 'object', kernels: ['old', 'new'] });
  });
});
