import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMachine } from 'xstate';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.js';
import { TRACE_FORMATS } from '../../src/cli/formats.js';
import { elementsOf, mermaidType, textOf } from '../support/consumers.js';
import { oomlab } from './support/oomlab.js';

const folder = mkdtempSync(join(tmpdir(), 'oomlab-exports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const real = (...args: string[]) => oomlab(args, { catalogue });

/** A token whose run hangs. */
async function hanging(): Promise<string> {
  const { out } = await oomlab(['check', 'abba', '--kernel', 'old', '--json']);
  const [row] = (
    JSON.parse(out) as { readonly rows: readonly { readonly outcomes: readonly { name: string; witness: string }[] }[] }
  ).rows;
  return row!.outcomes.find(({ name }) => name === 'hangs')!.witness;
}

/** The size that a PNG says of itself. */
function pngSize(bytes: Buffer): readonly [number, number] {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

const sizeOf = (svg: string): readonly [number, number] => {
  const { width, height } = elementsOf(svg)[0]!.attributes;
  return [Number(width), Number(height)];
};

describe('chart', () => {
  it('draws one fragment, with those that it embeds folded', async () => {
    const { exit, out, err } = await real(
      'chart',
      'task',
      '--kernel',
      'v4.19',
      '--fragment',
      'try_charge',
      '--format',
      'svg',
    );
    expect([exit, err]).toEqual([0, '']);
    const states = elementsOf(out).flatMap(({ attributes }) =>
      attributes['data-path'] === undefined ? [] : [attributes],
    );
    expect(states[0]).toMatchObject({ 'data-path': 'try_charge()', class: 'state compound' });
    const folded = states.filter((one) => one['class']!.includes('folded')).map((one) => one['data-fragment']);
    expect(folded).toContain('page_counter_try_charge');
    expect(textOf(out)).toContain('try_charge() of task on v4.19: Charges, and decides');
  });

  it('draws the same fragment in the text formats', async () => {
    for (const format of ['mermaid', 'dot']) {
      const { out } = await real(
        'chart',
        'task',
        '--kernel',
        'v4.19',
        '--fragment',
        'mem_cgroup_margin',
        '--format',
        format,
      );
      expect(out).toContain('mem_cgroup_margin');
      expect(out.split('\n').length).toBeLessThan(30);
    }
  });

  it('draws a large machine fragment by fragment, each once', async () => {
    const { out } = await real('chart', 'task', '--kernel', 'v4.19', '--format', 'svg');
    const frames = elementsOf(out).flatMap(({ attributes }) =>
      attributes['data-path']?.endsWith('()') ? [attributes['data-fragment']] : [],
    );
    expect(new Set(frames).size).toBe(frames.length);
    expect(frames).toContain('oom_kill_process');
  });

  it('writes a PNG of twice the size of the SVG', async () => {
    const path = join(folder, 'reaper.png');
    const args = ['chart', 'oom_reaper', '--kernel', 'v4.19', '--format'];
    const [svg, png] = [await real(...args, 'svg'), await real(...args, 'png', '-o', path)];
    expect([png.exit, png.out]).toEqual([0, '']);
    expect(pngSize(readFileSync(path))).toEqual(sizeOf(svg.out).map((length) => 2 * length));
  });

  it('has a PNG as base64 in the JSON document, and refuses to write one to a terminal', async () => {
    const document = JSON.parse((await oomlab(['chart', 'mutex', '--format', 'png', '--json'])).out) as {
      drawing: string;
    };
    expect(document).toMatchObject({ format: 'png', encoding: 'base64', output: null });
    expect(pngSize(Buffer.from(document.drawing, 'base64'))[0]).toBeGreaterThan(100);
    expect(await oomlab(['chart', 'mutex', '--format', 'png'])).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/E123 .*-o FILE/),
    });
  });

  it('draws what differs on another kernel as a picture, with its marks', async () => {
    const { out } = await oomlab(['chart', 'backward', '--kernel', 'old', '--against', 'new', '--format', 'svg']);
    const classes = elementsOf(out).flatMap(({ attributes }) => attributes['class']?.split(' ') ?? []);
    expect(classes).toEqual(expect.arrayContaining(['changed', 'legend']));
  });

  it('gives a machine that createMachine takes', async () => {
    const { out } = await real('chart', 'task', '--kernel', 'v3.11', '--format', 'stately');
    expect(createMachine(JSON.parse(out) as never).id).toBe('task');
  });

  it.each([
    [['--fragment', 'nothing', '--format', 'svg'], /E120 .*fragment with states "nothing"/],
    [['--fragment', 'x', '--kernel', 'old', '--against', 'new'], /E123 --against draws .*--fragment/],
    [['--format', 'stately', '--fragment', 'x'], /E123 .*stately is a whole machine/],
    [['--format', 'svg', '--theme', 'pink'], /E123 .*"pink".*auto, light, dark/],
  ])('refuses %j', async (args, words) => {
    const { exit, err } = await oomlab(['chart', 'mutex', ...args]);
    expect([exit, err]).toEqual([2, expect.stringMatching(words)]);
  });
});

describe('show', () => {
  it.each(TRACE_FORMATS)('writes a run as %s', async (format) => {
    const path = join(folder, `run.${format}`);
    const { exit, out, err } = await oomlab(['show', await hanging(), '--format', format, '-o', path]);
    expect([exit, out, err]).toEqual([0, '', '']);
    expect(readFileSync(path).length).toBeGreaterThan(100);
  });

  it('writes a timeline as SVG and PNG of the same picture, who hangs in words', async () => {
    const [svg, path] = [(await oomlab(['show', await hanging(), '--format', 'svg'])).out, join(folder, 'run.png')];
    expect(textOf(svg)).toContain('✗ waits');
    await oomlab(['show', await hanging(), '--format', 'png', '-o', path]);
    expect(pngSize(readFileSync(path))).toEqual(sizeOf(svg).map((length) => 2 * length));
  });

  it('writes a sequence that Mermaid takes, and JSON with the steps that replay tells', async () => {
    const token = await hanging();
    expect(await mermaidType((await oomlab(['show', token, '--format', 'mermaid'])).out)).toBe('sequence');
    const shown = JSON.parse((await oomlab(['show', token, '--format', 'json'])).out) as {
      steps: { changes: unknown }[];
    };
    const replayed = JSON.parse((await oomlab(['replay', token, '--json'])).out) as typeof shown;
    expect(shown.steps.map(({ changes }) => changes)).toEqual(replayed.steps.map(({ changes }) => changes));
  });
});

describe('an ITF trace', () => {
  const path = join(folder, 'run.itf.json');

  it('is run again by replay and show, as its token is', async () => {
    const token = await hanging();
    await oomlab(['show', token, '--format', 'itf', '-o', path]);
    for (const command of ['replay', 'show', 'why'])
      expect(await oomlab([command, path])).toEqual(await oomlab([command, token]));
  });

  it('is refused where its states are not those of its run, or another program wrote it', async () => {
    const edited = join(folder, 'edited.itf.json');
    writeFileSync(
      edited,
      readFileSync(path, 'utf8').replace('"mbt::actionTaken": "init"', '"mbt::actionTaken": "none"'),
    );
    expect(await oomlab(['replay', edited])).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/E122 .*part at state 0/),
    });
    const foreign = join(folder, 'foreign.itf.json');
    writeFileSync(foreign, '{"#meta":{"format":"ITF"},"vars":["x"],"states":[{"x":{"#bigint":"1"}}]}');
    expect(await oomlab(['replay', foreign])).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/E121 .*not written by oomlab/),
    });
  });
});
