import {
  actionList,
  configOf,
  definitionOf,
  fragmentOf,
  statesOf,
  termText,
  transitionList,
  type Action,
  type Machine,
  type State,
  type Term,
  type Transition,
} from '../model/index.js';

/** A state of a chart. */
export interface ChartNode {
  /** Its dotted path; unique in the chart. */
  readonly id: string;
  readonly name: string;
  /** The id of the compound state that it lies in; absent at the top. */
  readonly parent?: string;
  readonly description?: string;
  readonly kind: 'leaf' | 'compound' | 'final';
  /** The states in it are active all at once. */
  readonly isParallel?: true;
  /** Its compound state, or the machine, starts here. */
  readonly isInitial: boolean;
  /** What it declares and changes on entry, as texts. */
  readonly does: readonly string[];
  /** What it changes when it is left, as texts. */
  readonly exits: readonly string[];
  /** What it returns to its caller, if it is a final state of a fragment. */
  readonly returns?: string;
  /** The fragment that it is. */
  readonly fragment?: string;
  /** It stands for that fragment, whose states are drawn elsewhere. */
  readonly isFragmentFolded?: true;
  readonly tags: readonly string[];
}

/** A transition of a chart, one for each guarded alternative. */
export interface ChartEdge {
  readonly from: string;
  /** Equal to `from` for a transition without a target: it stays. */
  readonly to: string;
  readonly event: string;
  readonly guard?: string;
  /** `event [guard]`. */
  readonly label: string;
  /** What it says and changes, as texts. */
  readonly does: readonly string[];
  /** Stays in its state without leaving it. */
  readonly isInternal: boolean;
  /** Leaves its state and enters it anew, also where it leads back to it. */
  readonly reenters: boolean;
  /** The fragment that it is from, where that is no state of its own: the op of an object. */
  readonly fragment?: string;
}

/** A machine's chart as data, from which every drawing is made. */
export interface Chart {
  readonly title: string;
  readonly description: string;
  /** Parents before their children. */
  readonly nodes: readonly ChartNode[];
  readonly edges: readonly ChartEdge[];
}

/** The chart of a machine, with all targets resolved. Transitions of the machine itself are drawn from each top state. */
export function chartOf(machine: Machine): Chart {
  const config = configOf(machine);
  const states = [...statesOf(config)];
  const known = new Map(states.map(({ path, state }) => [path, state]));
  const nodes = states.filter(({ path }) => path !== '').map(({ path, state }) => nodeOf(path, state, known));
  const top = nodes.filter(({ parent, kind }) => parent === undefined && kind !== 'final').map(({ id }) => id);
  const resolve = resolver(config.id, known);
  const opOf = opsOf(machine, new Set(nodes.map(({ fragment }) => fragment)));
  const edges = states.flatMap(({ path, state }) =>
    transitionsOf(state).flatMap(({ event, transition }) => {
      const target = transition.target === undefined ? undefined : resolve(path, transition.target);
      const sources = path === '' ? top : [path];
      return sources.map((from) => edgeOf(from, target ?? from, event, transition, opOf.get(event)));
    }),
  );
  return { title: config.id, description: machine.spec.description, nodes, edges };
}

function nodeOf(path: string, state: State, known: ReadonlyMap<string, State>): ChartNode {
  const { parent, name } = split(path);
  const fragment = fragmentOf(state);
  return {
    id: path,
    name,
    ...(parent === '' ? {} : { parent }),
    ...(state.description === undefined ? {} : { description: state.description }),
    kind: state.type === 'final' ? 'final' : state.states === undefined ? 'leaf' : 'compound',
    // Our own machines have no parallel states; other people's may.
    ...((state.type as string | undefined) === 'parallel' ? { isParallel: true } : {}),
    isInitial: known.get(parent)?.initial === name,
    does: actionList(state.entry).map(actionText),
    exits: actionList(state.exit).map(actionText),
    ...(state.output === undefined ? {} : { returns: state.output }),
    ...(fragment === undefined ? {} : { fragment }),
    tags: (state.tags ?? []).filter((tag) => !tag.startsWith('fragment:')),
  };
}

function edgeOf(
  from: string,
  to: string,
  event: string,
  transition: Transition,
  fragment: string | undefined,
): ChartEdge {
  const guard = guardText(transition.guard);
  return {
    from,
    to,
    event,
    ...(guard === undefined ? {} : { guard }),
    label: guard === undefined ? event : `${event} [${guard}]`,
    does: actionList(transition.actions).map(actionText),
    isInternal: transition.target === undefined,
    reenters: transition.reenter === true,
    ...(fragment === undefined ? {} : { fragment }),
  };
}

