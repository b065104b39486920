import type { AnyMachineSnapshot } from 'xstate';
import { configOf, fragmentOf, type Op, type State, type Value } from '../model/index.js';
import {
  diverged,
  enabled,
  ReferenceHost,
  takeStep,
  viewOf,
  type Actor,
  type Choice,
  type LocalView,
  type Pending,
  type Schedule,
  type Step,
  type System,
} from '../system/index.js';

/** What a step did to one actor. */
export interface Change {
  readonly actor: string;
  /** Where it was and is, as paths: the same text twice if only context changed. */
  readonly before: string;
  readonly after: string;
  readonly context: readonly { readonly field: string; readonly before: Value; readonly after: Value }[];
}

/** A step with what it changed. */
export interface TraceStep extends Step {
  /** The function in which it happens: the innermost fragment of the moving thread, if it is in one. */
  readonly inside: string | undefined;
  /** How many choices the moving thread's state offered itself: 1 is a program being followed, more is a decision. */
  readonly alternatives: number;
  readonly changes: readonly Change[];
  /** What is enabled after it, as texts in the order of the enabled list. */
  readonly enabledAfter: readonly string[];
}

/** Where a thread stands at the end of a trace. */
export interface Standing {
  readonly actor: string;
  /** `waits`: it has something to do and none of it is enabled. */
  readonly kind: 'finished' | 'idle' | 'waits' | 'ready';
  readonly path: string;
  readonly inside: string | undefined;
  /** What it would do next, and the state of whom it would do it with. */
  readonly next: readonly { readonly text: string; readonly object?: string; readonly state?: string }[];
}

/** A schedule and what each step of it did. */
export interface Trace {
  readonly system: System;
  readonly schedule: Schedule;
  readonly steps: readonly TraceStep[];
  /** Every thread's place at the end. */
  readonly standings: readonly Standing[];
  /** The first step of the part that repeats for ever. */
  readonly loopStart?: number;
}

export interface TraceOptions {
  readonly loopStart?: number | undefined;
}

/** Re-runs a schedule on the reference host and notes what each step did. Throws E122 where the model has no such step. */
export function traceOf(system: System, schedule: Schedule, { loopStart }: TraceOptions = {}): Trace {
  const host = new ReferenceHost(system);
  const steps: TraceStep[] = [];
  let choices = enabled(host);
  for (const [number, index] of schedule.entries()) {
    const choice = choices[index];
    if (choice === undefined) throw diverged(number, `it takes choice ${index} where ${choices.length} are enabled`);
    const before = host.save().locals;
    const mover = moverOf(host, choice);
    const inside = functionAt(system.actors[mover] as Actor, before[mover] as AnyMachineSnapshot);
    const alternatives = host.pending(mover).filter(({ kind }) => kind === 'choose').length;
    const step = takeStep(host, choices, index, number);
    const changes = changesOf(system, before, host.save().locals);
    choices = enabled(host);
    const enabledAfter = choices.map((one) => choiceText(host, one));
    steps.push({ ...step, inside, alternatives, changes, enabledAfter });
  }
  return {
    system,
    schedule,
    steps,
    standings: standingsOf(system, host),
    ...(loopStart === undefined ? {} : { loopStart }),
  };
}

/** The threads that move in a trace, in order of appearance. */
export function lanesOf(trace: Trace): string[] {
  const threads = new Set(threadsOf(trace.system).map(({ id }) => id));
  return [...new Set(trace.steps.map(({ actor }) => actor))].filter((actor) => threads.has(actor));
}

const threadsOf = (system: System): Actor[] => system.actors.filter(({ machine }) => machine.spec.kind === 'thread');

const moverOf = (host: ReferenceHost, choice: Choice): number =>
  choice.kind === 'pending' ? choice.actor : (host.mail()[choice.index]?.to ?? 0);

function changesOf(
  system: System,
  before: readonly AnyMachineSnapshot[],
  after: readonly AnyMachineSnapshot[],
): Change[] {
  return system.actors.flatMap(({ id, index }): Change[] => {
    const [old, now] = [before[index], after[index]];
    // The reference host keeps the very same snapshot for an actor that took no part.
    if (old === undefined || now === undefined || old === now) return [];
    const change = changeOf(id, viewOf(old), viewOf(now));
    return change === undefined ? [] : [change];
  });
}

/** What is different of an actor between two states; nothing where it is the same. */
export function changeOf(actor: string, was: LocalView, is: LocalView): Change | undefined {
  const fields = [...new Set([...Object.keys(was.context), ...Object.keys(is.context)])];
  const context = fields
    .map((field) => ({ field, before: was.context[field] ?? null, after: is.context[field] ?? null }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
  return was.path === is.path && context.length === 0
    ? undefined
    : { actor, before: was.path, after: is.path, context };
}

function standingsOf(system: System, host: ReferenceHost): Standing[] {
  const ready = new Set(enabled(host).map((choice) => moverOf(host, choice)));
  return threadsOf(system).map((thread) => {
    const { index, id } = thread;
    const { finished, idle, path } = host.view(index);
    const kind = finished ? 'finished' : ready.has(index) ? 'ready' : idle ? 'idle' : 'waits';
    const next = host.pending(index).map((pending) => ({
      text: pending.kind === 'call' ? pendingText(host, pending) : pending.op.type,
      ...(pending.kind === 'call'
        ? { object: host.name(pending.to), state: stateText(host, system.actors[pending.to] as Actor) }
        : {}),
    }));
    return { actor: id, kind, path, inside: functionAt(thread, host.save().locals[index]), next };
  });
}

/** An object's state in a few words: its place, where it can be in another one, and its small non-default fields. */
function stateText(host: ReferenceHost, { index, machine }: Actor): string {
  const { path, context } = host.view(index);
  const fields = Object.entries(context)
    .filter(([, value]) => value !== null && value !== false && value !== 0 && typeof value !== 'object')
    .map(([field, value]) => (value === true ? field : `${field}=${String(value)}`));
  const hasPlaces = Object.keys(configOf(machine).states ?? {}).length > 1;
  return [...(hasPlaces || fields.length === 0 ? [path] : []), ...fields].join(', ');
}

function choiceText(host: ReferenceHost, choice: Choice): string {
  if (choice.kind === 'mail') {
    const mail = host.mail()[choice.index];
    return mail === undefined ? '' : `${host.name(mail.to)}: mail ${mail.op.type}`;
  }
  const pending = host.pending(choice.actor)[choice.index];
  return pending === undefined ? '' : `${host.name(choice.actor)}: ${pendingText(host, pending)}`;
}

const pendingText = (host: ReferenceHost, pending: Pending<Op>): string =>
  pending.kind === 'call' ? `${host.name(pending.to)}.${pending.op.type}` : `choose ${pending.op.type}`;

const functionAt = (actor: Actor, snapshot: AnyMachineSnapshot | undefined): string | undefined =>
  snapshot === undefined ? undefined : fragmentsOn(actor, viewOf(snapshot).path).at(-1);

/** The fragments on an actor's active path, outermost first, read from the config: a snapshot's tags have no order. */
export function fragmentsOn(actor: Actor, path: string): string[] {
  let state: State = configOf(actor.machine);
  const found: string[] = [];
  for (const name of path.split(' & ')[0]?.split('.') ?? []) {
    const child = state.states?.[name];
    if (child === undefined) break;
    state = child;
    const fragment = fragmentOf(state);
    if (fragment !== undefined) found.push(fragment);
  }
  return found;
}
