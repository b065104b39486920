import { OomlabError, type Context, type Op, type Output } from '../model/index.js';
import {
  enabled,
  filed,
  interpret,
  observationOf,
  type Effect,
  type Host,
  type LocalView,
  type Mail,
  type Pending,
  type System,
} from '../system/index.js';
import { MOST_LOCALS, nondeterministic, refuseLawless, unbounded } from './laws.js';
import { OP_SPACE, sharedTables, type LocalState, type MachineTable, type Tables } from './intern.js';

/** A row as one actor of one system means it: addresses resolved, `@self` filled in, ops interned. */
export interface BoundRow {
  readonly next: number;
  readonly effects: readonly Effect<number>[];
}

/** Everything about one actor that the search asks again and again. */
interface BoundActor {
  readonly table: MachineTable;
  /** The table's ids of the local states this actor has been in; their places here are what the vector holds. */
  readonly locals: number[];
  readonly numbers: Map<number, number>;
  /** Per local state, the key of the row that it was first met as the end of; −1 for where the actor begins. */
  readonly origins: number[];
  readonly rows: Map<number, BoundRow | null>;
  readonly pending: (readonly Pending<number>[] | undefined)[];
}

const NO_MAIL: readonly Mail<number>[] = [];

/**
 * The host of the search. A global state is a short vector of small integers: one local id per actor and, last, the id
 * of the set of undelivered mail. `load` and `vector` move states in and out.
 */
export class TableHost implements Host<number> {
  readonly size: number;
  /** The present state. The search overwrites it; `perform` moves it. */
  readonly vector: Int32Array;
  /** Where all begin. */
  readonly first: Int32Array;
  /** The actors that take steps of their own. */
  readonly threads: readonly number[];
  /** The actors that are shown every delivered op. */
  readonly observers: readonly number[];
  private readonly system: System;
  private readonly tables: Tables;
  private readonly bound: BoundActor[];
  private readonly mailSets: (readonly Mail<number>[])[] = [NO_MAIL];
  private readonly mailIds = new Map<string, number>([['[]', 0]]);
  private readonly observations = new Map<string, number>();

  constructor(system: System) {
    this.system = system;
    this.size = system.actors.length;
    this.tables = sharedTables(system.kernel);
    this.vector = new Int32Array(this.size + 1);
    this.threads = system.actors.filter(({ machine }) => machine.spec.kind === 'thread').map(({ index }) => index);
    this.observers = system.observers.map(({ index }) => index);
    this.bound = system.actors.map(({ machine }) => ({
      table: this.tables.machine(machine),
      locals: [],
      numbers: new Map<number, number>(),
      origins: [],
      rows: new Map<number, BoundRow | null>(),
      pending: [],
    }));
    for (const { index, input } of system.actors) {
      const { table } = this.bound[index] as BoundActor;
      const { next, immediate } = table.initial(input);
      this.vector[index] = this.number(index, next, -1);
      for (const effect of this.bindEffects(index, immediate)) if (effect.kind === 'post') this.post(effect);
    }
    this.first = this.vector.slice();
  }

  view(actor: number, local = this.vector[actor] as number): LocalView {
    const { table, locals } = this.bound[actor] as BoundActor;
    return (table.locals[locals[local] as number] as LocalState).view;
  }

  pending(actor: number): readonly Pending<number>[] {
    const { pending, table, locals } = this.bound[actor] as BoundActor;
    const local = this.vector[actor] as number;
    const declared = (): readonly Output[] => (table.locals[locals[local] as number] as LocalState).declared;
    return (pending[local] ??= this.bindPending(actor, declared()));
  }

  can(actor: number, op: number): boolean {
    return this.boundRow(actor, op) !== null;
  }

  deliver(actor: number, op: number): readonly Effect<number>[] {
    const row = this.boundRow(actor, op);
    if (row === null) return [];
    this.vector[actor] = row.next;
    return row.effects;
  }

  mail(): readonly Mail<number>[] {
    return this.piecesOf(this.vector[this.size] as number);
  }

  post({ to, op }: Mail<number>): void {
    this.setMail(filed(this.mail(), { to, op }, (one) => this.describe(one)));
  }

  takeMail(index: number): Mail<number> {
    const mail = this.mail();
    this.setMail(mail.filter((_, i) => i !== index));
    return mail[index] as Mail<number>;
  }

  observe(by: number, at: number, op: number, reply: number | undefined): void {
    for (const observer of this.observers) {
      const id = this.observationId(by, at, op, reply);
      if (this.can(observer, id)) this.deliver(observer, id);
    }
  }

  /** What an observer is shown of a delivered op, as an op of its own. */
  observationId(by: number, at: number, op: number, reply: number | undefined): number {
    const key = `${by} ${at} ${op} ${reply ?? ''}`;
    let id = this.observations.get(key);
    if (id === undefined) {
      const { ops } = this.tables;
      const answer = reply === undefined ? undefined : ops[reply];
      id = this.tables.op(observationOf(ops[op] as Op, this.name(by), this.name(at), answer));
      this.observations.set(key, id);
    }
    return id;
  }

  /** Asks every machine again for all that it was asked. Throws E109 for one that does not do the same twice. */
  refuseChance(): void {
    for (const actor of this.system.actors) {
      const { table } = this.bound[actor.index] as BoundActor;
      const difference = table.rerun((id) => this.describe(id));
      if (difference !== undefined) {
        throw nondeterministic(actor, difference.path, difference.op, difference.twice);
      }
    }
  }

