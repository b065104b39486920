import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServedPage } from '../../src/cli/page-server.js';
import { servePage } from '../../src/cli/page-server.js';
import { findKernel, findScenario } from '../../machines/index.js';
import { explore } from '../../src/explore/index.js';
import { buildSystem } from '../../src/system/index.js';
import { browse, type Browsing } from './support/browser.js';
import { BUILT } from './support/serve.js';

let served: ServedPage;
let browsing: Browsing;

beforeAll(async () => {
  // Below a folder of a server that knows nothing of it, and whose policy forbids generated code even to the worker.
  served = await servePage(dirname(BUILT), 0);
  browsing = await browse();
});
afterAll(async () => {
  await browsing.close();
  await served.close();
});

describe('the page as static files', () => {
  it('works in a folder of any server; where code must not be generated, the plain loop finds the same', async () => {
    const [scenario, kernel] = ['imutex-charge', 'rfc-20180620'];
    const { states } = explore(buildSystem(findScenario(scenario), findKernel(kernel)), { loop: 'plain' });
    const page = await browsing.page();
    await page.goto(`${served.url}ui/#/run/${scenario}/${kernel}`);
    await page.getByRole('button', { name: `Check ${kernel}` }).click();
    await page.getByText('1 of 1 searched.').waitFor();
    await expect
      .poll(() => page.locator('.row-card').textContent(), { timeout: 15_000 })
      .toContain(`${states.toLocaleString('en')} states`);
    await page.locator('.found a').first().click();
    await page.locator('g.state.active').first().waitFor();
    expect(browsing.requests.filter((url) => !url.startsWith(served.url) && !url.startsWith('blob:'))).toEqual(
      browsing.requests.filter((url) => url.startsWith('data:')),
    );
    await page.close();
  });

  it('is at home again after "back", and knows where it was after "forward"', async () => {
    const page = await browsing.page();
    await page.goto(`${served.url}ui/`);
    await page.locator('.top nav a', { hasText: 'Machines' }).click();
    await page.getByRole('heading', { name: /^The machines of/ }).waitFor();
    await page.goBack();
    await page.locator('.question').first().waitFor();
    await page.goForward();
    await page.getByRole('heading', { name: /^The machines of/ }).waitFor();
    await page.close();
  });
});
