import type { Context, Fairness, Patch } from '../model/index.js';
import type { TraceStep } from '../trace/index.js';

/** An actor of a run that is looked at. */
export interface PlayedActor {
  readonly index: number;
  readonly id: string;
  readonly machine: string;
  readonly kind: 'thread' | 'object' | 'observer';
  /** What the machine is, in a sentence. */
  readonly description: string;
}

/** Where an actor is, and what it remembers. */
export interface Place {
  /** The active leaves: `charge.reclaim`. */
  readonly path: string;
  readonly context: Context;
  readonly finished: boolean;
  readonly idle: boolean;
}

/** A step that could be taken next. */
export interface Next {
  readonly choice: number;
  readonly actor: string;
  /** What it does, with the answer that it gets. */
  readonly text: string;
}

/** A property as it stands in one state. */
export interface Claim {
  readonly id: string;
  readonly kind: string;
  readonly description: string;
  readonly fairness?: Fairness;
  /**
   * `met` and `not yet` are of what must come about some time, and say nothing against the run; where nothing can move any more,
   * what has not come about is violated.
   */
  readonly standing: 'holds' | 'violated' | 'met' | 'not yet';
}

/** What a state comes to as a whole. */
export interface Situation {
  readonly kind: 'open' | 'end' | 'deadlock';
  /** The outcomes of an end; `hangs` of a deadlock. */
  readonly outcomes: readonly string[];
}

/** A fragment that a step happens in, and who wrote it last. */
export interface Source {
  readonly fragment: string;
  readonly machine: string;
  readonly patch?: Pick<Patch, 'id' | 'commits' | 'summary'>;
}

/**
 * A run that can be looked at step by step. State `at` is the one before step `at`, so there is one state more than steps.
 * Pages draw from this alone; behind it is a system that can go on, or the pages of a report.
 */
export interface Playback {
  readonly scenario: string;
  readonly question: string;
  readonly kernel: string;
  readonly params: { readonly [name: string]: number };
  readonly actors: readonly PlayedActor[];
  readonly length: number;
  readonly token: string;
  /** The step before which the state was the one after the last: from there on it may repeat for ever. */
  readonly loopStart: number | undefined;
  step(number: number): TraceStep;
  placesAt(at: number): readonly Place[];
  nextAt(at: number): readonly Next[];
  /** Threads that have something to do of which nothing is enabled, by index. */
  blockedAt(at: number): ReadonlySet<number>;
  /** Objects that are otherwise than at the start, as a lock is that somebody holds. */
  heldAt(at: number): ReadonlySet<number>;
  claimsAt(at: number): readonly Claim[];
  situationAt(at: number): Situation;
  /** What an actor's active state stands for, innermost first. */
  meaningsAt(at: number, actor: number): readonly { readonly state: string; readonly description: string }[];
  /** Where in its code the actor of a step is, innermost first. */
  sourcesOf(number: number): readonly Source[];
}