/** Which fragment an event is from, for fragments that are merged into a state instead of being one. */
function opsOf(machine: Machine, drawn: ReadonlySet<string | undefined>): ReadonlyMap<string, string> {
  const merged = machine.used.filter((name) => !drawn.has(name));
  return new Map(
    merged.flatMap((name) => Object.keys(definitionOf(machine, name).on ?? {}).map((event) => [event, name] as const)),
  );
}

/** All transitions of a state; the end of a compound state is the event `done`. */
function transitionsOf(state: State): { event: string; transition: Transition }[] {
  return [
    ...Object.entries(state.on ?? {}),
    ...(state.onDone === undefined ? [] : [['done', state.onDone] as const]),
  ].flatMap(([event, transitions]) => transitionList(transitions).map((transition) => ({ event, transition })));
}

/**
 * Finds what a target names, as XState does: a sibling or a path from one (`b`, `b.c`), a descendant (`.c`), or an id
 * (`#machine.b.c`, or `#name` of a state that has that id, with a path after it).
 */
function resolver(machineId: string, known: ReadonlyMap<string, State>): (source: string, target: string) => string {
  const ids = new Map<string, string>([[machineId, '']]);
  for (const [path, state] of known) {
    const { id } = state as { readonly id?: string };
    if (id !== undefined && path !== '') ids.set(id, path);
  }
  const existing = (path: string): string => {
    if (known.has(path)) return path;
    throw new RangeError(`machine "${machineId}" has no state "${path}"`);
  };
  const byId = (text: string): string => {
    // The longest id that the text begins with: ids may have dots themselves.
    for (let end = text.length; end > 0; end = text.lastIndexOf('.', end - 1)) {
      const base = ids.get(text.slice(0, end));
      if (base !== undefined) return existing(join(base, text.slice(end + 1)));
    }
    throw new RangeError(`machine "${machineId}" has no state with the id "${text}"`);
  };
  return (source, target) => {
    if (target.startsWith('#')) return byId(target.slice(1));
    if (target.startsWith('.')) return existing(join(source, target.slice(1)));
    return existing(join(split(source).parent, target));
  };
}

const join = (base: string, rest: string): string => (base === '' || rest === '' ? base + rest : `${base}.${rest}`);

function split(path: string): { parent: string; name: string } {
  const dot = path.lastIndexOf('.');
  return { parent: dot < 0 ? '' : path.slice(0, dot), name: path.slice(dot + 1) };
}

/** An action as a person would write it: `call oom_lock.mutex_lock(task)`. */
export function actionText({ type, params = {} }: Action): string {
  const op = params['op'];
  switch (type) {
    case 'call':
    case 'tell':
    case 'post':
      return `${type} ${termText(params['to'] ?? null)}.${opText(op ?? null)}`;
    case 'reply':
      return `reply ${opText(op ?? null)}`;
    case 'choose': {
      const among = params['among'] ?? null;
      return `choose ${Array.isArray(among) ? among.map(opText).join(' | ') : termText(among)}`;
    }
    case 'set':
      return Object.entries((params['fields'] ?? {}) as { readonly [field: string]: Term })
        .map(([field, term]) => `${field} := ${termText(term)}`)
        .join(', ');
    default:
      return type;
  }
}

function opText(op: Term): string {
  if (op === null || typeof op !== 'object' || Array.isArray(op)) return termText(op);
  const { type, ...args } = op as { readonly [key: string]: Term };
  if (type === undefined) return termText(op);
  const values = Object.values(args).map(termText);
  return values.length === 0 ? termText(type) : `${termText(type)}(${values.join(', ')})`;
}

const RELATIONS: { readonly [guard: string]: string } = { is: '=', isnt: '!=', above: '>' };

function guardText(guard: Transition['guard']): string | undefined {
  if (guard === undefined || typeof guard === 'string') return guard;
  const relation = RELATIONS[guard.type];
  if (relation === undefined) return guard.type;
  const [left, right] = [guard.params?.['left'] ?? null, guard.params?.['right'] ?? null];
  return left === '$event.output' && relation === '='
    ? `returned ${termText(right)}`
    : `${termText(left)} ${relation} ${termText(right)}`;
}

/** What an edge says to others, for labels: replies, tells and posts, not what it remembers. */
export const spokenBy = ({ does }: ChartEdge): readonly string[] =>
  does.filter((text) => /^(reply|tell|post) /.test(text));
