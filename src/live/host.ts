import { filter, map, ReplaySubject, Subject, Subscription, type Observable } from 'rxjs';
import { createActor, type AnyActor, type AnyMachineSnapshot } from 'xstate';
import type { Op, Output } from '../model/index.js';
import {
  filed,
  interpret,
  observationOf,
  viewOf,
  type Actor,
  type Effect,
  type Host,
  type LocalView,
  type Mail,
  type Pending,
  type System,
} from '../system/index.js';

/** What passes over the bus: an op on its way to an actor, or something that an actor said. */
export type Message =
  | { readonly kind: 'delivery'; readonly to: number; readonly op: Op }
  | { readonly kind: 'output'; readonly from: number; readonly output: Output };

/** An output with the name of the actor that emitted it. */
export interface Spoken {
  readonly from: string;
  readonly output: Output;
}

/**
 * The host of live runs: an XState actor for each actor of the system, and one RxJS bus between them.
 *
 * Ops reach their receivers from the bus and nowhere else, and all that an actor emits goes onto it; so whoever listens
 * to the bus knows everything. Nothing moves before `start`, and `stop` leaves no subscription behind.
 */
export class LiveHost implements Host<Op> {
  readonly size: number;
  private readonly system: System;
  private readonly bus = new Subject<Message>();
  private readonly actors: readonly AnyActor[];
  private readonly snapshots: readonly ReplaySubject<AnyMachineSnapshot>[];
  private readonly wires = new Subscription();
  private readonly waiting: (readonly Pending<Op>[])[] = [];
  private undelivered: Mail<Op>[] = [];
  /** What the receiver of the present delivery has emitted so far. */
  private heard: Output[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(system: System) {
    this.system = system;
    this.size = system.actors.length;
    this.actors = system.actors.map(({ machine, input }) => createActor(machine.logic, { input }));
    this.snapshots = this.actors.map((actor) => {
      const snapshot$ = new ReplaySubject<AnyMachineSnapshot>(1);
      snapshot$.next(actor.getSnapshot() as AnyMachineSnapshot);
      return snapshot$;
    });
    this.actors.forEach((actor, index) => this.wire(actor, index));
    this.wires.add(this.bus.pipe(filter(isOutput)).subscribe(({ output }) => this.heard.push(output)));
  }

  /** Starts the actors in order; their initial outputs are the first on the bus. Throws what a machine throws. */
  start(): void {
    const posted: Effect<Op>[] = [];
    for (const [index, actor] of this.actors.entries()) {
      this.heard = [];
      actor.start();
      posted.push(...this.settle(index));
    }
    for (const effect of posted) if (effect.kind === 'post') this.post(effect);
  }

  /** Stops the actors and completes the bus and all snapshots, or ends them with an error. */
  stop(failed?: { readonly error: unknown }): void {
    this.wires.unsubscribe();
    for (const stream$ of [...this.snapshots, this.bus]) {
      if (failed) stream$.error(failed.error);
      else stream$.complete();
    }
    for (const actor of this.actors) actor.stop();
  }

  /** Every output of every actor, as it is emitted. */
  get outputs$(): Observable<Spoken> {
    return this.bus.pipe(
      filter(isOutput),
      map(({ from, output }) => ({ from: this.name(from), output })),
    );
  }

  /** The snapshots of one actor, the present one first. */
  snapshots$(actor: number): Observable<AnyMachineSnapshot> {
    return (this.snapshots[actor] as ReplaySubject<AnyMachineSnapshot>).asObservable();
  }

  view(actor: number): LocalView {
    return viewOf(this.snapshot(actor));
  }

  pending(actor: number): readonly Pending<Op>[] {
    return this.waiting[actor] ?? [];
  }

  can(actor: number, op: Op): boolean {
    return this.snapshot(actor).can(op);
  }

  deliver(to: number, op: Op): readonly Effect<Op>[] {
    if (!this.can(to, op)) return [];
    this.heard = [];
    this.bus.next({ kind: 'delivery', to, op });
    return this.settle(to);
  }

  mail(): readonly Mail<Op>[] {
    return this.undelivered;
  }

  post({ to, op }: Mail<Op>): void {
    this.undelivered = [...filed(this.undelivered, { to, op }, (one) => one)];
  }

  takeMail(index: number): Mail<Op> {
    return this.undelivered.splice(index, 1)[0] as Mail<Op>;
  }

  observe(by: number, at: number, op: Op, reply: Op | undefined): void {
    const observation = observationOf(op, this.name(by), this.name(at), reply);
    for (const { index } of this.system.observers) this.deliver(index, observation);
  }

  describe(op: Op): Op {
    return op;
  }

  name(actor: number): string {
    return (this.system.actors[actor] as Actor).id;
  }

  private wire(actor: AnyActor, index: number): void {
    // Listens before the actor starts: what its initial state declares is emitted by the start itself.
    const emitted = actor.on('*', (output) =>
      this.bus.next({ kind: 'output', from: index, output: output as unknown as Output }),
    );
    this.wires.add(() => emitted.unsubscribe());
    this.wires.add(
      this.bus
        .pipe(filter((message) => message.kind === 'delivery' && message.to === index))
        .subscribe((message) => actor.send((message as Message & { kind: 'delivery' }).op)),
    );
    const watched = actor.subscribe({
      next: (snapshot) => this.snapshots[index]?.next(snapshot as AnyMachineSnapshot),
      // Without this observer XState would report the error to the process instead.
      error: (error) => (this.failure ??= { error }),
    });
    this.wires.add(() => watched.unsubscribe());
  }

  /** Takes over what the actor has just said. Throws what its machine threw. */
  private settle(index: number): readonly Effect<Op>[] {
    if (this.failure !== undefined) throw this.failure.error;
    const { pending, effects } = interpret(this.system, this.system.actors[index] as Actor, this.heard);
    this.waiting[index] = pending;
    return effects;
  }

  private snapshot(actor: number): AnyMachineSnapshot {
    return (this.actors[actor] as AnyActor).getSnapshot() as AnyMachineSnapshot;
  }
}

const isOutput = (message: Message): message is Message & { readonly kind: 'output' } => message.kind === 'output';
