import { OomlabError } from './errors.js';
import type { Context, Value } from './term.js';

/** One actor of a scenario: which machine, what it is given, and which actor plays each role that it speaks to. */
export interface ActorSpec {
  readonly id: string;
  readonly machine: string;
  readonly input?: Context;
  readonly roles?: { readonly [role: string]: string };
}

/** An actor as a predicate sees it: where it is and what it remembers. */
export interface ActorView {
  readonly id: string;
  readonly machine: string;
  readonly context: Context;
  /** Whether the actor is in this state, given as a dotted path or any one name on the active path. */
  matches(state: string): boolean;
}

/** A global state as a predicate sees it. */
export interface StateView {
  /** Throws E120 for an actor that the scenario does not have. */
  actor(id: string): ActorView;
  /** All actors of one machine, in the scenario's order. */
  actors(machine: string): readonly ActorView[];
  /** Whether a step is enabled that the actor takes part in as caller. */
  canMove(id: string): boolean;
}

export type Predicate = (state: StateView) => boolean;

/** A named predicate over ends. */
export interface Outcome {
  readonly name: string;
  /** What it means to a user, one line. */
  readonly description: string;
  readonly holds: Predicate;
}

/** How often an outcome is met over all ends. `hangs` speaks of deadlocked and doomed states instead. */
export type OutcomeVerdict = 'never' | 'sometimes' | 'always';

/**
 * What a scheduler is trusted with. `weak per thread`: a thread that can move from some point on for ever does move.
 * `strong per thread`: a thread that can move again and again does move. `weak per thread, strong for locks`: strong for a
 * thread whose next step is a call that its object may refuse (a mutex, a wake-up), weak for all others.
 */
export type Fairness = 'none' | 'weak per thread' | 'weak per thread, strong for locks' | 'strong per thread';

/** When a property says anything at all: one that holds only because this never comes true is vacuous. */
export interface Premise {
  readonly description: string;
  readonly holds: Predicate;
}

/** A claim over the states that can be reached. */
export interface SafetyProperty {
  readonly id: string;
  readonly kind: 'always' | 'never' | 'sometimes';
  readonly description: string;
  readonly holds: Predicate;
  /** Of an implication, what it starts from. It is watched, and does not change what `holds` says. */
  readonly premise?: Premise;
}

/**
 * A claim over every fair run: that it comes to such a state, that it comes there again and again, or that it comes there
 * to stay. A run that has nothing left to do stays in its last state for ever.
 */
export interface LivenessProperty {
  readonly id: string;
  readonly kind: 'eventually' | 'always eventually' | 'eventually always';
  readonly description: string;
  readonly fairness: Fairness;
  readonly holds: Predicate;
}

export type Property = SafetyProperty | LivenessProperty;

/** Whether a property speaks of whole runs, under a fairness, and not of states. */
export const isLiveness = (property: Property): property is LivenessProperty => 'fairness' in property;

/** What a scenario expects of one outcome or property, kernel by kernel, and the fact that says so. */
export interface Expectation<Verdict extends string> {
  readonly fact: string;
  readonly byKernel: { readonly [kernel: string]: Verdict };
}

export type PropertyExpectation = 'holds' | 'violated';

/** Our litmus test: one question, a cast, outcomes, and the verdict expected of each kernel. */
export interface Scenario {
  readonly id: string;
  readonly topic: string;
  readonly question: string;
  /** The sizes used here and the kernel's real ones. */
  readonly sizes: string;
  /** Numbers a user may change with --param, with their defaults. */
  readonly params: { readonly [name: string]: number };
  readonly cast: (params: { readonly [name: string]: number }) => readonly ActorSpec[];
  readonly outcomes: readonly Outcome[];
  readonly properties: readonly Property[];
  readonly expect: { readonly [outcome: string]: Expectation<OutcomeVerdict> };
  readonly expectProperties?: { readonly [property: string]: Expectation<PropertyExpectation> };
  /**
   * Lists in contexts, as `machine.field`, whose order is nobody's business, neither a machine's nor a predicate's: symmetry may
   * take states for one that differ in it alone. Of machines it is proved.
   */
  readonly anyOrder?: readonly string[];
  /** Kernels it is asked of; absent: all. */
  readonly kernels?: readonly string[];
  /** Millions of states: left out of `check all` unless asked for. */
  readonly large?: boolean;
}

/** Those of the kernels that a scenario is asked of, in their order. */
export const askedOf = ({ kernels }: Scenario, among: readonly { readonly id: string }[]): string[] =>
  among.map(({ id }) => id).filter((id) => kernels?.includes(id) ?? true);

/** What to say where it is asked of none of these kernels. */
export const notAsked = (scenario: string, kernels: readonly string[], asked: readonly string[]): OomlabError =>
  new OomlabError(
    'E120',
    `The scenario "${scenario}" is not asked of ${kernels.join(', ') || 'any kernel'}.`,
    `It is asked of ${asked.join(', ') || 'none'}.`,
  );

/** The name of the outcome that deadlocked and doomed states are. */
export const HANGS = 'hangs';

/** No question needs more pages or retries than this, and no search ends with them. */
const LARGEST = 1000;

/** The scenario's parameters with a user's changes. Throws E123 for an unknown name or a value that is no whole number from 0 to 1000. */
export function paramsOf(scenario: Scenario, given: { readonly [name: string]: Value }): { [name: string]: number } {
  const params: { [name: string]: number } = { ...scenario.params };
  for (const [name, value] of Object.entries(given)) {
    if (!(name in params)) {
      const known = Object.keys(params).join(', ') || 'none';
      throw new OomlabError('E123', `Scenario "${scenario.id}" has no parameter "${name}".`, `It has: ${known}.`);
    }
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > LARGEST) {
      const mend = `Give a whole number from 0 to ${LARGEST}; states multiply with each.`;
      throw new OomlabError('E123', `Parameter ${name}=${String(value)} is refused.`, mend);
    }
    params[name] = value;
  }
  return params;
}
