import type { Row } from './row.js';

/** A row as scripts read it (design.md, section 6): a witness is a token or null; what is not in the design comes last. */
export function rowJson(row: Row): { readonly [field: string]: unknown } {
  const { scenario, kernel, verdict, complete, states, steps, depth, ms, stoppedBy, deviations } = row;
  return {
    scenario,
    kernel,
    verdict,
    complete,
    states,
    steps,
    depth,
    ms,
    outcomes: row.outcomes.map(({ name, verdict: found, witness, expected }) => ({
      name,
      verdict: found,
      witness: witness?.token ?? null,
      ...(expected === undefined ? {} : { expected }),
    })),
    properties: row.properties.map(({ id, verdict: found, counterexample, why, expected }) => ({
      id,
      verdict: found,
      ...(counterexample === undefined ? {} : { counterexample }),
      ...(why === undefined ? {} : { why }),
      ...(expected === undefined ? {} : { expected }),
    })),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    deviations,
  };
}
