import type { AnyMachineSnapshot } from 'xstate';
import { OomlabError, type Kernel, type Machine, type Op, type Output } from '../model/index.js';
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
  private readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  initial(input: Parameters<typeof start>[1]): Row {
    return this.intern(start(this.machine, input));
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

  /** The accepted (state, op) pairs seen so far. */
  taken(): { readonly from: number; readonly op: number; readonly next: number }[] {
    return [...this.rows].flatMap(([key, row]) =>
      row === null ? [] : [{ from: Math.floor(key / OP_SPACE), op: key % OP_SPACE, next: row.next }],
    );
  }

  private intern({ snapshot, outputs }: Moved): Row {
    const waits = ({ type }: Output): boolean => type === 'call' || type === 'choose';
    const declared = outputs.filter(waits);
    const key = `${localKey(snapshot)}${JSON.stringify(declared)}`;
    let next = this.ids.get(key);
    if (next === undefined) {
      refuseSilentThread(this.machine, snapshot, declared);
      next = this.locals.push({ snapshot, view: viewOf(snapshot), declared }) - 1;
      this.ids.set(key, next);
    }
    return { next, immediate: outputs.filter((output) => !waits(output)) };
  }
}

/** A thread that neither rests nor ends must have declared what it waits for, or it is lost for ever (E106). */
function refuseSilentThread(machine: Machine, snapshot: AnyMachineSnapshot, declared: readonly Output[]): void {
  if (machine.spec.kind !== 'thread' || declared.length > 0) return;
  if (snapshot.status === 'done' || snapshot.tags.has('idle')) return;
  throw new OomlabError(
    'E106',
    `Machine "${machine.spec.id}" entered ${viewOf(snapshot).path} and offers nothing there.`,
    'Give the state a call or a choice on entry, tag it idle, or make it final; a self-transition needs reenter: true.',
  );
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
