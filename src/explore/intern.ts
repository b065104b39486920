import type { AnyMachineSnapshot } from 'xstate';
import type { Context, Kernel, Machine, Op, Output } from '../model/index.js';
import { localKey, move, quickTransition, start, viewOf, type LocalView, type Moved } from '../system/index.js';

/** One distinct local state of a machine. */
export interface LocalState {
  readonly snapshot: AnyMachineSnapshot;
  readonly view: LocalView;
  /** The calls and choices declared by entering it; part of its identity. */
  readonly declared: readonly Output[];
}

/** What one op does to one local state. */
export interface Row {
  readonly next: number;
  readonly immediate: readonly Output[];
}

/** Interns a machine's local states and memoises its transitions: XState is called once per distinct (state, op). */
export class MachineTable {
  readonly locals: LocalState[] = [];
  private readonly ids = new Map<string, number>();
  private readonly rows = new Map<number, Row | null>();
  private readonly starts = new Map<string, Row>();
  /** Rows that were asked a second time. */
  private rerunRows = 0;
  private readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  initial(input: Parameters<typeof start>[1]): Row {
    const key = JSON.stringify(input);
    let row = this.starts.get(key);
    if (row === undefined) this.starts.set(key, (row = this.intern(start(this.machine, input))));
    return row;
  }

  /** `null` where the state does not accept the op. */
  row(local: number, opId: number, op: Op): Row | null {
    const key = local * OP_SPACE + opId;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const moved = move(this.machine, (this.locals[local] as LocalState).snapshot, op, quickTransition);
    const row = moved === undefined ? null : this.intern(moved);
    this.rows.set(key, row);
    return row;
  }

  /**
   * Asks XState once more for what it was asked last, one row of the table after another. Gives the first row that comes out
   * otherwise: its op, its state, and the two states that it led to.
   */
  rerun(op: (id: number) => Op): { readonly op: string; readonly path: string; readonly twice: string[] } | undefined {
    const rows = [...this.rows];
    for (; this.rerunRows < rows.length; this.rerunRows++) {
      const [key, row] = rows[this.rerunRows] as [number, Row | null];
      const { snapshot, view } = this.locals[Math.floor(key / OP_SPACE)] as LocalState;
      const asked = op(key % OP_SPACE);
      const moved = move(this.machine, snapshot, asked, quickTransition);
      const again = moved === undefined ? null : this.intern(moved);
      if (JSON.stringify(again) === JSON.stringify(row)) continue;
      return { op: asked.type, path: view.path, twice: [row, again].map((one) => this.rowText(one)) };
    }
    return undefined;
  }

  private rowText(row: Row | null): string {
    if (row === null) return 'a refusal';
    const { view } = this.locals[row.next] as LocalState;
    const outputs = row.immediate.map((output) => JSON.stringify(output)).join(', ');
    return `${view.path} ${JSON.stringify(view.context)}${outputs === '' ? '' : ` saying ${outputs}`}`;
  }

  /** All that XState was asked: a snapshot and the id of an op. */
  asked(): { readonly snapshot: AnyMachineSnapshot; readonly op: number }[] {
    return [...this.rows.keys()].map((key) => ({
      snapshot: (this.locals[Math.floor(key / OP_SPACE)] as LocalState).snapshot,
      op: key % OP_SPACE,
    }));
  }

  /** The accepted (state, op) pairs seen so far. */
  taken(): { readonly from: number; readonly op: number; readonly next: number }[] {
    return [...this.rows].flatMap(([key, row]) =>
      row === null ? [] : [{ from: Math.floor(key / OP_SPACE), op: key % OP_SPACE, next: row.next }],
    );
  }

  /** The local state that differs from one in its context alone. */
  withContext(local: number, context: Context): number {
    const { snapshot, declared } = this.locals[local] as LocalState;
    return this.intern({ snapshot: { ...snapshot, context } as AnyMachineSnapshot, outputs: declared }).next;
  }

  private intern({ snapshot, outputs }: Moved): Row {
    const waits = ({ type }: Output): boolean => type === 'call' || type === 'call_any' || type === 'choose';
    const declared = outputs.filter(waits);
    const key = `${localKey(snapshot)}${JSON.stringify(declared)}`;
    let next = this.ids.get(key);
    if (next === undefined) {
      next = this.locals.push({ snapshot, view: viewOf(snapshot), declared }) - 1;
      this.ids.set(key, next);
    }
    return { next, immediate: outputs.filter((output) => !waits(output)) };
  }
}

/** More than any model has distinct ops; local ids times this stay exact in a double. */
export const OP_SPACE = 2 ** 22;

/** Interned ops and machine tables. Scenarios on one kernel share it, since machines know nothing of their wiring. */
export class Tables {
  readonly ops: Op[] = [];
  private readonly opIds = new Map<string, number>();
  private readonly machines = new Map<Machine, MachineTable>();

  machine(machine: Machine): MachineTable {
    let table = this.machines.get(machine);
    if (table === undefined) this.machines.set(machine, (table = new MachineTable(machine)));
    return table;
  }

  op(op: Op): number {
    const key = JSON.stringify(op);
    let id = this.opIds.get(key);
    if (id === undefined) {
      id = this.ops.push(op) - 1;
      this.opIds.set(key, id);
    }
    return id;
  }
}

/** One transition that the searches on a kernel have taken: in which state of which machine, on which event. */
export interface Taken {
  readonly machine: string;
  /** The active path it started from. */
  readonly from: string;
  readonly event: string;
  /** The active path it led to. */
  readonly to: string;
}

/** Every transition that any search on this kernel has taken so far: what a catalogue covers. */
export function transitionsTaken(kernel: Kernel): readonly Taken[] {
  const tables = sharedTables(kernel);
  return [...kernel.machines.values()].flatMap((machine) => {
    const table = tables.machine(machine);
    const path = (local: number): string => (table.locals[local] as LocalState).view.path;
    return table.taken().map(({ from, op, next }) => ({
      machine: machine.spec.id,
      from: path(from),
      event: (tables.ops[op] as Op).type,
      to: path(next),
    }));
  });
}

const tablesOf = new WeakMap<Kernel, Tables>();

/** The tables of a kernel; every search on it adds to them. */
export function sharedTables(kernel: Kernel): Tables {
  let tables = tablesOf.get(kernel);
  if (tables === undefined) tablesOf.set(kernel, (tables = new Tables()));
  return tables;
}
