import { BATCH_STATES } from './batch.js';
import type { Schedule, System } from '../system/index.js';
import { IntList } from './numbers.js';
import { concreteWay } from './reductions/concrete.js';
import type { Reduced } from './reductions/reduction.js';
import type { Permutation } from './reductions/renaming.js';
import type { StateSpace } from './state-space.js';
import type { Edges, Sample, Strategy, StoppedBy, Traces, Walk } from './strategies/strategy.js';
import type { TableHost } from './table.js';

/** The state graph that a strategy has explored, states numbered in the order in which they were found. */
export class Graph {
  readonly system: System;
  readonly host: TableHost;
  readonly space: StateSpace;
  readonly strategy: Strategy;
  /** The steps before its first state. */
  readonly prefix: Schedule;
  private readonly walk: Walk;
  /** What spared it states. Then steps of its states are not always steps of a run: `scheduleTo` finds those. */
  readonly reduced: Reduced;
  private known: Edges | undefined;

  constructor(space: StateSpace, strategy: Strategy, walk: Walk, prefix: Schedule, reduced: Reduced) {
    this.reduced = reduced;
    this.space = space;
    this.system = space.system;
    this.host = space.host;
    this.strategy = strategy;
    this.walk = walk;
    this.known = walk.edges;
    this.prefix = prefix;
  }

  get states(): number {
    return this.space.store.size;
  }

  /** Enabled steps, counted per source state. */
  get steps(): number {
    return this.walk.steps;
  }

  /** Breadth-first levels, or the longest way that another strategy went. */
  get depth(): number {
    return this.walk.depth;
  }

  get stoppedBy(): StoppedBy | undefined {
    return this.walk.stoppedBy;
  }

  /** Of a search by runs, what they were. */
  get sample(): Sample | undefined {
    return this.walk.sample;
  }

  /** Of a search by preemptions: all runs with so many were followed. */
  get preemptions(): number | undefined {
    return this.walk.preemptions;
  }

  /** Of a search by traces, how many there were. */
  get traces(): Traces | undefined {
    return this.walk.traces;
  }

  /** Nothing is left to explore. */
  get complete(): boolean {
    return this.walk.stoppedBy === undefined;
  }

  /** States that were expanded: all of them when complete. */
  get expanded(): number {
    return this.walk.expanded;
  }

  /** All edges at once, where they were kept. */
  get edges(): Edges | undefined {
    return this.known;
  }

  /** The states in which no step is enabled, in the order of their numbers. */
  get terminals(): Int32Array {
    return this.walk.terminals.view().slice().sort();
  }

  isExpanded = (state: number): boolean => this.walk.isExpanded(state);

  /** Successors of a state, one per enabled step, in the order of the enabled list; none of a state that was not expanded. */
  successors(state: number): Int32Array {
    if (!this.isExpanded(state)) return NONE;
    const { edges } = this;
    if (edges !== undefined) return edges.targets.subarray(edges.starts[state], edges.starts[state + 1]);
    return this.space.successorsOf(state).slice();
  }

  /** Loads a state into the host. */
  visit(state: number): void {
    this.space.visit(state);
  }

  /**
   * A schedule from the start: a shortest one, if the strategy's are. With symmetry, into some state that the given one stands
   * for, or into its image where a permutation is given.
   */
  scheduleTo(state: number, to?: Permutation): Schedule {
    const { symmetry } = this.space;
    if (symmetry !== undefined) return concreteWay(this.space, symmetry, this.statesTo(state), to);
    const way = this.walk.wayTo?.(state);
    return way === undefined ? this.scheduleAlong(this.space.store.parents, state) : [...this.prefix, ...way];
  }

  private statesTo(state: number): number[] {
    const { parents } = this.space.store;
    const states = [];
    for (let at = state; at >= 0; at = parents[at] as number) states.push(at);
    return states.reverse();
  }

  /** The schedule of a way that is given backwards: for each state the one before it, −1 before the first. */
  scheduleAlong(before: Int32Array, state: number): Schedule {
    const schedule: number[] = [];
    for (let at = state, from = before[at] as number; from >= 0; at = from, from = before[at] as number) {
      const quick = this.edges !== undefined && this.reduced.applied.length === 0;
      const choice = quick ? this.successors(from).indexOf(at) : this.space.choiceTo(from, at);
      schedule.push(choice);
    }
    return [...this.prefix, ...schedule.reverse()];
  }

  /** All edges, worked out again where they were not kept; four bytes each. */
  allEdges(): Edges {
    return (this.known ??= this.workedOutEdges());
  }

  /** No step is enabled there. */
  isTerminal(state: number): boolean {
    return this.isExpanded(state) && this.successors(state).length === 0;
  }

  private workedOutEdges(): Edges {
    const { space } = this;
    const starts = new IntList(this.states + 1);
    const targets = new IntList();
    for (let from = 0; from < this.states; from += BATCH_STATES) {
      const count = Math.min(BATCH_STATES, this.states - from);
      for (let i = 0; i < count; i++) space.batch.states[i] = from + i;
      space.batch.count = count;
      space.expand();
      space.find();
      const { firsts, numbers } = space.batch;
      for (let i = 0; i < count; i++) {
        starts.push(targets.length);
        if (!this.isExpanded(from + i)) continue;
        targets.append(numbers.subarray(firsts[i], firsts[i + 1]), (firsts[i + 1] as number) - (firsts[i] as number));
      }
    }
    starts.push(targets.length);
    return { starts: starts.view(), targets: targets.view() };
  }
}

const NONE = new Int32Array(0);
