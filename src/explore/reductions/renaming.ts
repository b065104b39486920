import type { Effect, Mail, System } from '../../system/index.js';
import { Memo } from '../numbers.js';
import type { BoundRow, TableHost } from '../table.js';
import { NotReducible } from './reduction.js';
import { Settling } from './settling.js';
import { namesUnder, renamed, type Bundle } from './bundles.js';

/** Bundles that change places: the bundle `b` goes where `to[b]` was. */
export type Permutation = readonly number[];

/** The machines do not treat all bundles alike. */
export class Asymmetry extends NotReducible {
  constructor(why: string) {
    super('symmetry', why);
  }
}

/**
 * What becomes of local states, ops and mail when bundles change places.
 *
 * The image of a local state is found by what leads to it: if an op led there, the renamed op leads to the image. So nothing
 * is assumed of what contexts look like, and `verify` proves that the images are right: it asks for all that was asked of
 * actors whether the renamed one does the same, renamed.
 */
export class Renaming {
  readonly bundles: readonly Bundle[];
  /** Of each slot, its bundle and its place in it; −1 for those outside. */
  readonly bundleOf: Int32Array;
  readonly placeOf: Int32Array;
  private readonly host: TableHost;
  private readonly system: System;
  /** By permutation, as a number of one digit for each bundle. */
  private readonly actions = new Map<number, Action>();
  /** How many rows of each actor were verified. */
  private readonly verified: number[] = [];
  /** Ops that a tell to several was told in another order: nobody may say anything on hearing them. */
  private readonly unordered = new Set<number>();
  /** Images are settled, and so is whatever is compared with them. */
  readonly settling: Settling;

  constructor(system: System, host: TableHost, bundles: readonly Bundle[]) {
    this.settling = new Settling(system, host);
    this.system = system;
    this.host = host;
    this.bundles = bundles;
    this.bundleOf = new Int32Array(host.size + 1).fill(-1);
    this.placeOf = new Int32Array(host.size + 1).fill(-1);
    for (const [b, bundle] of bundles.entries()) {
      for (const [place, actor] of bundle.entries()) {
        this.bundleOf[actor] = b;
        this.placeOf[actor] = place;
      }
    }
  }

  /** Where a slot goes. */
  slot(slot: number, to: Permutation): number {
    const bundle = this.bundleOf[slot] as number;
    return bundle < 0 ? slot : ((this.bundles[to[bundle] as number] as Bundle)[this.placeOf[slot] as number] as number);
  }

  /** The image of a slot's local state, as a local state of the slot where it goes. Throws an Asymmetry if there is none. */
  local(slot: number, local: number, to: Permutation): number {
    const { locals, to: kept } = this.action(to);
    const memo = locals[slot]!;
    const known = memo.get(local);
    if (known >= 0) return known;
    return memo.set(local, slot === this.host.size ? this.mailImage(local, kept) : this.localImage(slot, local, kept));
  }

  /** The image of a state. */
  vector(from: Int32Array, to: Permutation): Int32Array {
    const image = new Int32Array(from.length);
    for (let slot = 0; slot < from.length; slot++)
      image[this.slot(slot, to)] = this.local(slot, from[slot] as number, to);
    return image;
  }

  /**
   * Proves that all actors treat the bundles alike in whatever was asked, and in what that leads to. Throws an Asymmetry that
   * says who does not.
   */
  verify(): void {
    const { host, bundles } = this;
    const neighbours = bundles.slice(1).map((_, b) => exchange(bundles.length, b, b + 1));
    for (let more = true; more;) {
      more = false;
      this.refuseOrders();
      for (let actor = 0; actor < host.size; actor++) {
        // Asking may itself add rows, to this actor or to others.
        const rows = [...host.asked(actor)];
        for (let at = this.verified[actor] ?? 0; at < rows.length; at++) {
          const { local, op, row } = rows[at] as (typeof rows)[number];
          for (const to of neighbours) this.verifyRow(actor, local, op, row, to);
          more = true;
        }
        this.verified[actor] = rows.length;
      }
    }
    for (let actor = 0; actor < host.size; actor++) {
      for (const { op, row } of host.asked(actor)) {
        if (this.unordered.has(op) && row !== null && row.effects.length > 0) {
          throw new Asymmetry(
            `"${host.describe(op).type}" is told to several, and ${host.name(actor)} tells others on hearing it`,
          );
        }
      }
    }
  }

  /** The image of an op. */
  op(op: number, to: Permutation): number {
    const { ops, names } = this.action(to);
    let image = ops.get(op);
    if (image === undefined) {
      image = this.host.handle(renamed(this.host.describe(op), names) as ReturnType<TableHost['describe']>);
      ops.set(op, image);
    }
    return image;
  }

  private action(to: Permutation): Action {
    let key = 0;
    for (let b = 0; b < to.length; b++) key = key * to.length + to[b]!;
    let action = this.actions.get(key);
    if (action === undefined) {
      const image = new Map(this.bundles.flat().map((actor) => [actor, this.slot(actor, to)]));
      const locals = Array.from({ length: this.host.size + 1 }, () => new Memo());
      action = { to: [...to], names: namesUnder(this.system, image), ops: new Map(), locals };
      this.actions.set(key, action);
    }
    return action;
  }

