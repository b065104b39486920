import type { Fairness } from '../../model/index.js';
import type { Graph } from '../graph.js';
import type { Component } from './components.js';

/** A step out of a state, with whom a fair scheduler owes it to. */
export interface OwnedStep {
  /** A thread's number; for mail, the number of actors and its receiver's added up: each receiver's mail is one more thread. */
  readonly debtor: number;
  readonly target: number;
  /** A call that its object may refuse: a lock, a wake-up. */
  readonly refusable: boolean;
}

/** Who owes what to whom: the steps of states, and under which fairness they are owed. */
export interface Debts {
  readonly debtors: number;
  stepsOf(state: number): readonly OwnedStep[];
  /** Whether a debtor must be let go on if it only can do so again and again, by such a step. */
  isStrong(step: OwnedStep): boolean;
}

export function debtsOf(graph: Graph, fairness: Fairness): Debts {
  const { host } = graph;
  const strong: { readonly [name in Fairness]: (step: OwnedStep) => boolean } = {
    none: () => false,
    'weak per thread': () => false,
    'weak per thread, strong for locks': ({ refusable }) => refusable,
    'strong per thread': () => true,
  };
  return {
    debtors: host.size * 2,
    stepsOf(state) {
      const steps = graph.stepsOf(state);
      graph.visit(state);
      const sources = host.sources();
      return steps.map(({ target }, i) => ({ target, ...(sources[i] as (typeof sources)[number]) }));
    },
    isStrong: strong[fairness],
  };
}

/** What a fair run through a component owes: for each debtor whether a step of it is in there, and how often it could move. */
interface Ledger {
  readonly taken: Uint8Array;
  /** In how many states it could move, by any step and by one that is owed strongly. */
  readonly able: Int32Array;
  readonly ableStrongly: Int32Array;
}

function ledgerOf(debts: Debts, component: Component): Ledger {
  const inside = new Set(component);
  const taken = new Uint8Array(debts.debtors);
  const able = new Int32Array(debts.debtors);
  const ableStrongly = new Int32Array(debts.debtors);
  for (const state of component) {
    const seen = new Set<number>();
    const seenStrongly = new Set<number>();
    for (const step of debts.stepsOf(state)) {
      seen.add(step.debtor);
      if (debts.isStrong(step)) seenStrongly.add(step.debtor);
      if (inside.has(step.target)) taken[step.debtor] = 1;
    }
    for (const debtor of seen) able[debtor]!++;
    for (const debtor of seenStrongly) ableStrongly[debtor]!++;
  }
  return { taken, able, ableStrongly };
}

/**
 * What must go from a component before a fair run can stay in it for ever: `fair` where nothing must, `none` where no part
 * of it can be fair, else the states in which somebody could move, by a step owed strongly, and never does.
 *
 * Weak: a debtor that can move in every state has a step inside. Strong: one that can move in some state has (Emerson and
 * Lei 1987). It is judged on the component of the states that a run may stay in, with what is enabled there in all.
 */
export function unfairness(debts: Debts, component: Component): 'fair' | 'none' | { readonly drop: Set<number> } {
  const { taken, able, ableStrongly } = ledgerOf(debts, component);
  const starved = new Set<number>();
  for (let debtor = 0; debtor < debts.debtors; debtor++) {
    if (taken[debtor] === 1) continue;
    if (able[debtor] === component.length) return 'none';
    if (ableStrongly[debtor]! > 0) starved.add(debtor);
  }
  if (starved.size === 0) return 'fair';
  const drop = component.filter((state) =>
    debts.stepsOf(state).some((step) => starved.has(step.debtor) && debts.isStrong(step)),
  );
  return { drop: new Set(drop) };
}
