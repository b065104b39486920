import type { Schedule } from '../../system/index.js';
import type { Component } from './components.js';
import type { Debts, OwnedStep } from './fairness.js';

/**
 * A round through a fair component, from a state back to it, that pays everybody: each debtor takes a step in it or is once
 * unable to, and `visits` holds in one of its states. Short rather than shortest: always on to the nearest unpaid debt.
 */
export function fairRound(
  debts: Debts,
  component: Component,
  start: number,
  visits: (state: number) => boolean,
): Schedule {
  const inside = new Set(component);
  const unpaid = new Set<number>();
  const strongly = new Set<number>();
  const steps = new Map<number, readonly OwnedStep[]>();
  const stepsOf = (state: number): readonly OwnedStep[] => {
    let list = steps.get(state);
    if (list === undefined) steps.set(state, (list = debts.stepsOf(state)));
    return list;
  };
  for (const state of component) {
    for (const step of stepsOf(state)) {
      unpaid.add(step.debtor);
      if (inside.has(step.target) && debts.isStrong(state, step.debtor)) strongly.add(step.debtor);
    }
  }
  const takenInside = new Set(
    [...component].flatMap((state) =>
      stepsOf(state)
        .filter(({ target }) => inside.has(target))
        .map(({ debtor }) => debtor),
    ),
  );
  let visited = false;
  const round: number[] = [];
  let at = start;
  arrive(at);
  while (unpaid.size > 0 || !visited) go((_, step) => pays(step));
  if (at !== start || round.length === 0) go((_, step) => step.target === start);
  return round;

  /** Walks to the nearest step that will do, and takes it. */
  function go(wanted: (state: number, step: OwnedStep) => boolean): void {
    const from = new Map<number, { readonly state: number; readonly choice: number }>();
    const queue = [at];
    for (const state of queue) {
      const list = stepsOf(state);
      const choice = list.findIndex((step) => inside.has(step.target) && wanted(state, step));
      if (choice >= 0) {
        const way = [{ state, choice }];
        for (let back = state; back !== at; back = (way[0] as { state: number }).state) {
          way.unshift(from.get(back) as { readonly state: number; readonly choice: number });
        }
        for (const one of way) take(one.state, one.choice);
        return;
      }
      for (const [index, { target }] of list.entries()) {
        if (!inside.has(target) || from.has(target) || target === at) continue;
        from.set(target, { state, choice: index });
        queue.push(target);
      }
    }
    throw new RangeError(`no way on in a component of ${component.length} states`);
  }

  function take(state: number, choice: number): void {
    const step = stepsOf(state)[choice] as OwnedStep;
    round.push(choice);
    unpaid.delete(step.debtor);
    at = step.target;
    arrive(at);
  }

  /** In a state, whoever cannot move is owed nothing; who is owed strongly only by a step, if there is one. */
  function arrive(state: number): void {
    if (visits(state)) visited = true;
    for (const debtor of unpaid) if (excused(state, debtor)) unpaid.delete(debtor);
  }

  function excused(state: number, debtor: number): boolean {
    return !(strongly.has(debtor) && takenInside.has(debtor)) && !stepsOf(state).some((step) => step.debtor === debtor);
  }

  function pays(step: OwnedStep): boolean {
    if (unpaid.has(step.debtor) || (!visited && visits(step.target))) return true;
    return [...unpaid].some((debtor) => excused(step.target, debtor));
  }
}
