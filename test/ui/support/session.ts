import { afterAll, beforeAll, expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { ServedPage } from '../../../src/cli/page-server.js';
import { browse, type BrowseOptions, type Browsing } from './browser.js';
import { serve } from './serve.js';

/** A served page and a browser for all tests of a file. */
export interface Session {
  readonly url: string;
  readonly browsing: Browsing;
  /** A new page at a fragment. */
  open(fragment: string): Promise<Page>;
}

/** When all is done, nothing was asked of anybody else, no script failed, and the policy refused nothing. */
export function session(options: BrowseOptions = {}): () => Session {
  let served: ServedPage | undefined;
  let browsing: Browsing | undefined;
  beforeAll(async () => {
    served = await serve();
    browsing = await browse(options);
  });
  afterAll(async () => {
    const { requests = [], complaints = [] } = browsing ?? {};
    await browsing?.close();
    await served?.close();
    expect(
      requests.filter(
        (url) => !url.startsWith(served?.url ?? '') && !url.startsWith('blob:') && !url.startsWith('data:'),
      ),
    ).toEqual([]);
    expect(complaints).toEqual([]);
  });
  return () => {
    if (served === undefined || browsing === undefined) throw new Error('the session has not begun');
    const { url } = served;
    const { context } = browsing;
    return {
      url,
      browsing,
      async open(fragment) {
        const page = await context.newPage();
        await page.goto(`${url}${fragment}`);
        return page;
      },
    };
  };
}
