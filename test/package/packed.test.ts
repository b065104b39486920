import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { kernels as catalogued } from '../../machines/index.js';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'oomlab-packed-'));

/** What a user's shell shows of a command in the empty folder. */
function oomlab(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'oomlab', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

// `npm test` has built dist before vitest starts; the tarball is what `npm publish` would send.
beforeAll(() => {
  const [tarball] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
    }),
  ) as [{ filename: string }];
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball.filename)], {
    cwd: folder,
    stdio: 'pipe',
  });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed package in an empty folder', () => {
  it('lists the catalogue', () => {
    const { status, stdout } = oomlab('list', '--json');
    expect(status).toBe(0);
    const { kernels } = JSON.parse(stdout) as { kernels: { id: string }[] };
    expect(kernels).toEqual(catalogued.map(({ id }) => expect.objectContaining({ id })));
  });

  it('finds the hang of v3.11, and replays it from its token', () => {
    const { status, stdout } = oomlab('check', 'imutex-charge', '--kernel', 'v3.11', '--json');
    expect(status).toBe(0);
    const { rows } = JSON.parse(stdout) as {
      rows: { complete: boolean; outcomes: { name: string; verdict: string; witness: string }[] }[];
    };
    expect(rows).toHaveLength(1);
    expect(rows[0]!.complete).toBe(true);
    const hangs = rows[0]!.outcomes.find(({ name }) => name === 'hangs')!;
    expect(hangs.verdict).toBe('sometimes');
    expect(oomlab('replay', hangs.witness).status).toBe(0);
    const columns = oomlab('show', hangs.witness, '--format', 'columns');
    expect(columns.status).toBe(0);
    expect(columns.stdout).toMatch(/repeats for ever/);
    expect(columns.stdout).toMatch(/^[\n\x20-\x7e]*$/);
    // A token must stay in one piece to be pasted back.
    const lines = columns.stdout.split('\n').filter((line) => !line.includes('oom1:'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
  });

  it('draws a chart as SVG and PNG', () => {
    const args = ['chart', 'oom_reaper', '--kernel', 'v4.19', '--format'];
    expect(oomlab(...args, 'svg').stdout).toMatch(/^<svg [^>]*class="oomlab-chart"/);
    expect(oomlab(...args, 'png', '-o', 'reaper.png')).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'reaper.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('runs live actors to an end', () => {
    const { status, stdout } = oomlab('run', 'slab-at-limit', '--kernel', 'v4.19', '--seed', '3', '--json');
    expect(status).toBe(0);
    expect(() => JSON.parse(stdout)).not.toThrow();
  });

  it('loads a user’s patch written in TypeScript, as the README shows it', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const patch = /```ts\n(import \{ call[\s\S]*?satisfies Patch;\n)```/.exec(readme)?.[1];
    expect(patch).toBeDefined();
    writeFileSync(join(folder, 'mine.ts'), patch!);
    const { status, stdout } = oomlab('check', 'slab-at-limit', '--kernel', 'v4.19', '--patch', './mine.ts', '--json');
    expect([0, 1]).toContain(status);
    const { rows } = JSON.parse(stdout) as { rows: { kernel: string; complete: boolean }[] };
    expect(rows.map(({ complete }) => complete)).toEqual([true]);
  });

  it('checks a scenario in text as the README shows it, and an example that it brings along', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const scenario = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1];
    expect(scenario).toBeDefined();
    writeFileSync(join(folder, 'mine.yaml'), scenario!);
    const brought = 'node_modules/oomlab/examples/q5-disabled-slab.yaml';
    const { status, stdout } = oomlab(
      'check',
      './mine.yaml',
      brought,
      '--kernel',
      'v3.11',
      '--kernel',
      'v4.18',
      '--json',
    );
    expect(status).toBe(0);
    const { rows } = JSON.parse(stdout) as { rows: { scenario: string; verdict: string }[] };
    expect(rows.map(({ scenario: id, verdict }) => [id, verdict])).toEqual([
      ['two-writers', 'ok'],
      ['two-writers', 'ok'],
      ['q5-disabled-slab', 'ok'],
      ['q5-disabled-slab', 'ok'],
    ]);
  });

  it('exports the schema of scenarios in text', () => {
    const script = "console.log(require('oomlab/schema/scenario.json').title)";
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('oomlab scenario\n');
  });

  it('serves the page, and writes a run as one file', async () => {
    const served = spawn('npx', ['--no-install', 'oomlab', 'ui', '--port', '0'], { cwd: folder, detached: true });
    try {
      const url = await new Promise<string>((told) =>
        served.stdout.once('data', (text: Buffer) => told(String(text).trim())),
      );
      const page = await (await fetch(url)).text();
      expect(page).toContain('<div id="app">');
      const script = /src="\.\/(assets\/[^"]+)"/.exec(page)?.[1] ?? '';
      expect((await fetch(new URL(script, url))).status).toBe(200);
    } finally {
      // npx has a child of its own.
      process.kill(-(served.pid as number), 'SIGINT');
    }
    const { stdout } = oomlab('run', 'imutex-charge', '--kernel', 'v3.11', '--json');
    const { token } = JSON.parse(stdout) as { token: string };
    expect(oomlab('show', token, '--format', 'html', '-o', 'report.html').status).toBe(0);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('Content-Security-Policy');
  });

  it('is a library, typed and importable', () => {
    writeFileSync(
      join(folder, 'use.mjs'),
      `import { buildSystem, explore } from 'oomlab';
       import { findKernel, findScenario } from 'oomlab/models';
       const { states } = explore(buildSystem(findScenario('disabled-slab'), findKernel('v3.11')));
       console.log(states);`,
    );
    const { stdout } = spawnSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8' });
    // Nothing else can happen in that scenario, so the number is its length: the charger's 13 steps and the start.
    expect(stdout.trim()).toBe('14');
  });

  it('refuses an unknown name with the nearest ones, exit 2, nothing on stdout', () => {
    const { status, stdout, stderr } = oomlab('check', 'imutex-chrage');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/E120 .*Did you mean imutex-charge/);
  });
});
