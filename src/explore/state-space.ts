import type { System } from '../system/index.js';
import { Batch } from './batch.js';
import { Compact, FINGERPRINT_WORDS } from './hash-compaction.js';
import { generatedLoop } from './generated-loop.js';
import { firstDemands, foreseenBy, foresightOf, type Foresight } from './foresight.js';
import { Growth } from './growth.js';
import { fieldOf, layoutFor, pack, repack, unpack, wordsOf, type Demand, type Field } from './layout.js';
import { ownMemory, sharedMemory, type Memory } from './numbers.js';
import { Pipeline, type NumberingThread } from './pipeline.js';
import { plainLoop, type Loop } from './plain-loop.js';
import type { PartialOrder } from './reductions/partial-order.js';
import { NO_REDUCTIONS, type Reductions } from './reductions/reductions.js';
import type { Symmetry } from './reductions/symmetry.js';
import type { LoopKind, SpaceOptions, Storage } from './space-options.js';
import { StateStore } from './state-store.js';
import { StepTables } from './step-tables.js';
import { TableHost } from './table.js';

const WORTH_CODE = 16_384;
const PRUDENT = 2;
/** It comes up meanwhile, and has its code compiled by the time that it matters. */
const WORTH_THREAD = 4096;

/** A system's states, found so far: what strategies expand and graphs read. */
export class StateSpace {
  readonly system: System;
  readonly host: TableHost;
  /** The states found, by their words or, with hash compaction, by their fingerprints. */
  readonly store: StateStore;
  readonly memory: Memory;
  /** Stores and expands one state only of those that differ in names. */
  readonly symmetry: Symmetry | undefined;
  private readonly partialOrder: PartialOrder | undefined;
  private readonly tables: StepTables;
  private batchNow: Batch;
  private loop: Loop;
  private readonly kind: LoopKind;
  /** From so many states on generated code is worth while. */
  private readonly worthCode: number;
  /** The number of states at which code is to be generated. */
  private nextCode = Infinity;
  private readonly growth: Growth;
  private readonly compact: Compact | undefined;
  private readonly beginThread: (() => NumberingThread) | undefined;
  /** The pipeline whose thread was begun, and the same when that has come up. */
  private coming: Pipeline | undefined;
  private pipeline: Pipeline | undefined;
  /** The batch that was put and numbered at once, until it is taken. */
  private numbered: Batch | undefined;

  /** The first state is what the host stands at. */
  constructor(
    system: System,
    host: TableHost,
    { expected = { states: 0 }, loop = 'auto', storage = 'exact', memory = ownMemory, thread }: SpaceOptions = {},
    { symmetry, partialOrder }: Reductions = NO_REDUCTIONS,
  ) {
    this.system = system;
    this.kind = loop;
    this.host = host;
    this.symmetry = symmetry;
    this.partialOrder = partialOrder;
    const foreseen = foreseenBy(expected, system);
    this.tables = new StepTables(host, firstDemands(host, foreseen));
    this.growth = new Growth(system, host, foreseen);
    const { layout } = this.tables;
    const first = new Int32Array(layout.words);
    pack(layout, host.vector, first, 0);
    this.compact = storage === 'exact' ? undefined : new Compact(host, layout, first);
    this.beginThread = storage === 'exact' ? thread : undefined;
    this.memory = this.beginThread === undefined ? memory : sharedMemory;
    const words = this.compact === undefined ? layout.words : FINGERPRINT_WORDS;
    this.store = new StateStore(words, expected.states, this.memory);
    this.worthCode = expected.states < WORTH_CODE ? WORTH_CODE : 0;
    this.batchNow = new Batch(layout.words);
    this.loop = this.makeLoop();
    this.store.add(this.compact?.fingerprint(layout, first) ?? first, -1);
  }

  /** The batch that `expand` works on; put states into it. */
  get batch(): Batch {
    return this.pipeline?.next ?? this.batchNow;
  }

