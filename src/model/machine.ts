import { assign, createMachine, type AnyStateMachine } from 'xstate';
import { OomlabError, nearestNames } from './errors.js';
import { outputActions, termGuards, type Action, type Guard } from './output.js';
import type { Context, Op, Value } from './term.js';

/** A transition in a machine's config: XState's, narrowed to what a JSON file can hold. */
export interface Transition {
  readonly target?: string;
  readonly guard?: string | Guard;
  readonly actions?: readonly (string | Action)[];
  readonly reenter?: boolean;
  readonly description?: string;
}

/** Where a reply, a choice or a fragment's result leads: a target, a transition, or guarded alternatives in order. */
export type Transitions = string | Transition | readonly Transition[];

/** A state in a machine's config: XState's, narrowed to the laws (no invoke, after, always, history). */
export interface State {
  /** What this state stands for, in the kernel's terms. */
  readonly description?: string;
  readonly type?: 'final';
  /** What a final state of an embedded fragment returns to its caller. */
  readonly output?: string;
  readonly initial?: string;
  readonly states?: { readonly [name: string]: State };
  readonly entry?: readonly (string | Action)[];
  readonly exit?: readonly (string | Action)[];
  readonly on?: { readonly [event: string]: Transitions };
  readonly onDone?: Transitions;
  readonly tags?: readonly string[];
}

/** Embeds another fragment; `around` adds what the caller does with it: `onDone`, its own description. */
export type Use = (fragment: string, around?: State) => State;

/** One kernel function or goto label as a state with states inside; it returns through final states with `output`. */
export type Fragment = (use: Use) => State;

export type Fragments = { readonly [name: string]: Fragment };

/** A pure question about context and event. */
export type GuardFunction = (context: Context, event: Op) => boolean;
/** A pure change of context. */
export type UpdateFunction = (context: Context, event: Op) => Partial<Context>;

/** `thread` has a program counter and calls; `object` is what one lock or one atomic word protects; `observer` watches. */
export type MachineKind = 'thread' | 'object' | 'observer';

/** Everything that makes a machine except its wiring. A kernel patch replaces parts of it. */
export interface MachineSpec {
  readonly id: string;
  readonly kind: MachineKind;
  /** One sentence for people who see the chart. */
  readonly description: string;
  /** The context fields that hold actors, so that wiring resolves them and symmetry renames them. */
  readonly refs?: { readonly [field: string]: 'ref' | 'list' | 'set' };
  /** Of a lock: the context fields of which one that is not null, false, 0 or empty says that somebody holds it. */
  readonly holds?: readonly string[];
  /** Context fields that count what is there: one below zero says that more was taken away. */
  readonly counters?: readonly string[];
  /** The initial context. Throws for an input that makes no sense. */
  readonly context: (input: Context) => Context;
  readonly fragments: Fragments;
  /** Assembles the top-level chart; it is told the names of the fragments there are. */
  readonly root: (use: Use, fragments: readonly string[]) => State;
  readonly guards?: { readonly [name: string]: GuardFunction };
  readonly updates?: { readonly [name: string]: UpdateFunction };
}

/** A machine ready to run: its XState logic and what others may ask about it. */
export interface Machine {
  readonly spec: MachineSpec;
  readonly logic: AnyStateMachine;
  /** The names of the fragments that the chart really embeds. */
  readonly used: readonly string[];
}

/**
 * Builds the XState machine of a spec. Throws E110 for an action, guard or update that does not exist or that is named like
 * a word of the alphabet, E113 for a
 * fragment that does not exist, E114 for what XState refuses, such as a target that does not exist.
 */
export function buildMachine(spec: MachineSpec): Machine {
  try {
    return assembled(spec);
  } catch (error) {
    if (error instanceof OomlabError) throw error;
    // A target that does not exist, found by XState, or a fragment function that throws.
    const why = error instanceof Error ? error.message : String(error);
    const line = why.replaceAll(/\s*\n\s*/g, ' ');
    throw new OomlabError('E114', `Machine "${spec.id}" cannot be built: ${line}.`, 'Mend the fragment named there.');
  }
}

function assembled(spec: MachineSpec): Machine {
  const used = new Set<string>();
  const use = usingOf(spec, (name) => used.add(name));
  const config = { id: spec.id, description: spec.description, ...spec.root(use, Object.keys(spec.fragments)) };
  const guards = Object.fromEntries(
    Object.entries(spec.guards ?? {}).map(([name, guard]) => [
      name,
      ({ context, event }: { context: Context; event: Op }) => guard(context, event),
    ]),
  );
  const updates = Object.fromEntries(
    Object.entries(spec.updates ?? {}).map(([name, update]) => [
      name,
      assign(({ context, event }: { context: Context; event: Op }) => update(context, event)),
    ]),
  );
  refuseTakenNames(spec);
  refuseLostStarts(spec, config);
  refuseUnknownNames(spec, config, new Set([...Object.keys(outputActions), ...Object.keys(updates)]), [
    ...Object.keys(termGuards),
    ...Object.keys(guards),
  ]);
  // The seam to XState: its types infer events from a literal config, and ours is put together at run time.
  const logic = createMachine({ ...config, context: ({ input }: { input: Context }) => spec.context(input) } as never, {
    actions: { ...outputActions, ...updates } as never,
    guards: { ...termGuards, ...guards } as never,
  }) as unknown as AnyStateMachine;
  return { spec, logic, used: [...used] };
}

/** How the states of a spec embed its fragments. Throws E113 for a fragment that it does not have. */
function usingOf(spec: MachineSpec, onUse: (name: string) => void): Use {
  const use: Use = (name, around = {}) => {
    const fragment = spec.fragments[name];
    if (typeof fragment !== 'function') throw missingFragment(spec, name);
    onUse(name);
    return { ...fragment(use), ...around, tags: [...(around.tags ?? []), `${FRAGMENT}${name}`] };
  };
  return use;
}

