import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The page of a report: one script and one style sheet, which `oomlab show --format html` puts into one file. */
export default defineConfig({
  root: join(import.meta.dirname, 'src/ui/report'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, 'dist/report'),
    emptyOutDir: true,
    target: 'es2023',
    cssCodeSplit: false,
    lib: { entry: 'main.tsx', formats: ['iife'], name: 'report', fileName: () => 'report.js', cssFileName: 'report' },
  },
  define: { 'process.env.NODE_ENV': '"production"' },
});