  /** Words of a packed state. */
  get words(): number {
    return this.tables.layout.words;
  }

  /** Whether it keeps what states are, or only their fingerprints. */
  get storage(): Storage {
    return this.compact === undefined ? 'exact' : 'compact';
  }

  /** What a similar search may expect. */
  get foresight(): Foresight {
    return foresightOf(this.system, this.host, this.store.size);
  }

  /** Bytes that the states found take. */
  get bytes(): number {
    return this.store.bytes + (this.compact?.window.bytes ?? 0);
  }

  /** Finds all successors of the batch's states and numbers them, widening the layout where it must. */
  expandAndInsert(): void {
    this.prepare();
    do {
      this.expand('followed');
      this.insert();
    } while (this.partialOrder?.mustRepeat(this.batch));
  }

  /**
   * The same, but a thread beside this one may do the numbering while the caller goes on. Each batch comes back from
   * `takeNumbered`, in order; while `mustTake`, none may be put.
   */
  expandAndPut(): void {
    if (this.pipeline !== undefined) {
      this.prepare();
      this.expand('followed');
      this.pipeline.put();
      return;
    }
    this.expandAndInsert();
    this.numbered = this.batch;
    this.considerThread();
  }

  /** The oldest of the batches that were put, if it is numbered; with `wait`, when it is. */
  takeNumbered(wait: boolean): Batch | undefined {
    const { numbered } = this;
    this.numbered = undefined;
    return numbered ?? this.pipeline?.take(wait);
  }

  get mustTake(): boolean {
    return this.numbered !== undefined || this.pipeline?.isFull === true;
  }

  /** At most so many states more are there already than the store knows of. */
  get ahead(): number {
    return this.pipeline?.successors ?? 0;
  }

  /** Ends the other thread, where there is one. */
  settle(): void {
    this.pipeline?.recall();
    this.coming?.end();
    if (this.pipeline !== undefined) this.batchNow = new Batch(this.words);
    this.coming = this.pipeline = undefined;
  }

  /** Finds all successors of the batch's states, or those that are to be followed, and leaves them in it without numbers. */
  expand(which: 'all' | 'followed' = 'all'): void {
    for (;;) {
      this.expandAll();
      if (which === 'followed') this.partialOrder?.reduce(this.batch, this.tables);
      if (this.symmetry?.reduce(this.batch, this.tables.layout) ?? true) return;
      this.relayout();
    }
  }

  private expandAll(): void {
    this.locate();
    for (let at = 0; (at = this.loop.expand(this.batch, at)) < this.batch.count;) {
      if (this.provide(at)) continue;
      this.relayout();
      this.locate();
      at = 0;
    }
  }

  /** The successors of one state as state numbers, −1 for those not found yet; valid until the next call. */
  successorsOf(state: number): Int32Array {
    this.batch.states[0] = state;
    this.batch.count = 1;
    this.expand();
    this.find();
    return this.batch.numbers.subarray(0, this.batch.successors);
  }

  /** Looks up the numbers of the batch's successors: −1 for those that are not in the store. */
  find(): void {
    const { batch, store } = this;
    if (this.compact !== undefined) this.compact.find(this.tables.layout, store, batch);
    else for (let i = 0; i < batch.successors; i++) batch.numbers[i] = store.find(batch.words, i * batch.width);
  }

  /** Which of a state's enabled steps leads to another: the first of them. */
  choiceTo(state: number, target: number): number {
    const choice = this.successorsOf(state).indexOf(target);
    if (choice < 0) throw new RangeError(`no step of state ${state} leads to state ${target}`);
    return choice;
  }

  /** The number of a state, given by its local states; −1 if it was not found. Only of exact storage. */
  numberOf(vector: Int32Array): number {
    const words = wordsOf(this.tables.layout, vector);
    return words === undefined ? -1 : this.store.find(words, 0);
  }

