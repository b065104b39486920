import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { findKernel, findScenario } from '../../machines/index.js';
import { Recorded, Reported, reportOf } from '../../src/play/index.js';
import { buildSystem } from '../../src/system/index.js';
import { browse, type Browsing } from './support/browser.js';
import { hangOf } from './support/runs.js';

const { token, schedule, noReturn } = hangOf('imutex-charge', 'v3.11');
const folder = mkdtempSync(join(tmpdir(), 'oomlab-report-'));
const file = join(folder, 'report.html');
const main = resolve(import.meta.dirname, '../../dist/src/cli/main.js');
let browsing: Browsing;

beforeAll(async () => {
  execFileSync(process.execPath, [main, 'show', token, '--format', 'html', '-o', file]);
  browsing = await browse();
});
afterAll(async () => {
  await browsing.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<Page> {
  const page = await browsing.page();
  await page.goto(pathToFileURL(file).href);
  await page.locator('[role=option]').first().waitFor();
  return page;
}

describe('a report in one file', () => {
  it('opens from disk, steps with keys and lights its charts, and asks nobody for anything', async () => {
    const page = await open();
    await expect
      .poll(() => page.locator('.count').textContent(), { timeout: 15_000 })
      .toBe(`${schedule.length} / ${schedule.length}`);
    await page.keyboard.press('e');
    await expect
      .poll(() => page.locator('.count').textContent(), { timeout: 15_000 })
      .toBe(`${noReturn} / ${schedule.length}`);
    await page.locator('g.state.active').first().waitFor();
    await page.getByText('The point of no return is').waitFor();
    await page.keyboard.press('t');
    await page.locator('.columns pre').waitFor();
    expect(browsing.requests.every((url) => url.startsWith('file:') || url.startsWith('data:'))).toBe(true);
    expect(browsing.complaints).toEqual([]);
    await page.close();
  });

  it('allows its own script and style by their hashes, and nothing else', () => {
    const text = readFileSync(file, 'utf8');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/(src|href)="(?!data:)/);
  });

  it('says in every state what the run itself says', () => {
    const system = buildSystem(findScenario('two-slabs'), findKernel('v4.19'));
    const run = new Recorded(system);
    for (let number = 0; number < 80 && run.nextAt(number).length > 0; number++) {
      run.take((number * 5 + 1) % run.nextAt(number).length);
    }
    const told = new Reported(JSON.parse(JSON.stringify(reportOf(run))));
    expect(told.length).toBe(run.length);
    for (let at = 0; at <= run.length; at++) {
      const places = run.placesAt(at).map(({ path, context, finished, idle }) => ({ path, context, finished, idle }));
      expect(told.placesAt(at)).toEqual(places);
      expect(told.nextAt(at)).toEqual(run.nextAt(at));
      expect(told.claimsAt(at)).toEqual(run.claimsAt(at));
      expect(told.blockedAt(at)).toEqual(run.blockedAt(at));
      expect(told.heldAt(at)).toEqual(run.heldAt(at));
      expect(told.situationAt(at)).toEqual(run.situationAt(at));
      for (const { index } of run.actors) expect(told.meaningsAt(at, index)).toEqual(run.meaningsAt(at, index));
      if (at < run.length) expect(told.step(at)).toEqual(JSON.parse(JSON.stringify(run.step(at))));
    }
  });
});