  /** All that an actor was asked so far, in the order in which it was, and what came of it; null where it refused. */
  *asked(actor: number): Iterable<{ readonly local: number; readonly op: number; readonly row: BoundRow | null }> {
    for (const [key, row] of (this.bound[actor] as BoundActor).rows) {
      yield { local: Math.floor(key / OP_SPACE), op: key % OP_SPACE, row };
    }
  }

  /** How an actor first came to a local state; nothing for the one that it begins in. */
  originOf(actor: number, local: number): { readonly local: number; readonly op: number } | undefined {
    const key = (this.bound[actor] as BoundActor).origins[local] as number;
    return key < 0 ? undefined : { local: Math.floor(key / OP_SPACE), op: key % OP_SPACE };
  }

  /** The pieces of a set of mail. */
  piecesOf(mail: number): readonly Mail<number>[] {
    return this.mailSets[mail] ?? NO_MAIL;
  }

  /** The set of mail that consists of these pieces, by its number. */
  mailOf(pieces: readonly Mail<number>[]): number {
    this.vector[this.size] = 0;
    for (const piece of pieces) this.post(piece);
    return this.vector[this.size] as number;
  }

  /** The local state that differs from one in its context alone, whether or not anybody was ever in it. */
  withContext(actor: number, local: number, context: Context): number {
    const { table, locals } = this.bound[actor] as BoundActor;
    return this.number(actor, table.withContext(locals[local] as number, context), -1);
  }

  /** What an actor does with an op in one of its local states. */
  ask(actor: number, local: number, op: number): BoundRow | null {
    this.vector[actor] = local;
    return this.boundRow(actor, op);
  }

  /** How many local states each slot has been in so far: the actors, then the sets of mail. */
  counts(): number[] {
    return [...this.bound.map(({ locals }) => locals.length), this.mailSets.length];
  }

  /**
   * Of each step that is enabled now, in order, whom it is owed to (a thread; for mail, `size` and its receiver added up) and
   * whether it is a call that its object may refuse.
   */
  sources(): { readonly debtor: number; readonly refusable: boolean }[] {
    return enabled(this).map((choice) => {
      if (choice.kind === 'mail') {
        return { debtor: this.size + (this.mail()[choice.index] as Mail<number>).to, refusable: false };
      }
      const pending = this.pending(choice.actor)[choice.index];
      return { debtor: choice.actor, refusable: pending?.kind === 'call' && this.mayRefuse(pending.to, pending.op) };
    });
  }

  /** Whether an actor has refused an op in some local state. */
  private mayRefuse(actor: number, op: number): boolean {
    const { locals, rows } = this.bound[actor] as BoundActor;
    return locals.some((_, local) => rows.get(local * OP_SPACE + op) === null);
  }

  /** The handle of an op on this host. */
  handle(op: Op): number {
    return this.tables.op(op);
  }

  describe(op: number): Op {
    return this.tables.ops[op] as Op;
  }

  name(actor: number): string {
    return this.system.actors[actor]?.id ?? String(actor);
  }

  private boundRow(actor: number, op: number): BoundRow | null {
    const { rows, table, locals } = this.bound[actor] as BoundActor;
    const local = this.vector[actor] as number;
    const key = local * OP_SPACE + op;
    const known = rows.get(key);
    if (known !== undefined) return known;
    const row = table.row(locals[local] as number, op, this.tables.ops[op] as Op);
    const bound =
      row === null
        ? null
        : { next: this.number(actor, row.next, key), effects: this.bindEffects(actor, row.immediate) };
    rows.set(key, bound);
    return bound;
  }

  /** The small number by which this system knows a local state: scenarios share tables, and their ids grow large. */
  private number(actor: number, local: number, origin: number): number {
    const { table, locals, numbers, origins } = this.bound[actor] as BoundActor;
    let number = numbers.get(local);
    if (number === undefined) {
      const { view, declared } = table.locals[local] as LocalState;
      const culprit = this.system.actors[actor] as System['actors'][number];
      refuseLawless(culprit, view, declared);
      number = locals.push(local) - 1;
      numbers.set(local, number);
      origins.push(origin);
      if (locals.length > MOST_LOCALS) {
        throw unbounded(
          culprit,
          locals.map((known) => (table.locals[known] as LocalState).view),
        );
      }
    }
    return number;
  }

  private bindEffects(actor: number, outputs: readonly Output[]): readonly Effect<number>[] {
    const { effects } = interpret(this.system, this.system.actors[actor] as System['actors'][number], outputs);
    return effects.map((effect) => ({ ...effect, op: this.tables.op(effect.op) }));
  }

  private bindPending(actor: number, outputs: readonly Output[]): readonly Pending<number>[] {
    const { pending } = interpret(this.system, this.system.actors[actor] as System['actors'][number], outputs);
    return pending.map((one) => ({ ...one, op: this.tables.op(one.op) }));
  }

  private setMail(mail: readonly Mail<number>[]): void {
    const key = JSON.stringify(mail);
    let id = this.mailIds.get(key);
    if (id === undefined) {
      id = this.mailSets.push(mail) - 1;
      this.mailIds.set(key, id);
      if (this.mailSets.length > MOST_LOCALS) throw this.unboundedMail(mail);
    }
    this.vector[this.size] = id;
  }

  private unboundedMail(mail: readonly Mail<number>[]): OomlabError {
    const { to, op } = mail.at(-1) as Mail<number>;
    return new OomlabError(
      'E108',
      `There have been ${this.mailSets.length} sets of undelivered mail, the last with "${this.describe(op).type}" to ${this.name(to)} in it.`,
      'Equal mail is latched: keep numbers that grow out of the arguments of what is posted.',
    );
  }
}
