import { OomlabError, type Op } from '../model/index.js';
import type { LocalView } from './view.js';

/** A call or choice that a thread's present state declares. `H` is the host's own handle for an op. */
export type Pending<H> =
  { readonly kind: 'call'; readonly to: number; readonly op: H } | { readonly kind: 'choose'; readonly op: H };

/** What a delivery made its receiver emit. A thread's new calls and choices are not effects: they become its pending. */
export type Effect<H> =
  | { readonly kind: 'tell'; readonly to: number; readonly op: H }
  | { readonly kind: 'reply'; readonly op: H }
  | { readonly kind: 'post'; readonly to: number; readonly op: H };

export interface Mail<H> {
  readonly to: number;
  readonly op: H;
}

/**
 * What `enabled` and `perform` need of whoever holds the actors. Three hosts implement it: reference, table and live.
 */
export interface Host<H> {
  /** The number of actors; they are addressed by index. */
  readonly size: number;
  pending(actor: number): readonly Pending<H>[];
  can(actor: number, op: H): boolean;
  /** Moves the actor and returns what it emitted. */
  deliver(actor: number, op: H): readonly Effect<H>[];
  /** Undelivered mail, as `filed` orders it. */
  mail(): readonly Mail<H>[];
  /** Adds a piece of mail; an equal one that is still pending makes it vanish (latched). */
  post(mail: Mail<H>): void;
  takeMail(index: number): Mail<H>;
  /** Shows a delivered op to the observers. */
  observe(by: number, at: number, op: H, reply: H | undefined): void;
  /** The op behind a handle, for messages and traces. */
  describe(op: H): Op;
  /** An actor's name, for messages. */
  name(actor: number): string;
  /** Where an actor is now. */
  view(actor: number): LocalView;
}

/**
 * Mail as a set: ordered by receiver and text, so that equal states list it equally whatever order it was posted in, and a
 * schedule means the same on every host. An equal piece that is pending already swallows a new one (latched).
 */
export function filed<H>(mail: readonly Mail<H>[], added: Mail<H>, describe: (op: H) => Op): readonly Mail<H>[] {
  const text = ({ op }: Mail<H>): string => JSON.stringify(describe(op));
  const same = (one: Mail<H>): boolean => one.to === added.to && text(one) === text(added);
  if (mail.some(same)) return mail;
  return [...mail, added].sort((a, b) => a.to - b.to || (text(a) < text(b) ? -1 : 1));
}

/** One thing that can happen next: a thread's k-th pending, or the k-th piece of mail. */
export type Choice =
  | { readonly kind: 'pending'; readonly actor: number; readonly index: number }
  | { readonly kind: 'mail'; readonly index: number };

/** What one delivery inside a step did, in the order in which it happened. */
export interface Part<H> {
  readonly kind: 'call' | 'choose' | 'tell' | 'mail' | 'reply' | 'post';
  readonly from: number;
  readonly to: number;
  readonly op: H;
}

/**
 * The choices of the present state, in a fixed order: actors by index, their alternatives in document order, then mail.
 * A call is enabled iff its object accepts the op now; so is mail; a choice always is.
 */
export function enabled<H>(host: Host<H>): Choice[] {
  const choices: Choice[] = [];
  for (let actor = 0; actor < host.size; actor++) {
    const pending = host.pending(actor);
    for (let index = 0; index < pending.length; index++) {
      const one = pending[index] as Pending<H>;
      if (one.kind === 'choose' || host.can(one.to, one.op)) choices.push({ kind: 'pending', actor, index });
    }
  }
  const mail = host.mail();
  for (let index = 0; index < mail.length; index++) {
    const { to, op } = mail[index] as Mail<H>;
    if (host.can(to, op)) choices.push({ kind: 'mail', index });
  }
  return choices;
}

/**
 * Performs one choice: the rendezvous, everybody whom the object tells (depth first), and the reply to the caller.
 *
 * `record` is called for each part as it happens. Throws E101 to E103 where a machine breaks the protocol.
 */
