import type { Row } from '../../check/row.js';
import type { SearchJob, SearchProgress, SearchReport } from '../../check/search-job.js';
import type { SummaryScenario } from '../../check/summary.js';
import type { Reasons } from '../../check/explained.js';
import type { ScenarioDiff } from '../../check/kernel-diff.js';
import type { ErrorCode, TextFile } from '../../model/index.js';
import type { Ahead, Landscape } from './outlook.js';

/** A scenario on a kernel with its numbers, as the worker is told of it. */
export interface Subject {
  readonly scenario: string;
  readonly kernel: string;
  readonly params: { readonly [name: string]: number };
  readonly text?: TextFile;
}

/** A difference without the predicates of its scenario, which cannot leave the worker. */
export type Compared = Omit<ScenarioDiff, 'scenario'>;

/** What the worker can be asked, and what it answers. */
export interface Work {
  readonly check: { readonly ask: SearchJob; readonly answer: Row };
  readonly why: { readonly ask: Subject & { readonly schedule: readonly number[] }; readonly answer: Reasons | null };
  readonly diff: {
    readonly ask: Subject & { readonly against: string; readonly reports: readonly [SearchReport, SearchReport] };
    readonly answer: Compared;
  };
  /** Explores all of it once, so that `ahead` and `landscape` can be asked. */
  readonly survey: { readonly ask: Subject; readonly answer: { readonly states: number; readonly complete: boolean } };
  readonly ahead: { readonly ask: { readonly schedule: readonly number[] }; readonly answer: Ahead | null };
  readonly landscape: { readonly ask: { readonly schedule: readonly number[] }; readonly answer: Landscape | null };
  /** What there is to say about a scenario that is in no list: one in text, if it says what it must, or one with people let in. */
  readonly understand: {
    readonly ask: { readonly scenario?: string; readonly text?: TextFile };
    readonly answer: SummaryScenario;
  };
}

export type WorkName = keyof Work;

export interface Request<Name extends WorkName = WorkName> {
  readonly id: number;
  readonly name: Name;
  readonly ask: Work[Name]['ask'];
  /** While this can be fetched, nobody wants the work to stop. */
  readonly stop: string;
}

/** An error's class does not survive the way, its words do. */
export interface Refusal {
  readonly code: ErrorCode | 'internal' | 'offline';
  readonly message: string;
  readonly mend: string;
}

export type Reply =
  | { readonly id: number; readonly kind: 'progress'; readonly progress: Omit<SearchProgress, 'job'> }
  | { readonly id: number; readonly kind: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly kind: 'refused'; readonly refusal: Refusal };
