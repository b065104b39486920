import type { Schedule } from '../../system/index.js';
import type { Batch } from '../batch.js';
import type { IntList } from '../numbers.js';
import type { StateSpace } from '../state-space.js';

/** Why a search ended before it was complete. */
export type StoppedBy = 'states' | 'depth' | 'time' | 'memory' | 'interrupt' | 'schedule' | 'runs' | 'preemptions';

export interface Progress {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  /** Bytes that the states and edges take. */
  readonly bytes: number;
}

export interface Control {
  /** The search goes no further than so many steps from its start. */
  readonly maxDepth: number;
  /** Asked before each batch; an answer ends the search. `batch` is the most states that it may hold. */
  stop(progress: Progress): StoppedBy | undefined;
  /** Whether a bound might be reached if up to so many successors that are under way were new states. */
  isNear(progress: Progress, ahead: number): boolean;
  /** To be called for each batch when its successors are numbered. */
  expanded(batch: Batch): void;
  /** How many states the next batch may hold, so that a small bound is met closely. */
  batchOf(states: number): number;
}

/** The edges of an explored graph: those of state `s` are `targets[starts[s]] … targets[starts[s + 1] - 1]`. */
export interface Edges {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/** What a search by runs says of them. */
export interface Sample {
  readonly runs: number;
  /** How many of them were cut off, being too long. */
  readonly cut: number;
  /** The most steps that a run took. */
  readonly longest: number;
  /** How many threads, of actors and of mail, took steps in some run. */
  readonly threads: number;
  /** Steps that were one of several alternatives of their thread, among which no schedule chooses. */
  readonly alternatives: number;
  /**
   * What such runs promise, where they do: a bug of this depth, within so many steps, is missed by all of them with this chance,
   * at most.
   */
  readonly promise?: {
    readonly bugDepth: number;
    readonly length: number;
    readonly missed: number;
    /** What priorities belong to: threads or, of the variant for message passing, chains of steps. */
    readonly lanes: number;
  };
}

/** Runs up to the order of independent steps. */
export interface Traces {
  readonly complete: number;
  readonly blocked: number;
}

/** How far an exploration went. */
export interface Walk {
  readonly steps: number;
  /** Breadth-first levels, or the longest way gone for strategies that do not go by levels. */
  readonly depth: number;
  readonly stoppedBy?: StoppedBy;
  readonly expanded: number;
  isExpanded(state: number): boolean;
  /** The expanded states without a step, by number. */
  readonly terminals: IntList;
  /** Absent where they were not kept; then they can be worked out again from the states. */
  readonly edges?: Edges;
  /** Of a strategy that takes runs. */
  readonly sample?: Sample;
  /** Of a strategy that counts them: all runs with so many preemptions were followed. */
  readonly preemptions?: number;
  /** Of a strategy that takes one run of each trace: how many came to an end, and how many led only to what was followed before. */
  readonly traces?: Traces;
  /** The schedule of its first way to a state, where that is not the one that the store has. */
  readonly wayTo?: (state: number) => Schedule | undefined;
}

/** An order in which states are expanded. It decides what is found first, never what there is. */
export interface Strategy {
  readonly name: string;
  /** Whether the way by which it first comes to a state is a shortest one. */
  readonly shortest: boolean;
  /** Whether it may be kept from states that can tell nothing new. */
  readonly reducible: boolean;
  explore(space: StateSpace, control: Control): Walk;
}
