import { chmodSync, lstatSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { writeWhole } from '../../src/cli/write-file.js';
import { buildSystem, ReferenceHost, replay, tokenOf } from '../../src/system/index.js';
import { oomlab } from './support/oomlab.js';
import { catalogue } from '../../src/cli/catalogue.js';

const fresh = (): string => mkdtempSync(join(tmpdir(), 'oomlab-'));

describe('writing a file', () => {
  it('follows a link, and leaves it a link', () => {
    const folder = fresh();
    const [target, link] = [join(folder, 'target'), join(folder, 'link')];
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    writeWhole(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  it('keeps the mode of what was there, and refuses what is read-only', () => {
    const path = join(fresh(), 'file');
    writeFileSync(path, 'old', { mode: 0o600 });
    writeWhole(path, 'new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o444);
    expect(() => writeWhole(path, 'newer')).toThrow(/E123 .*read-only/);
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('writes to a device as it is', () => {
    writeWhole('/dev/null', 'nothing');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('a token with parameters', () => {
  const system = buildSystem(findScenario('slab-at-limit'), findKernel('v4.18'));
  const token = tokenOf(system, replay(new ReferenceHost(system), { schedule: [0, 0, 0] }));

  it.each([
    ['by itself', (text: string) => `${text}\n`],
    ['quoted in a mail', (text: string) => `> replay: oomlab replay ${text}, as above.\n`],
    ['in a JSON report', (text: string) => JSON.stringify({ witness: text, more: [1, 2] })],
  ])('is found in a file %s', async (_, wrap) => {
    const path = join(fresh(), 'token');
    writeFileSync(path, wrap(token));
    const { exit, err } = await oomlab(['replay', path], { catalogue });
    expect(err).toBe('');
    expect(exit).toBe(0);
  });

  it('is refused where a whole step was cut off', async () => {
    const { exit, err } = await oomlab(['replay', token.slice(0, -2)], { catalogue });
    expect(exit).toBe(2);
    expect(err).toMatch(/E121 .*2 of its 3 steps/);
  });

  it('is refused where a folder is given', async () => {
    const { exit, err } = await oomlab(['replay', fresh()], { catalogue });
    expect(exit).toBe(2);
    expect(err).toMatch(/E121 .*EISDIR/);
  });
});

describe('a patch file', () => {
  const check = async (text: string): Promise<{ readonly exit: number; readonly err: string }> => {
    const path = join(fresh(), 'patch.ts');
    writeFileSync(path, text);
    return oomlab(['check', 'slab-at-limit', '--kernel', 'v4.18', '--patch', path], { catalogue });
  };
  /** A patch with these values for some of its keys. */
  const patch = (values: { readonly [key: string]: string }): string => {
    const all = { id: "'mine'", commits: '[]', summary: "''", machines: '{ task: {} }', ...values };
    const keys = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
    return `export default { ${keys.join(', ')} };`;
  };
  const fragment = (body: string): string => patch({ machines: `{ task: ${body} }` });

  it.each([
    ['has a mistyped key', fragment('{ replaces: {} }'), /E124 .*"replaces".*Did you mean replace/],
    ['changes nothing', patch({ machines: '{}' }), /E124 .*changes nothing/],
    [
      'has a target that does not exist',
      fragment("{ replace: { exit_mmap: () => ({ initial: 'nowhere', states: {} }) } }"),
      /E114 State .*exit_mmap.* of machine .task. starts in .nowhere./,
    ],
    [
      'leads to a state that does not exist',
      fragment(
        "{ replace: { exit_mmap: (use) => ({ initial: 'a', states: { a: use('zapPages', { onDone: 'lost' }) } }) } }",
      ),
      /E114 Machine "task" cannot be built/,
    ],
    [
      'has commits that are none',
      patch({ commits: "'x'" }),
      /E124 .*the patch has "x" for its commits\. Give a list of/,
    ],
    ['has a commit that is a text', patch({ commits: "['x']" }), /E124 .*a list of something else for its commits/],
    [
      'has a commit of no id',
      patch({ commits: "[{ id: 'zzz' }]" }),
      /E124 .*commit 1 has "zzz" for its id\. Give 12 hex/,
    ],
    ['has a commit of no subject', patch({ commits: "[{ id: 'unknown' }]" }), /E124 .*commit 1 has no subject/],
    [
      'has a commit of no evidence',
      patch({ commits: "[{ id: '29ef680ae7c2', subject: 's', evidence: 'rumour' }]" }),
      /E124 .*commit 1 has "rumour" for its evidence\. Give "source" or "message"/,
    ],
    ['has a summary of two lines', patch({ summary: "'a\\nb'" }), /E124 .*"a\\nb" for its summary/],
    ['comes after what is no list', patch({ after: "'first'" }), /E124 .*"first" for its after\. Give a list of ids/],
    ['has a cast of names', patch({ cast: "['reaper']" }), /E124 .*for its cast\. Give a list of machines/],
    ['has machines that are none', patch({ machines: '4' }), /E124 .*4 for its machines\. Give \{ … \} with a change/],
    ['has a change that is none', fragment('4'), /E124 .*the change of machine "task" is 4\. Give it replace/],
    ['has fragments in a list', fragment('{ replace: [] }'), /E124 .*for its replace\. Give \{ … \} with fragments/],
    ['exports nothing', 'export default null;', /E124 ".*patch\.ts" exports no patch/],
    [
      'has a fragment that is imported by no name there is',
      `import { nope } from 'oomlab'; ${fragment('{ replace: { exit_mmap: nope } }')}`,
      /E113 The fragment "exit_mmap" of machine "task" is undefined, and no function\. Give it a function/,
    ],
    [
      'has a fragment that the kernel lacks',
      fragment('{ replace: { res_counter_charge: () => ({}) } }'),
      /E111 .*"res_counter_charge", which v4\.18 does not have/,
    ],
    ['throws', fragment("{ replace: { exit_mmap: () => { throw new Error('so there'); } } }"), /E114 .*so there/],
  ])('that %s is refused in one line, exit 2', async (_, text, message) => {
    const { exit, err } = await check(text);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('that awaits what never comes is given up, with --json as the one document', { timeout: 30_000 }, async () => {
    const path = join(fresh(), 'patch.ts');
    writeFileSync(path, 'await new Promise(() => {}); export default {};');
    const { exit, out, err } = await oomlab(['check', 'slab-at-limit', '--patch', path, '--json'], { catalogue });
    expect(exit).toBe(2);
    expect(err).toMatch(/^oomlab: E124 ".*" is not loaded after 10 seconds\. It may await .*\n$/);
    expect(JSON.parse(out)).toMatchObject({ version: 1, error: { code: 'E124' } });
  });
});

describe('check', () => {
  it('takes a parameter with "all" for the scenarios that have it', async () => {
    const { exit, err } = await oomlab(['check', 'all', '--kernel', 'v3.11', '--param', 'pages=1'], { catalogue });
    expect(exit).toBe(0);
    expect(err).toMatch(/Left out: \d+ rows without pages/);
  });

  it('refuses a parameter that no search would end with', async () => {
    const { exit, err } = await oomlab(['check', 'slab-at-limit', '--param', 'pages=99999999999999999999'], {
      catalogue,
    });
    expect(exit).toBe(2);
    expect(err).toMatch(/E123 .*from 0 to 1000/);
  });

  it('expects nothing of outcomes with other parameters, and marks what differs', async () => {
    const { exit, out } = await oomlab(['check', 'slab-at-limit', '--kernel', 'v4.19', '--param', 'pages=0'], {
      catalogue,
    });
    expect(exit).toBe(0);
    expect(out).toMatch(/\(\* not \w+\)/);
  });
});
