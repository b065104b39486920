import type { Commit } from '../model/index.js';
import type { TraceStep } from '../trace/index.js';
import type { Claim, Next, Place, PlayedActor, Situation } from './playback.js';
import type { Recorded } from './recorded.js';

/** A run with all there is to see of it, as plain data: it needs no machines to be looked at. */
export interface ReportedRun {
  readonly version: 1;
  readonly scenario: string;
  readonly question: string;
  readonly kernel: string;
  readonly params: { readonly [name: string]: number };
  readonly token: string;
  readonly actors: readonly PlayedActor[];
  readonly loopStart: number | null;
  readonly steps: readonly Omit<TraceStep, 'enabledAfter'>[];
  /** Where each actor begins; after that, by step, whoever changed. */
  readonly start: readonly Place[];
  readonly moves: readonly { readonly [actor: number]: Place }[];
  readonly states: readonly ReportedState[];
  /** The last state as a whole. */
  readonly end: Situation;
  /** By step, the functions that it happens in, innermost first. */
  readonly inside: readonly (readonly string[])[];
  /** By machine and function, the patch that wrote it last. */
  readonly written: { readonly [machine: string]: { readonly [fragment: string]: ReportedPatch } };
  /** By machine and path, what a state stands for, innermost first. */
  readonly meanings: { readonly [machine: string]: { readonly [path: string]: ReturnType<Recorded['meaningsAt']> } };
}

export interface ReportedState {
  readonly next: readonly Next[];
  readonly blocked: readonly number[];
  readonly held: readonly number[];
  readonly claims: readonly Claim[];
}

export interface ReportedPatch {
  readonly id: string;
  readonly commits: readonly Commit[];
  readonly summary: string;
}

/** Writes down all that can be seen of a run. */
export function reportOf(run: Recorded): ReportedRun {
  const numbers = Array.from({ length: run.length }, (_, number) => number);
  const states = [...numbers, run.length];
  const start = run.placesAt(0).map(plain);
  const meanings: { [machine: string]: { [path: string]: ReturnType<Recorded['meaningsAt']> } } = {};
  const written: { [machine: string]: { [fragment: string]: ReportedPatch } } = {};
  for (const at of states) {
    for (const [actor, { path }] of run.placesAt(at).entries()) {
      const { machine } = run.actors[actor] as PlayedActor;
      (meanings[machine] ??= {})[path] ??= run.meaningsAt(at, actor);
    }
  }
  for (const number of numbers) {
    for (const { machine, fragment, patch } of run.sourcesOf(number)) {
      if (patch === undefined) continue;
      const { id, commits, summary } = patch;
      (written[machine] ??= {})[fragment] ??= { id, commits, summary };
    }
  }
  return {
    version: 1,
    scenario: run.scenario,
    question: run.question,
    kernel: run.kernel,
    params: run.params,
    token: run.token,
    actors: run.actors,
    loopStart: run.loopStart ?? null,
    steps: numbers.map((number) => {
      const { enabledAfter: _, ...step } = run.step(number);
      return step;
    }),
    start,
    moves: numbers.map((number) => {
      const [before, after] = [run.placesAt(number), run.placesAt(number + 1)];
      const moved = after.flatMap((place, actor) => (place === before[actor] ? [] : [[actor, plain(place)] as const]));
      return Object.fromEntries(moved);
    }),
    states: states.map((at) => ({
      next: run.nextAt(at),
      blocked: [...run.blockedAt(at)],
      held: [...run.heldAt(at)],
      claims: run.claimsAt(at),
    })),
    end: run.situationAt(run.length),
    inside: numbers.map((number) => run.sourcesOf(number).map(({ fragment }) => fragment)),
    written,
    meanings,
  };
}

/** A host's view of an actor has more than is shown. */
const plain = ({ path, context, finished, idle }: Place): Place => ({ path, context, finished, idle });
