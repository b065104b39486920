import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One worker a core: the catalogue's searches are memory-bound, and more only wait for each other.
    maxWorkers: 2,
  },
});