export function perform<H>(host: Host<H>, choice: Choice, record?: (part: Part<H>) => void): void {
  if (choice.kind === 'mail') {
    const { to, op } = host.takeMail(choice.index);
    record?.({ kind: 'mail', from: to, to, op });
    advance(host, to, op, record);
    return;
  }
  const { actor, index } = choice;
  const pending = host.pending(actor)[index];
  if (pending === undefined) throw new RangeError(`choice ${index} of ${host.name(actor)} does not exist`);
  if (pending.kind === 'choose') {
    record?.({ kind: 'choose', from: actor, to: actor, op: pending.op });
    advance(host, actor, pending.op, record);
    return;
  }
  const { to, op } = pending;
  record?.({ kind: 'call', from: actor, to, op });
  const reply = meet(host, actor, to, op, record);
  if (reply === undefined) throw noReply(host, actor, to, op);
  record?.({ kind: 'reply', from: to, to: actor, op: reply });
  if (!host.can(actor, reply)) throw unhandledReply(host, actor, to, op, reply);
  advance(host, actor, reply, record);
  host.observe(actor, to, op, reply);
}

/** An object takes an op: it answers, and tells others within the same step. */
function meet<H>(host: Host<H>, by: number, at: number, op: H, record?: (part: Part<H>) => void): H | undefined {
  let reply: H | undefined;
  for (const effect of host.deliver(at, op)) {
    if (effect.kind === 'tell') {
      if (!host.can(effect.to, effect.op)) throw refusedTell(host, at, effect.to, effect.op);
      record?.({ kind: 'tell', from: at, to: effect.to, op: effect.op });
      meet(host, at, effect.to, effect.op, record);
      host.observe(by, effect.to, effect.op, undefined);
    } else if (effect.kind === 'post') {
      send(host, at, effect, record);
    } else if (reply === undefined) {
      reply = effect.op;
    } else {
      throw noReply(host, by, at, op);
    }
  }
  return reply;
}

/** A thread takes a reply, a choice or its mail (an object its mail): it moves on, and may post and tell. */
function advance<H>(host: Host<H>, actor: number, op: H, record?: (part: Part<H>) => void): void {
  for (const effect of host.deliver(actor, op)) {
    if (effect.kind === 'post') send(host, actor, effect, record);
    else if (effect.kind === 'tell') {
      if (!host.can(effect.to, effect.op)) throw refusedTell(host, actor, effect.to, effect.op);
      record?.({ kind: 'tell', from: actor, to: effect.to, op: effect.op });
      meet(host, actor, effect.to, effect.op, record);
      host.observe(actor, effect.to, effect.op, undefined);
    }
  }
}

function send<H>(host: Host<H>, from: number, mail: Mail<H>, record?: (part: Part<H>) => void): void {
  record?.({ kind: 'post', from, to: mail.to, op: mail.op });
  host.post({ to: mail.to, op: mail.op });
}

const say = <H>(host: Host<H>, op: H): string => `"${host.describe(op).type}"`;

/** An actor and where it is. */
const who = <H>(host: Host<H>, actor: number): string => `${host.name(actor)} (in ${host.view(actor).path})`;

function noReply<H>(host: Host<H>, by: number, at: number, op: H): OomlabError {
  return new OomlabError(
    'E101',
    `${who(host, by)} called ${say(host, op)} on ${who(host, at)}, which did not reply exactly once.`,
    'Put one reply(...) on each transition for that op.',
  );
}

function unhandledReply<H>(host: Host<H>, by: number, at: number, op: H, reply: H): OomlabError {
  return new OomlabError(
    'E102',
    `${who(host, by)} got the reply ${say(host, reply)} from ${host.name(at)} to ${say(host, op)}, which it does not handle.`,
    `Add it under "on" where the call is declared, or drop it from ${host.name(at)}.`,
  );
}

function refusedTell<H>(host: Host<H>, from: number, to: number, op: H): OomlabError {
  return new OomlabError(
    'E103',
    `${who(host, from)} tells ${who(host, to)} ${say(host, op)}, which does not accept it now.`,
    'A tell must be accepted in every state of its receiver.',
  );
}
