import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findKernel, findScenario } from '../../machines/index.js';
import { explore } from '../../src/explore/index.js';
import { buildSystem } from '../../src/system/index.js';
import { Recorded } from '../../src/play/index.js';
import { session } from './support/session.js';
import { BUILT } from './support/serve.js';
import { hangOf } from './support/runs.js';

const now = session();

/** What is measured by the clock is measured again where it was too slow: the machine may have had something else to do. */
const TIMED = { retry: 2 };

/** The scripts that a page loads, compressed as a server would. */
async function scriptsOf(
  fragment: string,
  ready: string,
): Promise<{ readonly names: readonly string[]; readonly bytes: number }> {
  const page = await now().browsing.page();
  const names = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) names.add(pathname);
  });
  await page.goto(`${now().url}${fragment}`);
  await page.locator(ready).first().waitFor();
  await page.close();
  const bytes = [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(BUILT, name))).length, 0);
  return { names: [...names], bytes };
}

describe('a page on which no chart is asked for', () => {
  it.each([
    ['', '.question'],
    ['#/run/two-chargers', '.setup'],
  ])('paints within a second, with less than 60 KB of compressed script: "%s"', TIMED, async (fragment, ready) => {
    const { bytes } = await scriptsOf(fragment, ready);
    expect(bytes).toBeLessThan(60 * 1024);
    const page = await now().open(fragment);
    await page.locator(ready).first().waitFor();
    const paint = await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    expect(paint).toBeLessThan(1000);
    await page.close();
  });
});

describe('what is large', () => {
  it('is fetched when it is needed: no layout library without a chart, no plot without a search', async () => {
    const large = /elk|uPlot|load-scenario|schema-check/;
    for (const [fragment, ready] of [
      ['#/home', '.question'],
      ['#/run/imutex-charge', '.setup'],
    ] as const) {
      expect((await scriptsOf(fragment, ready)).names.filter((name) => large.test(name))).toEqual([]);
    }
    const heavy = readdirSync(join(BUILT, 'assets')).filter(
      (name) => statSync(join(BUILT, 'assets', name)).size > 2 ** 20,
    );
    expect(heavy.map((name) => name.replace(/-[\w-]+\.js$/, ''))).toEqual(['elk-worker.min']);
  });
});

/** A run that goes round in the hang of v3.11 until it has so many steps. */
function longRun(length: number): Recorded {
  const { system, schedule, loop } = hangOf('imutex-charge', 'v3.11');
  const run = new Recorded(system);
  run.play(schedule);
  const around = schedule.slice(schedule.length - loop);
  while (run.length < length) run.take(around[(run.length - schedule.length) % loop] as number);
  return run;
}

/** How long a frame takes, in milliseconds, while a run is scrolled through, on average over 120 of them. */
async function scrolledThrough(run: Recorded): Promise<number> {
  const page = await now().open('#/home');
  await page.getByLabel('Replay token').fill(run.token);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('.rows [role=option]').first().waitFor();
  await expect
    .poll(() => page.locator('.count').textContent(), { timeout: 15_000 })
    .toBe(`${run.length} / ${run.length}`);
  expect(await page.locator('[role=option]').count()).toBeLessThan(100);
  const frame = await page.evaluate<number>(`new Promise((resolve) => {
    const scroller = document.querySelector('.timeline');
    const begun = performance.now();
    let frames = 0;
    const next = (time) => {
      if (++frames > 120) return resolve((time - begun) / frames);
      // As fast as a wheel is turned; from the top of a short run on at its end again.
      scroller.scrollTop = scroller.scrollTop < 400 ? scroller.scrollHeight : scroller.scrollTop - 400;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
  await page.close();
  return frame;
}

describe('a trace of 50,000 steps', () => {
  it(
    'opens, and scrolls as smoothly as one of 1,000: what a frame costs does not grow with the run',
    TIMED,
    async () => {
      const [short, long] = [longRun(1_000), longRun(50_000)];
      const usual = await scrolledThrough(short);
      expect((await scrolledThrough(long)) / usual).toBeLessThan(1.5);
    },
  );
});

describe('a search beside the page', () => {
  it(
    'finds as many states as the command line, at no less than half its speed, while the page keeps its frames',
    TIMED,
    async () => {
      const [scenario, kernel] = ['two-chargers', 'v4.19'];
      const system = buildSystem(findScenario(scenario), findKernel(kernel));
      explore(system);
      const begun = performance.now();
      const { states } = explore(system);
      const rate = states / (performance.now() - begun);
      const page = await now().open(`#/run/${scenario}/${kernel}`);
      const button = page.getByRole('button', { name: `Check ${kernel}` });
      for (let round = 0; round < 2; round++) {
        await button.click();
        await page.getByText('1 of 1 searched.').waitFor();
      }
      const text = (await page.locator('.row-card').textContent()) ?? '';
      expect(text).toContain(`${states.toLocaleString('en')} states`);
      const seconds = Number(/depth \d+, ([\d.]+) s/.exec(text)?.[1]);
      expect(states / (seconds * 1000)).toBeGreaterThan(rate / 2);
      await page.close();
    },
  );
});
