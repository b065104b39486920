import type { System } from '../system/index.js';
import { Batch } from './batch.js';
import { generatedLoop } from './generated-loop.js';
import { Growth } from './growth.js';
import { fieldOf, pack, repack, unpack, type Field } from './layout.js';
import { plainLoop, type Loop } from './plain-loop.js';
import { StateStore } from './state-store.js';
import { StepTables } from './step-tables.js';
import { TableHost } from './table.js';

export type LoopKind = 'plain' | 'generated' | 'auto';

export interface SpaceOptions {
  /** How many states to make room for at once. */
  readonly expected?: number;
  /**
   * Both loops find the same. `auto` begins with the plain one and generates code when there are states enough to be worth
   * it; where code must not be generated, it is always the plain one.
   */
  readonly loop?: LoopKind;
}

const WORTH_CODE = 16_384;

/** A system's states, found so far: what strategies expand and graphs read. */
export class StateSpace {
  readonly system: System;
  readonly host: TableHost;
  readonly store: StateStore;
  private readonly tables: StepTables;
  private batchNow: Batch;
  private loop: Loop;
  private readonly kind: LoopKind;
  /** Few states yet: the layout changes often, and the plain loop is the quicker one. */
  private warming = false;
  private readonly growth: Growth;

  /** The first state is what the host stands at. */
  constructor(system: System, host: TableHost, { expected = 0, loop = 'auto' }: SpaceOptions = {}) {
    this.system = system;
    this.kind = loop;
    this.host = host;
    this.tables = new StepTables(host);
    this.growth = new Growth(system, host);
    const { words } = this.tables.layout;
    this.store = new StateStore(words, expected);
    this.batchNow = new Batch(words);
    this.loop = this.makeLoop();
    pack(this.tables.layout, host.vector, this.batchNow.words, 0);
    this.store.add(this.batchNow.words, -1);
  }

  /** The batch that `expand` works on; put states into it. */
  get batch(): Batch {
    return this.batchNow;
  }

  /** Finds all successors of the batch's states and numbers them, widening the layout where it must. */
  expandAndInsert(): void {
    this.growth.note(this.store.size);
    if (this.warming && this.store.size >= WORTH_CODE) this.loop = this.makeLoop();
    this.expand();
    this.loop.insert(this.batch);
  }

  /** Finds all successors of the batch's states and leaves them in it, without numbers. */
  expand(): void {
    while (!this.loop.expand(this.batch)) this.relayout();
  }

  /** The successors of one state as state numbers, −1 for those not found yet; valid until the next call. */
  successorsOf(state: number): Int32Array {
    const { batch } = this;
    batch.states[0] = state;
    batch.count = 1;
    this.expand();
    this.find();
    return this.batch.numbers.subarray(0, this.batch.successors);
  }

  /** Looks up the numbers of the batch's successors: −1 for those that are not in the store. */
  find(): void {
    const { batch, store } = this;
    for (let i = 0; i < batch.successors; i++) batch.numbers[i] = store.find(batch.words, i * batch.width);
  }

  /** Which of a state's enabled steps leads to another: the first of them. */
  choiceTo(state: number, target: number): number {
    const choice = this.successorsOf(state).indexOf(target);
    if (choice < 0) throw new RangeError(`no step of state ${state} leads to state ${target}`);
    return choice;
  }

  /** Loads a state into the host. */
  visit(state: number): void {
    unpack(this.tables.layout, this.store.arena, state * this.store.words, this.host.vector);
  }

  /** The local state of a slot in a state. */
  local(state: number, slot: number): number {
    const field = this.tables.layout.fields[slot] as Field;
    return fieldOf(this.store.arena, state * this.store.words, field);
  }

  private makeLoop(): Loop {
    this.warming = this.kind === 'auto' && this.store.size < WORTH_CODE;
    const teach = (words: Int32Array, base: number, slot: number, index: number): boolean => {
      unpack(this.tables.layout, words, base, this.host.vector);
      return this.tables.learn(slot, index);
    };
    const plain = this.warming || this.kind === 'plain';
    const generated = plain ? undefined : generatedLoop(this.tables, this.store, teach);
    return generated ?? plainLoop(this.tables, this.store, teach);
  }

  private relayout(): void {
    const before = this.tables.layout;
    this.tables.relayout(this.growth.demands());
    const after = this.tables.layout;
    this.store.repack(after.words, (from, into) => repack(before, after, from, this.store.size, into));
    const { states, count } = this.batchNow;
    this.batchNow = new Batch(after.words);
    this.batchNow.states.set(states);
    this.batchNow.count = count;
    this.loop = this.makeLoop();
  }
}
