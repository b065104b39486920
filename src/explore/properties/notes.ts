import { isLiveness, type Property, type SafetyProperty } from '../../model/index.js';
import { isQuiet } from '../../system/index.js';
import type { Batch } from '../batch.js';
import type { StateSpace } from '../state-space.js';
import { decider } from './decider.js';
import { lookAt, lookAtImages, type Look, type Sight } from './look.js';

/** A bit for each state, set or not; grows as states are found. */
export class StateSet {
  private bytes = new Uint8Array(1024);

  add(state: number): void {
    while (state >= this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[state] = 1;
  }

  has(state: number): boolean {
    return this.bytes[state] === 1;
  }
}

/**
 * What is noticed of each state while the search has it at hand: which states are ends or deadlocks, which outcomes hold at
 * the ends, where a safety property is decided, and in which states the goals of liveness hold.
 */
export class Notes {
  readonly ends: number[] = [];
  readonly deadlocked: number[] = [];
  /** Per outcome, in the scenario's order, the ends that meet it. */
  readonly met: readonly Sight[][];
  /** Per outcome, how many ends it is met at in all their images. */
  readonly always: number[];
  /** Per property, the first state that refutes it (that meets it, for `sometimes`). */
  readonly decisive = new Map<Property, Sight>();
  /** Properties whose premise was met. */
  readonly meant = new Set<Property>();
  /** Per liveness property, the states in which its predicate holds. */
  readonly goals = new Map<Property, StateSet>();
  private readonly space: StateSpace;
  private readonly outcomes: readonly Look[];
  private readonly safety: { readonly property: SafetyProperty; readonly look: Look }[] = [];
  private readonly premises: { readonly property: Property; readonly look: Look }[] = [];
  private readonly liveness: { readonly goal: StateSet; readonly decide: (state: number) => boolean }[] = [];

  constructor(space: StateSpace) {
    this.space = space;
    const { outcomes, properties } = space.system.scenario;
    const { symmetry } = space;
    const lookFor = symmetry === undefined ? lookAt(space) : lookAtImages(space, symmetry.renaming);
    this.met = outcomes.map(() => []);
    this.always = outcomes.map(() => 0);
    this.outcomes = outcomes.map(({ holds }) => lookFor(holds));
    for (const property of properties) {
      if (isLiveness(property)) {
        const goal = new StateSet();
        this.goals.set(property, goal);
        this.liveness.push({ goal, decide: decider(space, property.holds) });
      } else {
        this.safety.push({ property, look: lookFor(property.holds) });
        if (property.premise !== undefined) this.premises.push({ property, look: lookFor(property.premise.holds) });
      }
    }
  }

  /** The states of a batch were expanded. */
  expanded({ states, count, firsts }: Batch): void {
    for (let i = 0; i < count; i++) {
      const state = states[i] as number;
      this.found(state);
      if (firsts[i] === firsts[i + 1]) this.terminal(state);
    }
  }

  /** A state was found; for those that are never expanded. */
  found(state: number): void {
    for (let i = 0; i < this.liveness.length; i++) {
      const { goal, decide } = this.liveness[i] as (typeof this.liveness)[number];
      if (decide(state)) goal.add(state);
    }
    for (let i = 0; i < this.premises.length; i++) {
      const { property, look } = this.premises[i] as (typeof this.premises)[number];
      if (look.find(state, true) === undefined) continue;
      this.meant.add(property);
      this.premises.splice(i--, 1);
    }
    for (let i = 0; i < this.safety.length; i++) {
      const { property, look } = this.safety[i] as (typeof this.safety)[number];
      const sight = look.find(state, property.kind !== 'always');
      if (sight === undefined) continue;
      this.decisive.set(property, sight);
      this.safety.splice(i--, 1);
    }
  }

  private terminal(state: number): void {
    const { host, system } = this.space;
    this.space.visit(state);
    if (!isQuiet(system, (actor) => host.view(actor))) {
      this.deadlocked.push(state);
      return;
    }
    this.ends.push(state);
    for (const [i, look] of this.outcomes.entries()) {
      const sight = look.find(state, true);
      if (sight === undefined) continue;
      (this.met[i] as Sight[]).push(sight);
      if (look.find(state, false) === undefined) (this.always[i] as number)++;
    }
  }
}
