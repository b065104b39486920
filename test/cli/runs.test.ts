import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oomlab } from './support/oomlab.js';

interface RunDocument {
  readonly seed: number;
  readonly token: string;
  readonly steps: readonly { readonly text: string }[];
  readonly outcome: { readonly kind: string; readonly outcomes: readonly string[] };
}

const runJson = async (...args: string[]): Promise<RunDocument> =>
  JSON.parse((await oomlab(['run', 'abba', ...args, '--json'])).out) as RunDocument;

/** The witness that a search of the old kernel gives for an outcome. */
async function tokenOf(outcome: 'released' | 'hangs'): Promise<string> {
  const { out } = await oomlab(['check', 'abba', '--kernel', 'old', '--json']);
  const { rows } = JSON.parse(out) as {
    readonly rows: readonly { readonly outcomes: readonly { readonly name: string; readonly witness: string }[] }[];
  };
  return rows[0]!.outcomes.find(({ name }) => name === outcome)!.witness;
}

const fresh = (): string => mkdtempSync(join(tmpdir(), 'oomlab-'));

describe('run', () => {
  it('prints one line a step, the outcome, the seed, a token and the command that replays', async () => {
    const { exit, out } = await oomlab(['run', 'abba']);
    expect(exit).toBe(0);
    expect(out.match(/^ +\d+ +\d+ ms {2}[xy] +[ab]\.(un)?lock/gm)).toHaveLength(8);
    expect(out).toMatch(/end {5}after 8 steps: released\nseed {4}1\ntoken {3}oom1:abba:new:/);
    const command = /replay {2}oomlab (replay \S+)/.exec(out)?.[1] ?? '';
    expect((await oomlab(command.split(' '))).out).toContain('end: released');
  });

  it('repeats itself for a seed', async () => {
    expect(await runJson('--seed', '5')).toEqual(await runJson('--seed', '5'));
  });

  it('names in its token the parameters that are not the defaults, and those only', async () => {
    expect((await runJson('--param', 'spare=1')).token).toMatch(/^oom1:abba:new:spare=1:/);
    expect((await runJson('--param', 'spare=0')).token).toMatch(/^oom1:abba:new:-:/);
  });

  it('is the same run for a seed at any pace', async () => {
    const { token } = await runJson('--seed', '5');
    expect((await runJson('--seed', '5', '--pace', '3ms')).token).toBe(token);
  });

  it('says that an end was not reached where it was stopped', async () => {
    const { exit, out } = await oomlab(['run', 'abba', '--steps', '3']);
    expect(exit).toBe(0);
    expect(out).toContain('NOT REACHED, stopped after 3 steps (--steps 3)');
  });

  it('stops at Ctrl-C, prints the token of what was done, and exits 130', async () => {
    const { exit, out } = await oomlab(['run', 'abba', '--pace', '5ms'], {
      onOut: (text, interrupt) => {
        if (text.startsWith('   3')) interrupt();
      },
    });
    expect(exit).toBe(130);
    expect(out).toContain('interrupted after 3 steps');
    expect(out).toMatch(/token {3}oom1:abba:new:-:[0-9a-f]{8}:3\.\S{6}\n/);
  });
});

