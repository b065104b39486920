import type { Op } from '../model/index.js';
import type { Effect, Host, LocalView, Mail, Pending } from '../system/index.js';
import type { TableHost } from './table.js';

/** What a step asks of a slot: to take an op, or (of the mail) to file a piece. */
export interface Question {
  readonly slot: number;
  readonly op: number;
  /** The receiver of the mail to file; −1 for an op that the slot itself is to take. */
  readonly to: number;
}

/** One look at a slot within a step: what was asked of it, in which local state, and what came of it. */
export interface Read extends Question {
  readonly before: number;
  readonly after: number;
  /** What the rest of the step depends on: the effects, or that it was refused. Equal texts, equal continuations. */
  readonly answer: string;
}

export const REFUSED = 'refused';

/**
 * The table host, with a record of every look that a step takes at a slot other than its owner's. `perform` on it shows
 * what the step depends on: two states in which all these looks find the same make the same step.
 */
export class Recorder implements Host<number> {
  readonly size: number;
  reads: Read[] = [];
  private owner = -1;
  private readonly texts = new WeakMap<readonly Effect<number>[], string>();
  private readonly host: TableHost;

  constructor(host: TableHost) {
    this.host = host;
    this.size = host.size;
  }

  /** Starts a new record. The owner's own local state is known before its step is looked up. */
  begin(owner: number): void {
    this.owner = owner;
    this.reads = [];
  }

  /** Asks one question in the host's present state, which moves on by it; says what came of it. */
  ask({ slot, op, to }: Question): Read {
    this.begin(-1);
    if (to >= 0) this.post({ to, op });
    else if (this.can(slot, op)) this.deliver(slot, op);
    return this.reads[0] as Read;
  }

  pending(actor: number): readonly Pending<number>[] {
    return this.host.pending(actor);
  }

  can(actor: number, op: number): boolean {
    const accepted = this.host.can(actor, op);
    if (!accepted) this.note(actor, op, -1, this.local(actor), REFUSED);
    return accepted;
  }

  deliver(actor: number, op: number): readonly Effect<number>[] {
    const before = this.local(actor);
    const effects = this.host.deliver(actor, op);
    this.note(actor, op, -1, before, this.textOf(effects));
    return effects;
  }

  mail(): readonly Mail<number>[] {
    return this.host.mail();
  }

  post(mail: Mail<number>): void {
    const before = this.local(this.size);
    this.host.post(mail);
    this.note(this.size, mail.op, mail.to, before, 'filed');
  }

  takeMail(index: number): Mail<number> {
    return this.host.takeMail(index);
  }

  observe(by: number, at: number, op: number, reply: number | undefined): void {
    for (const observer of this.host.observers) {
      const observation = this.host.observationId(by, at, op, reply);
      if (this.can(observer, observation)) this.deliver(observer, observation);
    }
  }

  view(actor: number): LocalView {
    return this.host.view(actor);
  }

  describe(op: number): Op {
    return this.host.describe(op);
  }

  name(actor: number): string {
    return this.host.name(actor);
  }

  private local(slot: number): number {
    return this.host.vector[slot] as number;
  }

  private note(slot: number, op: number, to: number, before: number, answer: string): void {
    if (slot !== this.owner) this.reads.push({ slot, op, to, before, after: this.local(slot), answer });
  }

  /** The host gives the same list of effects for the same row, so each is written down once. */
  private textOf(effects: readonly Effect<number>[]): string {
    let text = this.texts.get(effects);
    if (text === undefined) this.texts.set(effects, (text = JSON.stringify(effects)));
    return text;
  }
}
