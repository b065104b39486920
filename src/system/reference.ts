import type { AnyMachineSnapshot } from 'xstate';
import type { Op } from '../model/index.js';
import { interpret, localKey, move, start, type Moved } from './local.js';
import { observationOf, type Actor, type System } from './system.js';
import { filed, type Effect, type Host, type Mail, type Pending } from './step.js';
import { viewOf, type LocalView } from './view.js';

/** A global state of the reference host: immutable, to be put back with `load`. */
export interface ReferenceState {
  readonly locals: readonly AnyMachineSnapshot[];
  readonly pending: readonly (readonly Pending<Op>[])[];
  readonly mail: readonly Mail<Op>[];
}

/** The obviously right host: XState's pure `transition()` for every delivery, tens of µs each. */
export class ReferenceHost implements Host<Op> {
  readonly size: number;
  private readonly system: System;
  private state: { locals: AnyMachineSnapshot[]; pending: (readonly Pending<Op>[])[]; mail: Mail<Op>[] };

  constructor(system: System) {
    this.system = system;
    this.size = system.actors.length;
    this.state = { locals: [], pending: [], mail: [] };
    const posted: Effect<Op>[] = system.actors.flatMap((actor) => [
      ...this.settle(actor, start(actor.machine, actor.input)),
    ]);
    for (const effect of posted) if (effect.kind === 'post') this.post(effect);
  }

  /** The present global state. */
  save(): ReferenceState {
    const { locals, pending, mail } = this.state;
    return { locals: [...locals], pending: [...pending], mail: [...mail] };
  }

  load(state: ReferenceState): void {
    this.state = { locals: [...state.locals], pending: [...state.pending], mail: [...state.mail] };
  }

  /** The text that tells global states apart. */
  key(): string {
    const mail = this.state.mail.map(({ to, op }) => JSON.stringify([to, op]));
    return [...this.state.locals.map(localKey), ...mail].join('\n');
  }

  view(actor: number): LocalView {
    return viewOf(this.state.locals[actor] as AnyMachineSnapshot);
  }

  pending(actor: number): readonly Pending<Op>[] {
    return this.state.pending[actor] ?? [];
  }

  can(actor: number, op: Op): boolean {
    return move(this.actor(actor).machine, this.state.locals[actor] as AnyMachineSnapshot, op) !== undefined;
  }

  deliver(index: number, op: Op): readonly Effect<Op>[] {
    const actor = this.actor(index);
    const moved = move(actor.machine, this.state.locals[index] as AnyMachineSnapshot, op);
    return moved === undefined ? [] : this.settle(actor, moved);
  }

  mail(): readonly Mail<Op>[] {
    return this.state.mail;
  }

  post({ to, op }: Mail<Op>): void {
    this.state.mail = [...filed(this.state.mail, { to, op }, (one) => one)];
  }

  takeMail(index: number): Mail<Op> {
    return this.state.mail.splice(index, 1)[0] as Mail<Op>;
  }

  observe(by: number, at: number, op: Op, reply: Op | undefined): void {
    for (const { index } of this.system.observers) {
      const observation = observationOf(op, this.name(by), this.name(at), reply);
      if (this.can(index, observation)) this.deliver(index, observation);
    }
  }

  describe(op: Op): Op {
    return op;
  }

  name(actor: number): string {
    return this.actor(actor).id;
  }

  private actor(index: number): Actor {
    return this.system.actors[index] as Actor;
  }

  private settle(actor: Actor, { snapshot, outputs }: Moved): Effect<Op>[] {
    const { pending, effects } = interpret(this.system, actor, outputs);
    this.state.locals[actor.index] = snapshot;
    this.state.pending[actor.index] = pending;
    return effects;
  }
}
