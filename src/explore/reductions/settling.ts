import type { System } from '../../system/index.js';
import { Memo } from '../numbers.js';
import type { TableHost } from '../table.js';

/** Puts lists whose order is nobody's business (`anyOrder` of the scenario) into one order. */
export class Settling {
  /** By slot, the fields of its context that hold such lists. */
  private readonly fields: readonly (readonly string[])[];
  private readonly memos: readonly Memo[];
  /** Local states that were made, by slot, with one that they were made from. */
  private readonly madeFrom: readonly Map<number, number>[];
  private readonly host: TableHost;

  constructor({ actors, scenario }: System, host: TableHost) {
    this.host = host;
    this.fields = actors.map(({ machine: { spec } }) =>
      (scenario.anyOrder ?? []).flatMap((name) => {
        const [machine, field = ''] = name.split('.');
        return machine === spec.id ? [field] : [];
      }),
    );
    this.memos = actors.map(() => new Memo());
    this.madeFrom = actors.map(() => new Map<number, number>());
  }

  /** The slots that have such lists. */
  get slots(): number[] {
    return [...this.fields.keys()].filter((slot) => (this.fields[slot] as readonly string[]).length > 0);
  }

  isFree(slot: number, field: string): boolean {
    return this.fields[slot]?.includes(field) ?? false;
  }

  /** The local state in which the lists are in order; most are that already. */
  settled(slot: number, local: number): number {
    const fields = this.fields[slot] ?? [];
    if (fields.length === 0) return local;
    const memo = this.memos[slot] as Memo;
    const known = memo.get(local);
    return known >= 0 ? known : memo.set(local, this.settle(slot, local, fields));
  }

  /** Of a local state that was made, one that it was made from. */
  sourceOf(slot: number, local: number): number | undefined {
    return this.madeFrom[slot]?.get(local);
  }

  private settle(slot: number, local: number, fields: readonly string[]): number {
    const { context } = this.host.view(slot, local);
    const sorted = fields.flatMap((field) => {
      const list = context[field];
      return Array.isArray(list) ? [[field, list.toSorted(byText)] as const] : [];
    });
    const next = { ...context, ...Object.fromEntries(sorted) };
    if (JSON.stringify(next) === JSON.stringify(context)) return local;
    const before = this.host.counts()[slot] as number;
    const made = this.host.withContext(slot, local, next);
    if (made >= before) (this.madeFrom[slot] as Map<number, number>).set(made, local);
    return made;
  }
}

const byText = (one: unknown, other: unknown): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
