import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { browse } from './support/browser.js';
import { hangOf, linkOf } from './support/runs.js';
import { serve } from './support/serve.js';

/** The pictures of the README, taken of the built page: `npm run screenshots`. */
const folder = resolve(import.meta.dirname, '../../docs/images');
const hang = hangOf('imutex-charge', 'v3.11');
const { noReturn, schedule } = hang;
const lost = hangOf('killer-enabled-early', 'v6.5');

interface Picture {
  readonly name: string;
  readonly fragment: string;
  readonly theme: 'light' | 'dark';
  /** What must be there, and what is done first. */
  readonly ready: (page: Page) => Promise<unknown>;
}

const PICTURES: readonly Picture[] = [
  {
    name: 'finding',
    fragment: linkOf(lost.token, { of: 'hangs' }),
    theme: 'light',
    async ready(page) {
      await page.getByText('It is decided by the order of steps').waitFor();
      await page.keyboard.press('Shift+N');
      await page.locator('g.state.active').first().waitFor({ state: 'attached' });
    },
  },
  {
    name: 'explore',
    fragment: linkOf(hang.token, { page: 'explore' }),
    theme: 'dark',
    async ready(page) {
      await page
        .locator('.path button')
        .nth(schedule.length - noReturn + 1)
        .click();
      await page.locator('.graph .here').waitFor();
    },
  },
  {
    name: 'compare',
    fragment: '#/compare/slab-at-limit/v4.18?of=rfc-20180620',
    theme: 'light',
    async ready(page) {
      await page.getByRole('button', { name: 'Search both and compare' }).click();
      await page.getByText('both complete').waitFor();
      await page.locator('.pair svg').nth(1).waitFor();
    },
  },
  {
    name: 'live',
    fragment: '#/live/imutex-charge/v4.19',
    theme: 'dark',
    async ready(page) {
      await page.getByLabel('ms a step').fill('20');
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByText(/1 kill /).waitFor();
      await page.locator('.actor-card svg').first().waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.locator('g.state.active').first().waitFor({ state: 'attached' });
    },
  },
];

mkdirSync(folder, { recursive: true });
const served = await serve();
for (const { name, fragment, theme, ready } of PICTURES) {
  const browsing = await browse({ width: 1440, height: 900, theme });
  const page = await browsing.page();
  await page.goto(`${served.url}${fragment}`);
  await ready(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: resolve(folder, `${name}.png`) });
  await browsing.close();
  process.stdout.write(`docs/images/${name}.png\n`);
}
await served.close();