  /** Loads a state into the host. */
  visit(state: number): void {
    unpack(this.tables.layout, this.sourceOf(state), this.placeOf(state), this.host.vector);
  }

  /** The local state of a slot in a state. */
  local(state: number, slot: number): number {
    return fieldOf(this.sourceOf(state), this.placeOf(state), this.tables.layout.fields[slot] as Field);
  }

  /** Lets go of what only states before this one needed. */
  passed(state: number): void {
    this.compact?.window.forget(state);
  }

  /** Says where the words of the batch's states are. With hash compaction, one that is gone must be the only one. */
  private locate(): void {
    const { batch } = this;
    batch.source = this.sourceOf(batch.states[0] as number);
    for (let i = 0; i < batch.count; i++) batch.froms[i] = this.placeOf(batch.states[i] as number);
  }

  private sourceOf(state: number): Int32Array {
    return this.compact?.wordsOf(state, this.tables.layout, this.store, this.loop) ?? this.store.arena;
  }

  private placeOf(state: number): number {
    return this.compact === undefined ? state * this.store.words : Math.max(0, this.compact.window.at(state));
  }

  /** Sees to what the loop found missing at a state of the batch; `false` if the layout must be widened for it. */
  private provide(at: number): boolean {
    const { batch, tables } = this;
    if (batch.missingSlot < 0) {
      batch.grow();
      return true;
    }
    unpack(tables.layout, batch.source, batch.froms[at] as number, this.host.vector);
    return tables.learn(batch.missingSlot, batch.missingIndex);
  }

  private prepare(): void {
    const doubled = this.growth.note(this.store.size);
    // By now the slots have shown how wide they are, which the first layout could only guess.
    const guessed = this.store.size >= this.nextCode;
    if (guessed || (doubled && this.store.size >= WORTH_CODE && this.canBeNarrower())) this.relayout();
  }

  private canBeNarrower(): boolean {
    return layoutFor(this.growth.demands(PRUDENT)).words < this.words;
  }

  private insert(): void {
    if (this.compact === undefined) this.loop.insert(this.batch);
    else this.compact.insert(this.tables.layout, this.store, this.batch);
  }

  private considerThread(): void {
    // Which steps are followed may depend on the numbers of the last ones.
    if (this.beginThread === undefined || this.partialOrder !== undefined || this.store.size < WORTH_THREAD) return;
    this.coming ??= new Pipeline(this.store, this.beginThread());
    if (!this.coming.isUp) return;
    this.pipeline = this.coming;
    this.pipeline.renew(this.words, this.loop.kind === 'generated');
  }

  private makeLoop(): Loop {
    const plain = this.kind === 'plain' || (this.kind === 'auto' && this.store.size < this.worthCode);
    this.nextCode = plain && this.kind === 'auto' ? WORTH_CODE : Infinity;
    const generated = plain ? undefined : generatedLoop(this.tables, this.store);
    return generated ?? plainLoop(this.tables, this.store);
  }

  /** Less prudent where that saves the many states there are a word each. */
  private demands(): Demand[] {
    for (let foresight = PRUDENT; foresight >= 0 && this.store.size >= WORTH_CODE; foresight--) {
      const demands = this.growth.demands(foresight);
      if (layoutFor(demands).words <= this.words) return demands;
    }
    return this.growth.demands(PRUDENT);
  }

  private relayout(): void {
    const before = this.tables.layout;
    this.pipeline?.recall();
    this.tables.relayout(this.demands());
    const after = this.tables.layout;
    if (this.compact !== undefined) this.compact.relayout(before, after);
    else this.store.repack(after.words, (from, into) => repack(before, after, from, this.store.size, into));
    const { states, count } = this.batch;
    this.loop = this.makeLoop();
    this.batchNow = new Batch(after.words);
    this.pipeline?.renew(after.words, this.loop.kind === 'generated');
    this.batch.states.set(states);
    this.batch.count = count;
  }
}
