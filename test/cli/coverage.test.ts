import { describe, expect, it } from 'vitest';
import { oomlab } from './support/oomlab.js';

describe('check --coverage', () => {
  it('counts per row and over all, and names what is missing', async () => {
    const { out, exit } = await oomlab(['check', 'abba', '--kernel', 'old', 'new', '--coverage']);
    expect(exit).toBe(0);
    expect(
      out.match(/\n {4}coverage {4}\d+ of \d+ fragments entered, .* meetings seen in both orders\n/g),
    ).toHaveLength(2);
    expect(out).toMatch(/\ncoverage of all rows together: \d+ of \d+ fragments entered/);
  });

  it('is in JSON, per row and for all', async () => {
    const { out } = await oomlab(['check', 'abba', '--kernel', 'old', 'new', '--coverage', '--json']);
    const { rows, coverage } = JSON.parse(out) as {
      readonly rows: readonly {
        readonly coverage: { readonly transitions: { readonly missing: string[]; readonly of: number } };
      }[];
      readonly coverage: { readonly transitions: { readonly missing: string[]; readonly of: number } };
    };
    expect(rows).toHaveLength(2);
    for (const one of rows)
      expect(one.coverage.transitions.missing.length).toBeGreaterThanOrEqual(coverage.transitions.missing.length);
  });

  it.each([
    ['--reduce', 'por'],
    ['--storage', 'compact'],
  ])('goes without %s %s', async (...args) => {
    const { err, exit } = await oomlab(['check', 'abba', '--kernel', 'old', '--coverage', ...args]);
    expect(exit).toBe(2);
    expect(err).toContain('E123 --coverage looks at all states and steps');
  });
});
