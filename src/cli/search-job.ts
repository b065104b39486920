import type { OutcomeVerdict, Value } from '../model/index.js';
import type { Progress, PropertyVerdict, StoppedBy } from '../explore/index.js';

/** One search to do, as data that crosses to a thread: a scenario on a kernel. */
export interface SearchJob {
  readonly scenario: string;
  readonly kernel: string;
  /** Files of patches on top of the kernel, as absolute paths. */
  readonly patches: readonly string[];
  readonly params: { readonly [name: string]: Value };
  readonly maxStates?: number;
  readonly maxMs?: number;
  /** Judge this property and nothing else. */
  readonly property?: string;
}

/** A run that shows something. */
export interface Evidence {
  readonly token: string;
  /** What each step did, in one line. */
  readonly steps: readonly string[];
}

export interface OutcomeFinding {
  readonly name: string;
  readonly verdict: OutcomeVerdict | 'unknown';
  /** A run to an end that has the outcome. */
  readonly witness?: Evidence;
  /** Where the scenario expects `always`: a run to an end that lacks it. */
  readonly without?: Evidence;
}

export interface PropertyFinding {
  readonly id: string;
  readonly verdict: PropertyVerdict;
  readonly why?: string;
  readonly counterexample?: Evidence;
}

/** What a search found, as data that crosses from a thread. */
export interface SearchReport {
  /** The kernel's id with its patches: `v4.18+my-fix`. */
  readonly kernel: string;
  readonly complete: boolean;
  readonly stoppedBy?: StoppedBy;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly ms: number;
  readonly outcomes: readonly OutcomeFinding[];
  readonly properties: readonly PropertyFinding[];
}

/** How far one search has come. */
export interface SearchProgress extends Progress {
  readonly job: number;
  readonly ms: number;
}

/** What one is told while searches run. */
export interface SearchWatch {
  onProgress(progress: SearchProgress): void;
  /** In the order in which searches end. */
  onReport(job: number, report: SearchReport): void;
  /** Aborting stops the running searches, which then report what they have; those not begun report nothing. */
  readonly signal: AbortSignal;
}

/** Does all searches. Rejects with the first error, and stops the others then. */
export type SearchAll = (jobs: readonly SearchJob[], watch: SearchWatch) => Promise<void>;
