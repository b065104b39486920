import { coveredBy } from './coverage-text.js';
import type { Row } from '../check/row.js';

/** A row as scripts read it (design.md, section 6): a witness is a token or null; what is not in the design comes last. */
export function rowJson(row: Row): { readonly [field: string]: unknown } {
  const { scenario, kernel, verdict, complete, states, steps, depth, ms, deviations, liveRuns } = row;
  const { stoppedBy, died, omission, sample, coverage, reduced, preemptions, fromStep } = row;
  return {
    scenario,
    kernel,
    verdict,
    complete,
    states,
    steps,
    depth,
    ms,
    outcomes: row.outcomes.map(({ name, verdict: found, witness, witnesses, expected }) => ({
      name,
      verdict: found,
      witness: witness?.token ?? null,
      witnesses: witnesses.map(({ token }) => token),
      ...(witness?.shrunkFrom === undefined ? {} : { shrunkFrom: witness.shrunkFrom }),
      ...(expected === undefined ? {} : { expected }),
    })),
    properties: row.properties.map(({ id, verdict: found, fairness, counterexample, why, vacuous, expected }) => ({
      id,
      verdict: found,
      ...(fairness === undefined ? {} : { fairness }),
      ...(counterexample === undefined ? {} : { counterexample }),
      ...(why === undefined ? {} : { why }),
      ...(vacuous === undefined ? {} : { vacuous }),
      ...(expected === undefined ? {} : { expected }),
    })),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    ...(died === undefined ? {} : { died }),
    ...(omission === undefined ? {} : { omission }),
    ...(sample === undefined ? {} : { sample }),
    ...(reduced === undefined ? {} : { reduced }),
    ...(coverage === undefined ? {} : { coverage: coveredBy(coverage) }),
    ...(preemptions === undefined ? {} : { preemptions }),
    ...(fromStep === undefined ? {} : { fromStep }),
    liveRuns,
    deviations,
  };
}