/** A fragment as its machine defines it, without what a state that embeds it adds. Throws E113. */
export const definitionOf = ({ spec }: Machine, fragment: string): State => usingOf(spec, () => {})(fragment);

const FRAGMENT = 'fragment:';

/** The fragment that a state is, if it is one: `buildMachine` tags it so. */
export const fragmentOf = ({ tags = [] }: State): string | undefined =>
  tags.find((tag) => tag.startsWith(FRAGMENT))?.slice(FRAGMENT.length);

/** An object with one state that accepts the ops of all its fragments: most kernel objects have no modes of their own. */
export const allOps =
  (state: string, description: string): MachineSpec['root'] =>
  (use, fragments) => {
    const on = Object.assign({}, ...fragments.map((name) => use(name).on ?? {})) as { [event: string]: Transitions };
    return { initial: state, states: { [state]: { description, on } } };
  };

/** A state that does one thing: its declaration on entry, and where each answer leads. */
export const doing = (
  description: string,
  does: Action | readonly Action[],
  on: { readonly [event: string]: Transitions },
  more: Omit<State, 'description' | 'entry' | 'on'> = {},
): State => ({ description, entry: [does].flat() as readonly Action[], on, ...more });

/** A final state of a fragment, with what it returns to its caller. */
export const returns = (output: string, description = `Returns ${output}.`): State => ({
  type: 'final',
  output,
  description,
});

/** Every state of a config with its dotted path, parents first. */
export function* statesOf(state: State, path = ''): Generator<{ path: string; state: State }> {
  yield { path, state };
  for (const [name, child] of Object.entries(state.states ?? {})) {
    yield* statesOf(child, path === '' ? name : `${path}.${name}`);
  }
}

/** A transition entry in its list form. */
export function transitionList(transitions: Transitions | undefined): readonly Transition[] {
  if (transitions === undefined) return [];
  if (typeof transitions === 'string') return [{ target: transitions }];
  return Array.isArray(transitions) ? (transitions as readonly Transition[]) : [transitions as Transition];
}

/** The config that a built machine was made from. */
export const configOf = (machine: Machine): State & { readonly id: string } =>
  machine.logic.config as unknown as State & { readonly id: string };

/** The actions of a list, names in the form of actions. */
export const actionList = (actions: readonly (string | Action)[] | undefined): readonly Action[] =>
  (actions ?? []).map((action) => (typeof action === 'string' ? { type: action } : action));

/** Reads a numeric argument of an op or input, refusing what is not a number at or above `least` (E123). */
export function atLeast(least: number, name: string, value: Value | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) {
    throw new OomlabError('E123', `${name} is ${JSON.stringify(value)}.`, `Give a whole number from ${least} up.`);
  }
  return value;
}

function missingFragment(spec: MachineSpec, name: string): OomlabError {
  if (Object.hasOwn(spec.fragments, name)) {
    const what = `The fragment "${name}" of machine "${spec.id}" is ${String(spec.fragments[name])}, and no function.`;
    return new OomlabError(
      'E113',
      what,
      'Give it a function (use) => ({ … }): is it imported by a name that is not there?',
    );
  }
  const near = nearestNames(name, Object.keys(spec.fragments));
  return new OomlabError(
    'E113',
    `Machine "${spec.id}" uses the fragment "${name}", which it does not have.`,
    near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Add it to the fragments.',
  );
}

/** XState finds out about a start that does not exist only when somebody goes there. */
function refuseLostStarts(spec: MachineSpec, config: State): void {
  for (const { path, state } of statesOf(config)) {
    const { initial, states } = state;
    if (states === undefined || (initial !== undefined && initial in states)) continue;
    throw new OomlabError(
      'E114',
      `State "${path}" of machine "${spec.id}" starts in "${initial ?? ''}", which it does not have.`,
      `It has ${Object.keys(states).join(', ') || 'no states'}.`,
    );
  }
}

/** An update named like an action of the alphabet would silently take its place. */
function refuseTakenNames(spec: MachineSpec): void {
  const alphabet = [...Object.keys(outputActions), ...Object.keys(termGuards)];
  const taken = [...Object.keys(spec.updates ?? {}), ...Object.keys(spec.guards ?? {})].find((name) =>
    alphabet.includes(name),
  );
  if (taken === undefined) return;
  throw new OomlabError(
    'E110',
    `Machine "${spec.id}" has an update or guard named "${taken}", which is a word of the alphabet.`,
    `Give it another name than ${alphabet.join(', ')}.`,
  );
}

function refuseUnknownNames(spec: MachineSpec, config: State, actions: Set<string>, guards: readonly string[]): void {
  for (const { path, state } of statesOf(config)) {
    const transitions = [...Object.values(state.on ?? {}), state.onDone].flatMap(transitionList);
    const actionNames = [state.entry, state.exit, ...transitions.map((t) => t.actions)].flatMap(actionList);
    const guardNames = transitions.flatMap(({ guard }) => (guard === undefined ? [] : [nameOf(guard)]));
    const unknown =
      actionNames.map(nameOf).find((name) => !actions.has(name)) ?? guardNames.find((name) => !guards.includes(name));
    if (unknown !== undefined) {
      throw new OomlabError(
        'E110',
        `State "${path}" of machine "${spec.id}" names "${unknown}", which is no action, guard or update.`,
        'Define it in the machine or its patch, or mend the name.',
      );
    }
  }
}

const nameOf = (named: string | { readonly type: string }): string => (typeof named === 'string' ? named : named.type);
