import { emit, assign, type AnyMachineSnapshot } from 'xstate';
import { evaluate, type Context, type Op, type Term, type Value } from './term.js';

/**
 * Whom an output speaks to, as data in the config: a role (`'oom_lock'`), a ref held in context or event (`'$victim'`,
 * `'$event.task'`), or a role of that ref (`'$victim.mm'`). A ref that is a list addresses each in turn (tells and mail),
 * or any one of them, whom the scheduler picks (calls).
 */
export type Address = string;

/** A tell may also address the refs that a term works out to: `{ entry: ['$listeners', '$event.memcg'] }`. */
export type Audience = Address | { readonly entry: readonly [Term, Term] };

/** What a machine emits: the closed alphabet of design.md section 1, with its terms worked out. */
export type Output =
  | { readonly type: 'call'; readonly to: string; readonly op: Op }
  | { readonly type: 'call_any'; readonly to: readonly string[]; readonly op: Op }
  | { readonly type: 'reply'; readonly op: Op }
  | { readonly type: 'tell'; readonly to: string; readonly op: Op }
  | { readonly type: 'tell_each'; readonly to: readonly string[]; readonly op: Op }
  | { readonly type: 'post'; readonly to: string; readonly op: Op }
  | { readonly type: 'post_each'; readonly to: readonly string[]; readonly op: Op }
  | { readonly type: 'choose'; readonly among: readonly Op[] };

/** An action in a machine's config: plain data, run by the generic implementations below. */
export interface Action {
  readonly type: string;
  readonly params?: { readonly [key: string]: Value };
}

type Arguments = { readonly [argument: string]: Term };

/** Declares the thread's next atomic operation: a rendezvous with an object, which must reply in the same step. */
export const call = (to: Address, op: string, args: Arguments = {}): Action => ({
  type: 'call',
  params: { to, op: { type: op, ...args } },
});

/** The object's answer inside the caller's step. */
export const reply = (op: string, args: Arguments = {}): Action => ({
  type: 'reply',
  params: { op: { type: op, ...args } },
});

/** One way, no reply, in the same atomic step: a wake-up, or bits under one lock that lie in two objects. */
export const tell = (to: Audience, op: string, args: Arguments = {}): Action => ({
  type: 'tell',
  params: { to, op: { type: op, ...args } },
});

/** Mail: delivered at a later step that the scheduler picks. */
export const post = (to: Address, op: string, args: Arguments = {}): Action => ({
  type: 'post',
  params: { to, op: { type: op, ...args } },
});

/** The environment's nondeterminism: one branch per alternative. `among` may be a term (`'$program.0'`) or ops. */
export const choose = (...among: readonly Term[]): Action => ({ type: 'choose', params: { among } });

/** One branch per item of a list that a term works out to; an empty list offers nothing. */
export const chooseFrom = (list: Term): Action => ({ type: 'choose', params: { among: list } });

/** Assigns context fields from terms. */
export const set = (fields: Arguments): Action => ({ type: 'set', params: { fields } });

/** What an XState action or guard implementation gets to see. */
interface Scope {
  readonly context: Context;
  readonly event: { readonly type: string };
}

/** The event as an op; an XState done event shows the fragment's `output` there. */
const asOp = (scope: Scope): Op => scope.event as Op;

const opOf = (scope: Scope, params: { op: Term }): Op => evaluate(params.op, scope.context, asOp(scope)) as Op;

/** `'@hog'` names the actor hog, `'@hog.mm'` its role mm; without the `@` it is a role of the speaker. */
function addressOf(scope: Scope, to: Audience): string | readonly string[] {
  if (typeof to !== 'string') {
    return (evaluate(to, scope.context, asOp(scope)) as readonly Value[]).map((ref) => `@${String(ref)}`);
  }
  if (!to.startsWith('$')) return to;
  const segments = to.slice(1).split('.');
  const depth = segments[0] === 'event' ? 2 : 1;
  const base = evaluate(`$${segments.slice(0, depth).join('.')}`, scope.context, asOp(scope));
  const roles = segments.slice(depth);
  // A ref to oneself leads to one's own roles: no context holds its own name.
  const name = (ref: Value): string =>
    ref === '@self' && roles.length > 0 ? roles.join('.') : [`@${String(ref)}`, ...roles].join('.');
  return Array.isArray(base) ? base.map(name) : name(base);
}

/**
 * The implementations of the alphabet's actions, for XState's `setup`. They only compute and emit; a host listens.
 * The casts are XState's seam: its types cannot know that params are this module's own records.
 */
export const outputActions = {
  call: emit((scope: Scope, params: unknown) => {
    const { to, op } = params as { to: Address; op: Term };
    const address = addressOf(scope, to);
    return { type: Array.isArray(address) ? 'call_any' : 'call', to: address, op: opOf(scope, { op }) };
  }),
  reply: emit((scope: Scope, params: unknown) => ({ type: 'reply', op: opOf(scope, params as { op: Term }) })),
  tell: emit((scope: Scope, params: unknown) => {
    const { to, op } = params as { to: Audience; op: Term };
    const address = addressOf(scope, to);
    return { type: Array.isArray(address) ? 'tell_each' : 'tell', to: address, op: opOf(scope, { op }) };
  }),
  post: emit((scope: Scope, params: unknown) => {
    const { to, op } = params as { to: Address; op: Term };
    const address = addressOf(scope, to);
    return { type: Array.isArray(address) ? 'post_each' : 'post', to: address, op: opOf(scope, { op }) };
  }),
  choose: emit((scope: Scope, params: unknown) => {
    const { among } = params as { among: Term };
    return { type: 'choose', among: evaluate(among, scope.context, asOp(scope)) };
  }),
  set: assign((scope: Scope, params: unknown) => {
    const { fields } = params as { fields: Arguments };
    return evaluate(fields, scope.context, asOp(scope)) as Context;
  }),
};

/** The generic guards: comparisons of two terms, so that a branch can be read in the config. */
export const termGuards = {
  is: (scope: Scope, params: unknown) => compare(scope, params, (left, right) => left === right),
  isnt: (scope: Scope, params: unknown) => compare(scope, params, (left, right) => left !== right),
  above: (scope: Scope, params: unknown) => compare(scope, params, (left, right) => Number(left) > Number(right)),
};

/** A guard written as data. */
export interface Guard {
  readonly type: string;
  readonly params?: { readonly [key: string]: Value };
}

/** `left` equals `right`, both worked out as terms. */
export const is = (left: Term, right: Term): Guard => ({ type: 'is', params: { left, right } });
/** `left` differs from `right`. */
export const isnt = (left: Term, right: Term): Guard => ({ type: 'isnt', params: { left, right } });
/** `left` is a larger number than `right`. */
export const above = (left: Term, right: Term): Guard => ({ type: 'above', params: { left, right } });
/** The embedded fragment returned `output`. */
export const returned = (output: string): Guard => is('$event.output', output);

function compare(scope: Scope, params: unknown, holds: (left: Value, right: Value) => boolean): boolean {
  const { left, right } = params as { left: Term; right: Term };
  return holds(evaluate(left, scope.context, asOp(scope)), evaluate(right, scope.context, asOp(scope)));
}

/** The outputs among the effects of a pure XState transition, in document order. */
export function outputsOf(actions: readonly { readonly type: string; readonly params?: unknown }[]): Output[] {
  return actions.filter(({ type }) => type === 'xstate.emit').map(({ params }) => (params as { event: Output }).event);
}

/** The part of a snapshot that is a machine's local state. */
export interface Local {
  readonly value: AnyMachineSnapshot['value'];
  readonly context: Context;
}
