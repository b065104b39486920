import type { Fairness } from '../../model/index.js';
import { BATCH_STATES } from '../batch.js';
import type { Graph } from '../graph.js';
import type { Component } from './components.js';

/** A step out of a state, with whom a fair scheduler owes it to. */
export interface OwnedStep {
  /** A thread's number; for mail, the number of actors and its receiver's added up: each receiver's mail is one more thread. */
  readonly debtor: number;
  readonly target: number;
}

/** Who owes what to whom: the steps of states, and under which fairness they are owed. */
export interface Debts {
  readonly debtors: number;
  stepsOf(state: number): readonly OwnedStep[];
  /** Calls `tell` with each step out of each of the states. */
  forEachStep(states: Component, tell: (state: number, debtor: number, target: number) => void): void;
  /** Whether a debtor can move there by a step that is owed to him even if he can take it only again and again. */
  isStrong(state: number, debtor: number): boolean;
}

export function debtsOf(graph: Graph, fairness: Fairness): Debts {
  const { host, space } = graph;
  const isStrong: { readonly [name in Fairness]: (state: number, debtor: number) => boolean } = {
    none: () => false,
    'weak per thread': () => false,
    'weak per thread, strong for locks': (state, debtor) => {
      graph.visit(state);
      return host.sources().some((source) => source.debtor === debtor && source.refusable);
    },
    'strong per thread': (state, debtor) => {
      graph.visit(state);
      return host.sources().some((source) => source.debtor === debtor);
    },
  };
  return {
    debtors: host.size * 2,
    isStrong: isStrong[fairness],
    stepsOf(state) {
      const steps: OwnedStep[] = [];
      forEachStep(Int32Array.of(state), (_, debtor, target) => steps.push({ debtor, target }));
      return steps;
    },
    forEachStep,
  };

  function forEachStep(states: Component, tell: (state: number, debtor: number, target: number) => void): void {
    const expanded = graph.complete ? states : states.filter(graph.isExpanded);
    for (let from = 0; from < expanded.length; from += BATCH_STATES) {
      const count = Math.min(BATCH_STATES, expanded.length - from);
      for (let i = 0; i < count; i++) space.batch.states[i] = expanded[from + i] as number;
      space.batch.count = count;
      space.expand();
      if (graph.edges === undefined) space.find();
      for (let i = 0; i < count; i++) tellSteps(expanded[from + i] as number, i, tell);
    }
  }

  function tellSteps(state: number, i: number, tell: (state: number, debtor: number, target: number) => void): void {
    const { firsts, owners, numbers } = space.batch;
    const first = firsts[i] as number;
    const count = (firsts[i + 1] as number) - first;
    const mailed = count > 0 && owners[first + count - 1] === host.size;
    if (mailed) graph.visit(state);
    const sources = mailed ? host.sources() : [];
    for (let step = 0; step < count; step++) {
      const debtor = mailed ? (sources[step]?.debtor as number) : (owners[first + step] as number);
      const { edges } = graph;
      const target =
        edges === undefined ? numbers[first + step] : edges.targets[(edges.starts[state] as number) + step];
      tell(state, debtor, target as number);
    }
  }
}

/**
 * What must go from a component before a fair run can stay in it for ever: `fair` where nothing must, `none` where no part
 * of it can be fair, else the rest, without the states in which somebody could move, by a step owed strongly, and never does.
 *
 * Weak: a debtor that can move in every state has a step inside. Strong: one that can move in some state has (Emerson and
 * Lei 1987). It is judged on the component of the states that a run may stay in, with what is enabled there in all.
 */
export function unfairness(debts: Debts, component: Component): 'fair' | 'none' | { readonly rest: Component } {
  const inside = new Set(component);
  const taken = new Uint8Array(debts.debtors);
  /** In how many states a debtor could move, and which of them was counted last. */
  const able = new Int32Array(debts.debtors);
  const counted = new Int32Array(debts.debtors).fill(-1);
  debts.forEachStep(component, (state, debtor, target) => {
    if (inside.has(target)) taken[debtor] = 1;
    if (counted[debtor] === state) return;
    counted[debtor] = state;
    able[debtor]!++;
  });
  const starved: number[] = [];
  for (let debtor = 0; debtor < debts.debtors; debtor++) {
    if (taken[debtor] === 1 || able[debtor] === 0) continue;
    if (able[debtor] === component.length) return 'none';
    starved.push(debtor);
  }
  if (starved.length === 0) return 'fair';
  const rest = component.filter((state) => !starved.some((debtor) => debts.isStrong(state, debtor)));
  return rest.length === component.length ? 'fair' : { rest };
}

/** The first of some states in which a run may stay for ever by steps to itself and be fair: whoever can move has one. */
export function fairAlone(debts: Debts, states: Component): number | undefined {
  let found: number | undefined;
  let at = -1;
  let owed = new Set<number>();
  let paid = new Set<number>();
  const judge = (): void => {
    if (found === undefined && at >= 0 && owed.size === paid.size) found = at;
  };
  debts.forEachStep(states, (state, debtor, target) => {
    if (found !== undefined) return;
    if (state !== at) {
      judge();
      at = state;
      owed = new Set();
      paid = new Set();
    }
    owed.add(debtor);
    if (target === state) paid.add(debtor);
  });
  judge();
  return found;
}
