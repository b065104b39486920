import { COVERAGE_KINDS, reversed, type Coverage, type CoverageKind } from '../explore/index.js';

/** What of one kind was there, and what was not come to. */
export interface Covered {
  readonly missing: readonly string[];
  readonly of: number;
}

export type CoveredKinds = { readonly [kind in CoverageKind]: Covered };

export const coveredBy = (coverage: Coverage): CoveredKinds =>
  kinds((kind) => ({ missing: coverage[kind], of: coverage.of[kind].length }));

/** What several searches together did not come to. */
export function coveredByAll(coverages: readonly Coverage[]): CoveredKinds {
  return kinds((kind) => {
    const all = new Set(coverages.flatMap((one) => one.of[kind]));
    if (kind === 'oneOrder') {
      const missing = [...all].filter((order) => !all.has(reversed(order)));
      return { missing: missing.sort(), of: all.size };
    }
    const missed = coverages.map((one) => new Set(one[kind]));
    const met = new Set(coverages.flatMap((one, i) => one.of[kind].filter((name) => !missed[i]?.has(name))));
    return { missing: [...all].filter((name) => !met.has(name)).sort(), of: all.size };
  });
}

const kinds = (give: (kind: CoverageKind) => Covered): CoveredKinds =>
  Object.fromEntries(COVERAGE_KINDS.map((kind) => [kind, give(kind)])) as CoveredKinds;

/** In one line. */
export function coverageLine({ fragments, transitions, neverEnabled, oneOrder }: CoveredKinds): string {
  const part = ({ missing, of }: Covered, what: string): string => `${of - missing.length} of ${of} ${what}`;
  return [
    part(fragments, 'fragments entered'),
    part(transitions, 'transitions of those taken'),
    part(neverEnabled, 'waits at some time possible'),
    part(oneOrder, 'meetings seen in both orders'),
  ].join(', ');
}

/** By name, what is missing. */
export const coverageList = (covered: CoveredKinds): string[] =>
  COVERAGE_KINDS.flatMap((kind) => covered[kind].missing.map((name) => `${WORDS[kind]} ${name}`));

const WORDS: { readonly [kind in CoverageKind]: string } = {
  fragments: 'not entered:',
  transitions: 'not taken:',
  neverEnabled: 'never possible:',
  oneOrder: 'one order only:',
};
