import type { Trace } from '../trace/index.js';

/** A trace as data: its cast, what each step did, and where each thread stands at the end. */
export const traceJson = ({ system, steps, standings, loopStart }: Trace): { readonly [field: string]: unknown } => ({
  actors: system.actors.map(({ id, machine: { spec } }) => ({ id, machine: spec.id, kind: spec.kind })),
  steps: steps.map(({ number, choice, among, actor, inside, parts, changes, enabledAfter }) => ({
    number,
    choice,
    among,
    actor,
    inside: inside ?? null,
    parts,
    changes,
    enabledAfter,
  })),
  standings: standings.map(({ inside, ...standing }) => ({ ...standing, inside: inside ?? null })),
  loopStart: loopStart ?? null,
});
