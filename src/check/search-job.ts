import type { Fairness, OutcomeVerdict, Value, TextFile } from '../model/index.js';
import type {
  Coverage,
  Progress,
  PropertyVerdict,
  ReductionName,
  Sample,
  Storage,
  StoppedBy,
} from '../explore/index.js';

/** The orders of exploration of design.md section 6 that this version has. */
export const STRATEGIES = ['bfs', 'dfs', 'sleep', 'random', 'pct', 'pctcp', 'portfolio', 'bounded', 'replay'] as const;
export type StrategyName = (typeof STRATEGIES)[number];

/** Whether it draws at random, and so depends on the seed. */
export const isRandom = (strategy: StrategyName): boolean => ['random', 'pct', 'pctcp', 'portfolio'].includes(strategy);

/**
 * Which reductions a search may use, by the word for them. `auto`: symmetry where it keeps all that is asked, and not a word if
 * the system does not admit it.
 */
export const REDUCTIONS_OF = {
  auto: ['symmetry'],
  none: [],
  symmetry: ['symmetry'],
  por: ['por'],
  all: ['symmetry', 'por'],
} as const satisfies { readonly [word: string]: readonly ReductionName[] };
export const REDUCE = [
  'auto',
  'none',
  'symmetry',
  'por',
  'all',
] as const satisfies readonly (keyof typeof REDUCTIONS_OF)[];

export const STORAGES = ['exact', 'compact'] as const satisfies readonly Storage[];

/**
 * Which runs live actors must take before anybody is shown them. Those that violate something or hang, and all of a row that
 * fails, always; those to ends, which are many and long, on request.
 */
export type Confirmation = 'counterexamples' | 'all';

/** What one search must not exceed; what is absent is unbounded. */
export interface JobBounds {
  readonly states?: number;
  readonly ms?: number;
  /** Steps from the start. */
  readonly depth?: number;
  /** Of states, their table and edges. */
  readonly bytes?: number;
}

/** What a strategy that draws at random is to draw. */
export interface Sampling {
  readonly seed: number;
  readonly runs: number;
  /** Of pct: the bugs looked for come of so many orderings. */
  readonly bugDepth: number;
}

/** One search to do, as data that crosses to a process: a scenario on a kernel. */
export interface SearchJob {
  readonly scenario: string;
  /** What the scenario is made from, where it is written in text: a process has no other way to it. */
  readonly text?: TextFile;
  readonly kernel: string;
  /** Files of patches on top of the kernel, as absolute paths. */
  readonly patches: readonly string[];
  /** Only so many of the kernel's own patches, the oldest: a step on the way to it. All unless said otherwise. */
  readonly ownPatches?: number;
  readonly params: { readonly [name: string]: Value };
  /** Breadth first unless said otherwise. */
  readonly strategy?: StrategyName;
  /** A token of this very model: the run to replay, or the run at whose end another strategy begins. */
  readonly from?: string;
  readonly bounds?: JobBounds;
  /** Of the strategy bounded: the most preemptions of a run. */
  readonly preemptions?: number;
  /** Of the strategies that draw at random. */
  readonly sampling?: Sampling;
  /** None unless said otherwise. */
  readonly reductions?: readonly ReductionName[];
  /** Search even what does the same as a row that was searched before. */
  readonly searchAnyway?: true;
  /** Somebody asked for them, and is told of those that could not be used. */
  readonly reductionsNamed?: true;
  /** Exact unless said otherwise. */
  readonly storage?: Storage;
  /** Different runs to keep for each outcome; one unless said otherwise. */
  readonly witnesses?: number;
  /** Counterexamples unless said otherwise. */
  readonly confirmation?: Confirmation;
  /** Look also at what the search did not come to. */
  readonly coverage?: true;
  /** Judge this property and nothing else. */
  readonly property?: string;
  /** A guess at how large it is beside others: a pool that knows it begins with the large ones. */
  readonly weight?: number;
}

/** A run that shows something. */
export interface Evidence {
  readonly token: string;
  /** What each step did, in one line. */
  readonly steps: readonly string[];
  /** How many of its last steps repeat for ever, 0 where it stays in its last state; absent of a run that only gets there. */
  readonly loop?: number;
  /** How many steps it had before it was shrunk; absent of what was not. */
  readonly shrunkFrom?: number;
}

export interface OutcomeFinding {
  readonly name: string;
  readonly verdict: OutcomeVerdict | 'unknown';
  /** A run to an end that has the outcome. */
  readonly witness?: Evidence;
  /** As many different ones as were asked for and there are; `witness` is the first. */
  readonly witnesses: readonly Evidence[];
  /** Where the scenario expects `always`: a run to an end that lacks it. */
  readonly without?: Evidence;
}

export interface PropertyFinding {
  readonly id: string;
  readonly verdict: PropertyVerdict;
  /** What the scheduler is trusted with; of a liveness property, and part of its verdict. */
  readonly fairness?: Fairness;
  readonly why?: string;
  readonly counterexample?: Evidence;
  /** It holds because this, its premise, never came true. */
  readonly vacuous?: string;
}

/** What a search found, as data that crosses from a process. */
export interface SearchReport {
  /** The kernel's id with its patches: `v4.18+my-fix`. */
  readonly kernel: string;
  readonly complete: boolean;
  readonly stoppedBy?: StoppedBy;
  /** With hash compaction, the chance that a state was left out. */
  readonly omission?: number;
  /** Of a search that was to use reductions: those it used, and those it could not, and why. */
  readonly reduced?: {
    readonly by: readonly string[];
    readonly off: readonly { readonly reduction: ReductionName; readonly why: string }[];
  };
  /** What it did not come to, where that was asked for. */
  readonly coverage?: Coverage;
  /** Of a strategy that takes runs. */
  readonly sample?: Sample;
  /** Of a strategy that counts them: all runs with so many preemptions were followed. */
  readonly preemptions?: number;
  /** The process that searched is gone, and what it had found with it: killed, or out of heap. */
  readonly died?: true;
  /** Of a kernel without some of its own patches: those that are left make none that runs. */
  readonly broken?: true;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly ms: number;
  readonly outcomes: readonly OutcomeFinding[];
  readonly properties: readonly PropertyFinding[];
  /** How many different runs were run again by live actors, and went the same. */
  readonly liveRuns: number;
}

/** How far one search has come. */
export interface SearchProgress extends Progress {
  /** What it came to so far, by name: outcomes, and safety properties that were violated. */
  readonly seen?: readonly string[];
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

/** Who searches: how many at a time, which share the machine's memory, and how. */
export interface Searching {
  readonly workers: number;
  readonly searchAll: SearchAll;
}
