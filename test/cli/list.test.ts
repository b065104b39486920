import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.js';
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
      expect(out).toMatch(new RegExp(`^ {2}${name}( |$)`, 'm'));
    }
    expect(out).toContain('      commit unknown [first version] take a before b\n');
  });

  it('gives the same as one JSON document', async () => {
    const { out } = await oomlab(['list', '--json']);
    const { version, scenarios, kernels, properties, machines } = JSON.parse(out) as {
      readonly [field: string]: readonly { readonly [field: string]: unknown }[];
    };
    expect(version).toBe(1);
    expect(scenarios?.[0]).toMatchObject({ id: 'abba', topic: 'deadlock', kernels: ['old', 'new'], large: false });
    expect(kernels?.[1]).toMatchObject({
      id: 'new',
      date: '2021-01-01',
      commits: [{ evidence: 'first version' }],
      buildsOn: 'old',
      adds: [{ patch: 'in-order', commits: [{ id: 'unknown', subject: 'take a before b' }] }],
    });
    expect(properties?.map(({ id }) => id)).toEqual(['P-APART', 'P-FREE', 'P-DONE']);
    expect(machines?.[0]).toMatchObject({ id: 'mutex', kind: 'object', kernels: ['old', 'new'] });
  });

  it('gives only the sections that are named, in their own order', async () => {
    const { out } = await oomlab(['list', 'machines', 'kernels']);
    expect(out.match(/^[A-Z]\w+/gm)).toEqual(['Kernels', 'Machines']);
    const json = JSON.parse((await oomlab(['list', 'kernels', '--json'])).out) as object;
    expect(Object.keys(json)).toEqual(['version', 'kernels']);
    expect(await oomlab(['list', 'kernals'])).toMatchObject({
      exit: 2,
      out: '',
      err: 'oomlab: E120 There is no section "kernals". Did you mean kernels?\n',
    });
  });

  it('fits 80 columns, and names each commit once, under the kernel that brings it', async () => {
    const { out } = await oomlab(['list', 'kernels'], { catalogue });
    expect(out.split('\n').filter(({ length }) => length > 80)).toEqual([]);
    const commits = new Set(catalogue.kernels.flatMap(({ patches }) => patches.flatMap((patch) => patch.commits)));
    const ids = [...commits].map(({ id, evidence }) => (id === 'unknown' ? `commit unknown [${evidence}]` : id));
    expect(
      [...out.matchAll(/^ {6}([0-9a-f]{12}|commit unknown \[[\w ]+\])/gm)].map((match) => match[1]).sort(),
    ).toEqual(ids.sort());
  });

  it('lists all that a kernel adds to the one it builds on, and nothing else', async () => {
    const { kernels } = JSON.parse((await oomlab(['list', 'kernels', '--json'], { catalogue })).out) as {
      readonly kernels: readonly {
        readonly id: string;
        readonly buildsOn: string | null;
        readonly patches: readonly string[];
        readonly adds: readonly { readonly patch: string }[];
      }[];
    };
    const patchesOf = new Map(kernels.map(({ id, patches }) => [id, patches]));
    for (const { id, buildsOn, adds, patches } of kernels) {
      const below = buildsOn === null ? [] : patchesOf.get(buildsOn);
      expect([id, ...(below ?? []), ...adds.map(({ patch }) => patch)]).toEqual([id, ...patches]);
    }
    expect(kernels.find(({ id }) => id === 'v4.19')?.buildsOn).toBe('v4.18');
  });
});
