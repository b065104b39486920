import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages } from '../../machines/pages/index.js';
import { catalogue } from '../../src/cli/catalogue.js';
import { Laboratory } from '../../src/cli/pages/laboratory.js';
import { blockText, pageText } from '../../src/cli/pages/page-text.js';
import { drawn } from '../../src/cli/pages/run.js';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const laboratory = new Laboratory(catalogue, { root });

/** Half a minute of searches on one core, and others may be at work. */
const PATIENCE_MS = 600_000;

describe('the pages written from searches', () => {
  const files = pages.map((page) => [`docs/${page.id}.md`, page] as const);
  if (process.env['OOMLAB_TEST_ALL']) {
    it.each(files)(
      'is %s as the searches have it; to mend it, run `npm run docs`',
      async (file, page) => {
        expect(read(file)).toBe(await pageText(page, laboratory));
      },
      PATIENCE_MS,
    );
  } else {
    it.each(files)(
      'has %s all blocks as the searches have them, but for those that compare whole catalogues; to mend it, run `npm run docs`',
      async (file, { blocks }) => {
        const text = read(file);
        let at = 0;
        for (const block of blocks) {
          if (typeof block !== 'string' && block.kind === 'sameness') continue;
          const expected = await blockText(block, blocks, laboratory);
          expect(text.slice(at)).toContain(expected);
          at = text.indexOf(expected, at) + expected.length;
        }
      },
      PATIENCE_MS,
    );
  }

  it('are linked from the README, and lead nowhere but to files that there are', () => {
    for (const { id } of pages) expect(read('README.md')).toContain(`](docs/${id}.md)`);
    for (const { id } of pages) {
      const links = [...read(`docs/${id}.md`).matchAll(/\]\(([^)#]+)(?:#([^)]*))?\)/g)];
      for (const [, file = '', anchor] of links) {
        const text = read(join('docs', file));
        const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => anchorOf(title));
        if (anchor !== undefined) expect(anchors).toContain(anchor);
      }
    }
  });

  it('stay within 72 columns where they draw a run, in ASCII', () => {
    const drawings = pages.flatMap(({ id }) => [...read(`docs/${id}.md`).matchAll(/```\n(\S+ on \S+\n[\s\S]*?)```/g)]);
    expect(drawings.length).toBeGreaterThan(0);
    for (const [, text = ''] of drawings) {
      expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
    }
  });

  it('name no commit that no patch of the catalogue has', () => {
    const known = new Set(
      catalogue.kernels.flatMap(({ patches }) => patches.flatMap(({ commits }) => commits.map(({ id }) => id))),
    );
    for (const { id } of pages) {
      const ids = read(`docs/${id}.md`).match(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12}\b/g) ?? [];
      expect(ids.filter((one) => !known.has(one))).toEqual([]);
    }
  });
});

describe('the README', () => {
  it('shows the counterexample that the search finds', async () => {
    const shown = await drawn({ scenario: 'killer-enabled-early', name: 'hangs', kernel: 'v6.5' }, laboratory);
    expect(read('README.md')).toContain(`\`\`\`\n${shown}\`\`\``);
  });
});

/** As GitHub makes them of headings. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