describe('replay', () => {
  it('prints each step with what it changed, and the outcome', async () => {
    const { exit, out } = await oomlab(['replay', await tokenOf('hangs')]);
    expect(exit).toBe(0);
    expect(out).toMatch(/ +1 {2}[xy] +[ab]\.lock -> locked\n/);
    expect(out).toContain('free -> held');
    expect(out).toContain('deadlock: hangs');
  });

  it('reads a token from a file', async () => {
    const path = join(fresh(), 'run.txt');
    writeFileSync(path, `seen yesterday: ${await tokenOf('released')}\n`);
    expect((await oomlab(['replay', path])).out).toContain('end: released');
  });

  it('gives one JSON document', async () => {
    const token = await tokenOf('released');
    const { out } = await oomlab(['replay', token, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      scenario: 'abba',
      kernel: 'old',
      token,
      ending: { kind: 'end', outcomes: ['released'] },
    });
  });

  it.each([
    ['is cut', (token: string) => token.slice(0, -1), /E121 .*cut or garbled/],
    ['is something else', () => 'oom1:hello', /E121 /],
    ['is neither token nor file', () => 'hello', /E121 .*neither/],
    ['names another scenario', (token: string) => token.replace('abba', 'aba'), /E120 .*Did you mean abba/],
    ['names another kernel', (token: string) => token.replace(':old:', ':odl:'), /E120 .*Did you mean old/],
    ['has a parameter below zero', (token: string) => token.replace(':-:', ':spare=-1:'), /E121 .*spare=-1/],
    ['is of another model', (token: string) => token.replace(/:[0-9a-f]{8}:/, ':00000000:'), /E122 .*00000000/],
    ['diverges', (token: string) => token.replace(':old:', ':new:'), /E122 .*diverges at step \d/],
  ])('refuses a token that %s', async (_, garble, line) => {
    const { exit, out, err } = await oomlab(['replay', garble(await tokenOf('hangs'))]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(line);
    expect(err).toMatch(/^oomlab: [^\n]+\n$/);
  });
});

describe('a token of another model', () => {
  /** The command that a refusal offers, as words. */
  async function offered(token: string): Promise<{ readonly err: string; readonly words: readonly string[] }> {
    const { exit, err } = await oomlab(['replay', token]);
    expect(exit).toBe(2);
    const command = /: oomlab (check [^\n]*)\n$/.exec(err)?.[1] ?? '';
    return { err, words: command.split(' ') };
  }

  it('is refused with the step at which it diverges, and the command that searches on from the steps that fit', async () => {
    // Both take their first mutex: on the new kernel y cannot, since x has it.
    const { err, words } = await offered((await tokenOf('hangs')).replace(':old:', ':new:'));
    expect(err).toMatch(
      /E122 .*diverges at step 2, .* search on from the step that fits: oomlab check abba --kernel new/,
    );
    expect(words.slice(0, 5)).toEqual(['check', 'abba', '--kernel', 'new', '--from']);
    expect(words[5]).toMatch(/^oom1:abba:new:-:[0-9a-f]{8}:1\.\S{2}$/);
    const { exit, out } = await oomlab(words);
    expect(exit).toBe(0);
    expect(out).toMatch(/^abba {2}new {2}ok {2}from step 1 of a token, complete: /);
  });

  it('is searched anew where no step fits', async () => {
    const token = (await tokenOf('hangs')).replace(/^(.*:2\.)./, '$1z');
    const { err, words } = await offered(token);
    expect(err).toContain('diverges at step 1, it takes choice 35 where 2 are enabled');
    expect(words).toEqual(['check', 'abba', '--kernel', 'old']);
    expect((await oomlab(words)).exit).toBe(0);
  });

  it('keeps its parameters in what is offered', async () => {
    const { token } = await runJson('--param', 'spare=2');
    const { words } = await offered(token.replace(/:[0-9a-f]{8}:/, ':00000000:'));
    expect(words[5]).toMatch(/^oom1:abba:new:spare=2:[0-9a-f]{8}:8\.\S{16}$/);
    const { words: anew } = await offered(token.replace(/:[0-9a-f]{8}:(8\.)./, ':00000000:$1z'));
    expect(anew).toEqual(['check', 'abba', '--kernel', 'new', '--param', 'spare=2']);
  });

  it('is refused as a start in the same words', async () => {
    const token = (await tokenOf('hangs')).replace(':old:', ':new:');
    const [replayed, checked] = [await oomlab(['replay', token]), await oomlab(['check', '--from', token])];
    expect(checked).toEqual(replayed);
  });
});

describe('show and chart', () => {
  it('draw a token as columns no wider than asked', async () => {
    const { exit, out } = await oomlab(['show', await tokenOf('hangs'), '--width', '60']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^x +y$|^y +x$/m);
    const [, ...replay] = out.trimEnd().split('\n').toReversed();
    expect(Math.max(...replay.map(({ length }) => length))).toBeLessThanOrEqual(60);
  });

  it('draw a machine', async () => {
    expect((await oomlab(['chart', 'mutex'])).out).toContain('stateDiagram-v2');
    expect((await oomlab(['chart', 'mutex', '--kernel', 'old', '--format', 'dot'])).out).toMatch(/^digraph/);
  });

  it('give one JSON document with the drawing and what it was made of', async () => {
    const token = await tokenOf('hangs');
    const text = (await oomlab(['show', token])).out;
    const shown = JSON.parse((await oomlab(['show', token, '--json'])).out) as { readonly [field: string]: unknown };
    expect(shown).toEqual({
      version: 1,
      scenario: 'abba',
      kernel: 'old',
      params: { spare: 0 },
      token,
      replay: `oomlab replay ${token}`,
      ending: { kind: 'deadlock', outcomes: ['hangs'], enabled: 0 },
      loopStart: null,
      format: 'columns',
      width: 72,
      output: null,
      drawing: text,
    });
    const chart = (await oomlab(['chart', 'mutex', '--format', 'dot'])).out;
    const drawn = JSON.parse((await oomlab(['chart', 'mutex', '--format', 'dot', '--json'])).out) as unknown;
    expect(drawn).toEqual({
      version: 1,
      machine: 'mutex',
      kernel: 'new',
      patches: [],
      format: 'dot',
      output: null,
      drawing: chart,
    });
  });

  it('write the drawing into a file, and the document to stdout', async () => {
    const path = join(fresh(), 'mutex.mmd');
    const { out } = await oomlab(['chart', 'mutex', '--json', '-o', path]);
    expect(JSON.parse(out)).toMatchObject({ output: path, drawing: readFileSync(path, 'utf8') });
  });

  it('tell of an error as the one document too', async () => {
    for (const args of [
      ['show', 'oom1:hello'],
      ['chart', 'mutx'],
    ]) {
      const { exit, out } = await oomlab([...args, '--json']);
      expect(exit).toBe(2);
      expect(JSON.parse(out)).toMatchObject({ version: 1, error: { code: expect.stringMatching(/^E12[01]$/) } });
    }
  });

  it('write whole files', async () => {
    const folder = fresh();
    const path = join(folder, 'mutex.dot');
    const { exit, out } = await oomlab(['chart', 'mutex', '--format', 'dot', '-o', path]);
    expect([exit, out]).toEqual([0, '']);
    expect(readFileSync(path, 'utf8')).toMatch(/^digraph[^]*\}\n$/);
    expect(readdirSync(folder)).toEqual(['mutex.dot']);
  });

  it('write nothing on an error, and keep what was there', async () => {
    const folder = fresh();
    const path = join(folder, 'kept.txt');
    writeFileSync(path, 'kept');
    expect((await oomlab(['show', 'oom1:hello', '-o', path])).exit).toBe(2);
    expect((await oomlab(['chart', 'mutx', '-o', path])).exit).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('kept');
    expect((await oomlab(['chart', 'mutex', '-o', join(folder, 'no', 'where')])).exit).toBe(2);
    expect((await oomlab(['chart', 'mutex', '-o', folder])).exit).toBe(2);
    expect(readdirSync(folder)).toEqual(['kept.txt']);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
