import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServedPage } from '../../src/cli/page-server.js';
import { browse, type Browsing } from './support/browser.js';
import { hangOf, linkOf } from './support/runs.js';
import { serve } from './support/serve.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { token } = hangOf('imutex-charge', 'v3.11');

/** Every page, with what must be there before it is looked at. */
const PAGES: readonly (readonly [string, string, string])[] = [
  ['home', '#/home', '.question[open] .verdicts'],
  ['run', '#/run/imutex-charge/v3.11', '.row-card .badge.ok'],
  ['finding', linkOf(token, { at: 30, of: 'hangs' }), 'g.state.active'],
  ['finding, columns', linkOf(token, { tab: 'columns' }), '.columns pre'],
  ['finding, charts', linkOf(token, { tab: 'charts' }), '.actor-card'],
  ['finding, details', linkOf(token, { tab: 'details', at: 30 }), '.facts h2'],
  ['explore', linkOf(token, { page: 'explore' }), '.graph .here'],
  ['compare', '#/compare/slab-at-limit/v4.18?of=rfc-20180620', '.pair svg'],
  ['compare runs', linkOf(token, { page: 'compare' }), '.beside .split'],
  ['live', '#/live/imutex-charge/v4.19', '.actor-card'],
  ['machines', '#/machines/x/v4.19?of=oom_reaper', '.picture-view svg'],
  ['a broken link', '#/finding/imutex-charge/v3.11?run=zzz', '[role=alert]'],
];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What is opened or pressed before the page is judged. */
const PREPARED: { readonly [name: string]: (page: Awaited<ReturnType<Browsing['page']>>) => Promise<void> } = {
  home: (page) => page.locator('summary', { hasText: 'imutex-charge' }).click(),
  run: (page) => page.getByRole('button', { name: /^Check/ }).click(),
};

const WIDTHS = [1440, 1024, 390];
const THEMES = ['light', 'dark'] as const;

/** What a theme can change is colours: of the second one nothing else is asked, but in `npm run test:all`. */
const asked = (theme: string): string =>
  theme === 'light' || process.env['OOMLAB_TEST_ALL']
    ? '{}'
    : "{ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }";

describe(`at ${WIDTHS.join(', ')} pixels, in light and dark`, () => {
  let served: ServedPage;
  let browsing: Browsing;
  beforeAll(async () => {
    served = await serve();
    browsing = await browse();
  });
  afterAll(async () => {
    await browsing.close();
    await served.close();
  });

  it.each(PAGES)('%s has no violation of axe, and no line wider than the page', async (name, fragment, ready) => {
    const page = await browsing.page();
    await page.goto(`${served.url}${fragment}`);
    await PREPARED[name]?.(page);
    // In narrow pages some of it is behind a tab.
    await page.locator(ready).first().waitFor({ state: 'attached' });
    await page.evaluate(AXE);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
        const found = await page.evaluate<readonly Violation[]>(
          `axe.run(document, ${asked(colorScheme)}).then(({ violations }) => violations)`,
        );
        const said = found.map(({ id, nodes }) => [width, colorScheme, id, nodes[0]?.html, nodes[0]?.failureSummary]);
        expect(said).toEqual([]);
      }
      const wider = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([width, Math.max(0, wider)]).toEqual([width, 0]);
    }
    await page.close();
  });
});
