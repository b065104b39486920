import type { Context, Value } from '../../model/index.js';
import type { System } from '../../system/index.js';
import { Memo } from '../numbers.js';
import type { TableHost } from '../table.js';
import { Asymmetry, type Permutation, type Renaming } from './renaming.js';

/**
 * What a slot's local state says of a bundle, as a number: equal for renamed states and renamed bundles, whatever the names.
 * It is a text in which the bundle's names stand apart from those of all the others.
 */
export class Colours {
  private readonly host: TableHost;
  private readonly renaming: Renaming;
  private readonly system: System;
  private readonly ids = new Map<string, number>();
  /** By slot, then local state times bundles plus bundle. */
  private readonly known: readonly Memo[];
  /** By bundle, how the names of all read from it. */
  private readonly names: readonly ReadonlyMap<string, string>[];

  constructor(system: System, host: TableHost, renaming: Renaming) {
    this.host = host;
    this.renaming = renaming;
    this.system = system;
    const { bundles } = renaming;
    this.names = bundles.map(
      (_, mine) =>
        new Map(
          bundles.flatMap((bundle, b) =>
            bundle.map((actor, place) => [host.name(actor), `${b === mine ? 'its' : 'another'} ${place}`] as const),
          ),
        ),
    );
    this.known = Array.from({ length: host.size + 1 }, () => new Memo());
  }

  of(slot: number, local: number, bundle: number): number {
    const key = local * this.names.length + bundle;
    const memo = this.known[slot]!;
    const id = memo.get(key);
    return id >= 0 ? id : memo.set(key, this.idOf(slot, local, bundle));
  }

  /** Throws an Asymmetry if renaming changes what a local state says. */
  check(slot: number, local: number, to: Permutation): void {
    const [target, image] = [this.renaming.slot(slot, to), this.renaming.local(slot, local, to)];
    for (const [bundle, place] of to.entries()) {
      if (this.of(slot, local, bundle) === this.of(target, image, place)) continue;
      throw new Asymmetry(`what ${this.host.name(slot)} remembers depends on an order of names`);
    }
  }

  private idOf(slot: number, local: number, bundle: number): number {
    const text = slot === this.host.size ? this.mailText(local, bundle) : this.localText(slot, local, bundle);
    let id = this.ids.get(text);
    if (id === undefined) this.ids.set(text, (id = this.ids.size));
    return id;
  }

  private localText(slot: number, local: number, bundle: number): string {
    const { path, context } = this.host.view(slot, local);
    const { refs = {} } = (this.system.actors[slot] as System['actors'][number]).machine.spec;
    const isSet = (field: string): boolean => refs[field] === 'set' || this.renaming.settling.isFree(slot, field);
    return JSON.stringify([path, marked(context, this.names[bundle] as ReadonlyMap<string, string>, isSet)]);
  }

  private mailText(mail: number, bundle: number): string {
    const names = this.names[bundle] as ReadonlyMap<string, string>;
    const pieces = this.host.piecesOf(mail).map(({ to, op }) => {
      const receiver = this.host.name(to);
      return JSON.stringify([names.get(receiver) ?? receiver, read(this.host.describe(op) as Value, names)]);
    });
    return JSON.stringify(pieces.sort());
  }
}

/** A context as one bundle reads it. The members of sets have no order. */
function marked(context: Context, names: ReadonlyMap<string, string>, isSet: (field: string) => boolean): Value {
  return Object.fromEntries(
    Object.entries(context).map(([field, value]) => {
      const mine = read(value, names);
      return [field, isSet(field) && Array.isArray(mine) ? mine.map(String).sort() : mine];
    }),
  );
}

function read(value: Value, names: ReadonlyMap<string, string>): Value {
  if (typeof value === 'string') return names.get(value) ?? names.get(value.replace(/^@/, '')) ?? value;
  if (Array.isArray(value)) return value.map((item) => read(item as Value, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item as Value, names)]));
}
