import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;

/**
 * What the first page says of the catalogue, worked out when the page is built: the machines themselves are fetched when
 * somebody looks at a run.
 */
const summary = (): Plugin => ({
  name: 'oomlab-summary',
  resolveId: (id) => (id === 'virtual:summary' ? '\0summary' : undefined),
  async load(id) {
    if (id !== '\0summary') return undefined;
    const { summaryOf } = (await import(join(root, 'dist/src/check/summary.js'))) as {
      readonly summaryOf: (scenarios: unknown, kernels: unknown) => unknown;
    };
    const { scenarios, kernels } = (await import(join(root, 'dist/machines/index.js'))) as {
      readonly scenarios: unknown;
      readonly kernels: unknown;
    };
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
    const text = JSON.stringify({ version, ...(summaryOf(scenarios, kernels) as object) });
    return `export const summary = JSON.parse(${JSON.stringify(text)});`;
  },
});

/** The built page allows scripts of its own and nothing else, whoever serves it. */
const policy = (): Plugin => ({
  name: 'oomlab-policy',
  apply: 'build',
  async transformIndexHtml(html) {
    const { pagePolicy } = (await import(join(root, 'dist/src/cli/page-policy.js'))) as {
      readonly pagePolicy: (scripts: string) => string;
    };
    return html.replace(
      '<meta charset="utf-8" />',
      `<meta charset="utf-8" />\n<meta http-equiv="Content-Security-Policy" content="${pagePolicy("'self'")}" />`,
    );
  },
});

export default defineConfig({
  root: join(root, 'src/ui'),
  base: './',
  plugins: [summary(), policy()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: join(root, 'dist/ui'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // A style or script inside another file would need a looser policy.
    assetsInlineLimit: 0,
    license: { fileName: 'THIRD-PARTY.md' },
  },
});