  private localImage(slot: number, local: number, to: Permutation): number {
    const { host } = this;
    const source = this.settling.sourceOf(slot, local);
    if (source !== undefined) return this.local(slot, source, to);
    const target = this.slot(slot, to);
    const origin = host.originOf(slot, local);
    const image =
      origin === undefined
        ? (host.first[target] as number)
        : host.ask(target, this.local(slot, origin.local, to), this.op(origin.op, to))?.next;
    if (image === undefined) throw this.difference(slot, (origin as { op: number }).op);
    if (this.text(slot, local, to) !== this.text(target, image)) throw this.difference(slot, origin?.op);
    return this.settling.settled(target, image);
  }

  private mailImage(mail: number, to: Permutation): number {
    return this.host.mailOf(
      this.host
        .piecesOf(mail)
        .map((piece): Mail<number> => ({ to: this.slot(piece.to, to), op: this.op(piece.op, to) })),
    );
  }

  private verifyRow(actor: number, local: number, op: number, row: BoundRow | null, to: Permutation): void {
    const twin = this.host.ask(this.slot(actor, to), this.local(actor, local, to), this.op(op, to));
    if (row === null || twin === null) {
      if (row !== twin) throw this.difference(actor, op);
      return;
    }
    const next = this.settling.settled(this.slot(actor, to), twin.next);
    if (this.local(actor, row.next, to) !== next || !this.areTwins(row.effects, twin.effects, to)) {
      throw this.difference(actor, op);
    }
  }

  /**
   * Throws an Asymmetry if a machine does otherwise in some order that was said to be nobody's business. Whatever was asked in
   * the order that is kept is asked in all others that came up.
   */
  private refuseOrders(): void {
    const { settling, host } = this;
    for (const actor of settling.slots) {
      const asked = [...host.asked(actor)];
      for (let local = 0; local < (host.counts()[actor] as number); local++) {
        const settled = settling.settled(actor, local);
        if (settled === local) continue;
        for (const { op } of asked.filter((one) => one.local === settled)) this.verifyOrder(actor, local, settled, op);
      }
    }
  }

  private verifyOrder(actor: number, local: number, settled: number, op: number): void {
    const { settling, host } = this;
    const [row, twin] = [host.ask(actor, local, op), host.ask(actor, settled, op)];
    const same =
      row === null || twin === null
        ? row === twin
        : JSON.stringify(row.effects) === JSON.stringify(twin.effects) &&
          settling.settled(actor, row.next) === settling.settled(actor, twin.next);
    if (same && this.text(actor, local) === this.text(actor, settled)) return;
    throw new Asymmetry(
      `to ${host.name(actor)} an order matters that the scenario says does not, on "${host.describe(op).type}"`,
    );
  }

  /** What a local state offers, in any order, and whether its thread may rest there. */
  private text(slot: number, local: number, to?: Permutation): string {
    const { host } = this;
    host.vector[slot] = local;
    const { finished, idle } = host.view(slot);
    const pending = host.pending(slot).map((one) => {
      const op = to === undefined ? one.op : this.op(one.op, to);
      return one.kind === 'choose' ? `choose ${op}` : `${to === undefined ? one.to : this.slot(one.to, to)} ${op}`;
    });
    return `${finished} ${idle} ${pending.sort().join()}`;
  }

  /** Tells of one op to several, one after another, may come in another order; it is noted that they must commute. */
  private areTwins(effects: readonly Effect<number>[], twins: readonly Effect<number>[], to: Permutation): boolean {
    if (effects.length !== twins.length) return false;
    const images = effects.map((effect) => {
      const op = this.op(effect.op, to);
      return effect.kind === 'reply'
        ? { kind: effect.kind, to: -1, op }
        : { kind: effect.kind, to: this.slot(effect.to, to), op };
    });
    const actual = twins.map((effect) => ({
      kind: effect.kind,
      to: effect.kind === 'reply' ? -1 : effect.to,
      op: effect.op,
    }));
    for (let from = 0; from < images.length;) {
      const { kind, op } = images[from] as (typeof images)[number];
      let end = from + 1;
      while (kind === 'tell' && images[end]?.kind === 'tell' && images[end]?.op === op) end++;
      const [here, there] = [images.slice(from, end), actual.slice(from, end)];
      if (there.some((one) => one.kind !== kind || one.op !== op)) return false;
      const [mine, other] = [here, there].map((list) => list.map((one) => one.to));
      if (String(mine) !== String(other)) {
        this.unordered.add(op);
        const sorted = [mine, other].map((list) => String((list as number[]).toSorted((a, b) => a - b)));
        if (sorted[0] !== sorted[1]) return false;
      }
      from = end;
    }
    return true;
  }

  private difference(actor: number, op: number | undefined): Asymmetry {
    const { host } = this;
    // Where an order matters that was said not to, it looks as if names did.
    this.refuseOrders();
    const what = op === undefined ? 'where it begins' : `on "${host.describe(op).type}"`;
    return new Asymmetry(
      `${host.name(actor)} does not treat ${this.bundles.map(([first]) => host.name(first as number)).join(', ')} alike ${what}`,
    );
  }
}

/** What one permutation was found to do. */
interface Action {
  readonly to: Permutation;
  readonly names: ReadonlyMap<string, string>;
  readonly ops: Map<number, number>;
  /** By slot and local state. */
  readonly locals: readonly Memo[];
}

/** The permutation in which two change places. */
export const exchange = (count: number, one: number, other: number): Permutation =>
  Array.from({ length: count }, (_, b) => (b === one ? other : b === other ? one : b));

/** All permutations of so many, the identity first. */
export function permutations(count: number): Permutation[] {
  let all: number[][] = [[]];
  for (let next = 0; next < count; next++) {
    all = all.flatMap((some) => Array.from({ length: next + 1 }, (_, at) => some.toSpliced(next - at, 0, next)));
  }
  return all.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}
