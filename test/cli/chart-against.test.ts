import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.js';
import { oomlab } from './support/oomlab.js';

const folder = mkdtempSync(join(tmpdir(), 'oomlab-against-'));
afterAll(() => rmSync(folder, { recursive: true }));

const real = (...args: string[]) => oomlab(['chart', ...args], { catalogue });

/** A patch of the toy catalogue that takes only one mutex. */
const onlyOne = join(folder, 'only-one.ts');
writeFileSync(
  onlyOne,
  `import { call, doing, returns } from 'oomlab';
export default {
  id: 'only-one', commits: [], summary: 'takes one mutex',
  machines: { forward: { replace: { take_both: () => ({
    initial: 'first',
    states: { first: doing('Takes a.', call('a', 'lock'), { locked: 'dropped' }), dropped: returns('done') },
  }) } } },
};`,
);

describe('chart --against', () => {
  it('draws what a kernel changed, with who changed it, in every format', async () => {
    for (const format of ['mermaid', 'dot']) {
      const { exit, out, err } = await oomlab([
        'chart',
        'backward',
        '--kernel',
        'old',
        '--against',
        'new',
        '--format',
        format,
      ]);
      expect([exit, err]).toEqual([0, '']);
      const text = out.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
      expect(text).toContain('backward: old (-) against new (+)');
      expect(text).toContain('~ take_both');
      expect(text).toContain('+ in-order commit unknown [first version]');
      for (const line of ['- call b.lock', '+ call a.lock', '- only on old', '+ only on new'])
        expect(text).toContain(line);
    }
  });

  it('gives the changes as data too', async () => {
    const { out } = await real('task', '--kernel', 'v4.18', '--against', 'v4.19', '--json');
    const { kernel, against, changes } = JSON.parse(out) as {
      readonly kernel: string;
      readonly against: string;
      readonly changes: {
        readonly fragments: readonly {
          readonly name: string;
          readonly sign: string;
          readonly by: readonly { readonly patch: string }[];
        }[];
      };
    };
    expect([kernel, against]).toEqual(['v4.18', 'v4.19']);
    // The patch as merged moves the kill into the charge: mem_cgroup_oom is embedded there and was nowhere before.
    const added = changes.fragments.find(({ name }) => name === 'mem_cgroup_oom');
    expect(added).toMatchObject({
      sign: '+',
      by: [{ patch: 'move-out-of-memory-back' }, { patch: 'proper-oom-header' }],
    });
    expect(changes.fragments.find(({ name }) => name === 'exit_mmap')).toMatchObject({
      sign: '~',
      by: [{ patch: 'reaper-without-oom-lock', commits: [{ id: 'af5679fbc669' }] }],
    });
  });

  it('says that nothing changed, and draws the machine as it is', async () => {
    const plain = await oomlab(['chart', 'mutex', '--kernel', 'new']);
    expect(await oomlab(['chart', 'mutex', '--kernel', 'old', '--against', 'new'])).toEqual({
      exit: 0,
      out: plain.out,
      err: 'mutex is the same on old and new.\n',
    });
    expect((await oomlab(['chart', 'mutex', '--kernel', 'old', '--against', 'old'])).out).toBe(plain.out);
  });

  it('says which kernel does not have a machine, and who brought it', async () => {
    const { exit, out, err } = await real('oom_reaper', '--kernel', 'v3.12', '--against', 'v4.6', '--format', 'dot');
    expect(exit).toBe(0);
    expect(err).toMatch(
      /^v3\.12 has no machine "oom_reaper": all of it is only on v4\.6: \+ oom-reaper [^\n]*aac453635549/,
    );
    const states = out.split('\n').filter((line) => /^\s*s\d+ \[label=/.test(line));
    expect(states.filter((line) => !line.includes('label="+ '))).toEqual([]);
  });

  it('puts patches on the second kernel alone', async () => {
    const { out } = await oomlab([
      'chart',
      'forward',
      '--kernel',
      'old',
      '--against',
      'old',
      '--patch',
      onlyOne,
      '--format',
      'dot',
    ]);
    expect(out).toContain('forward: old (-) against old+only-one (+)');
    expect(out).toContain('label="- second\\ncall b.lock"');
  });

  it('unfolds what is the same with --all', async () => {
    const args = ['task', '--kernel', 'v4.18', '--against', 'v4.19'];
    const [folded, whole] = [await real(...args), await real(...args, '--all')];
    expect(folded.out).toContain('(the same on both)');
    expect(whole.out).not.toContain('(the same on both)');
    expect(whole.out.length).toBeGreaterThan(folded.out.length);
  });

  it.each([
    ['an unknown kernel', ['mutex', '--against', 'nw'], /E120 There is no kernel "nw"\. Did you mean new/],
    ['an unknown machine', ['mutx', '--against', 'new'], /E120 .*Did you mean mutex\?/],
    ['--all of nothing', ['mutex', '--all'], /E123 --all .*--against KERNEL\./],
  ])('refuses %s', async (_, args, line) => {
    const { exit, out, err } = await oomlab(['chart', ...args]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(line);
  });

  it('says which kernels have a machine that neither of the two has', async () => {
    const { exit, err } = await real('oom_reaper', '--kernel', 'v3.11', '--against', 'v3.12');
    expect(exit).toBe(2);
    expect(err).toMatch(/E120 Neither v3\.11 nor v3\.12 has a machine "oom_reaper"\. These have: v4\.6, /);
  });
});
