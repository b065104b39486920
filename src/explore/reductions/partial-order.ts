import type { System } from '../../system/index.js';
import type { Batch } from '../batch.js';
import { fieldOf, unpack, type Field } from '../layout.js';
import { StateBits } from '../state-bits.js';
import { MOST_LOCALS } from '../laws.js';
import type { Memo } from '../numbers.js';
import type { IsGoodLook, StepTables } from '../step-tables.js';
import type { TableHost } from '../table.js';
import { Independence, memoOf, Questions } from './independence.js';
import type { Renaming } from './renaming.js';
import { Observations, seesWith, type Sees } from './visibility.js';

/** What one search found out that the next one, begun anew, must know from its first state on. */
export interface Knowledge {
  readonly questions: Questions;
  readonly observations: Observations;
}

export const newKnowledge = (): Knowledge => ({ questions: new Questions(), observations: new Observations() });

/** What was decided turns out to rest on too little: the search must begin anew, knowing more. */
export class TooEarly extends Error {
  constructor() {
    super('begin anew');
  }
}

/**
 * Follows, where it may, the steps of one thread and leaves those of the others for later: ample sets (Peled 1993), for steps
 * that commute with all that others can do meanwhile and that no property sees.
 *
 * Kept: ends, deadlocks, doom, and safety. A state whose steps all lead back is followed in full, so that nobody is left out
 * for ever: from each state, steps that are followed lead to ever higher numbers, and at last to a state followed in full.
 */
export class PartialOrder {
  private readonly host: TableHost;
  private readonly independence: Independence;
  private readonly sees: Sees;
  /** States that are followed in full, since what was followed of them only led back. */
  private readonly full = new StateBits();
  /** The thread whose steps alone are followed, per state of the batch; −1 for all. */
  private readonly chosen: number[] = [];
  /** By thread, from where to where: whether nobody sees it. */
  private readonly moves = new Map<number, Map<number, boolean>>();
  /** By thread, then row: whether the look there is safe. */
  private readonly rows = new Map<number, Memo>();
  private written = 0;
  private nextProof = 256;
  private readonly vector: Int32Array;
  private readonly scratch: Int32Array;

  constructor(system: System, host: TableHost, knowledge: Knowledge, renaming: Renaming | undefined) {
    this.host = host;
    this.sees = seesWith(system, host, knowledge.observations, renaming);
    this.independence = new Independence(host, knowledge.questions, this.sees, renaming);
    this.vector = new Int32Array(host.size + 1);
    this.scratch = new Int32Array(host.size + 1);
  }

  /** Leaves of the batch's successors those to be followed. */
  reduce(batch: Batch, tables: StepTables): void {
    this.independence.note(tables);
    // Rather now than at the end, if it has to be: most questions come up early.
    if ((batch.states[0] as number) >= this.nextProof) {
      this.nextProof *= 2;
      this.prove();
    }
    const { firsts, owners, words, hashes, width } = batch;
    let kept = 0;
    for (let i = 0; i < batch.count; i++) {
      const [from, end] = [firsts[i] as number, firsts[i + 1] as number];
      const chosen = this.full.has(batch.states[i] as number) ? -1 : this.choose(batch, i, tables);
      this.chosen[i] = chosen;
      firsts[i] = kept;
      for (let s = from; s < end; s++) {
        if (chosen >= 0 && owners[s] !== chosen) continue;
        for (let w = 0; w < width; w++) words[kept * width + w] = words[s * width + w] as number;
        hashes[kept] = hashes[s] as number;
        owners[kept] = owners[s] as number;
        kept++;
      }
    }
    firsts[batch.count] = kept;
    batch.successors = kept;
  }

  /** Looks at the numbers of those that were followed; says whether some states must be expanded again, in full. */
  mustRepeat({ states, count, firsts, numbers }: Batch): boolean {
    let repeat = false;
    for (let i = 0; i < count; i++) {
      if ((this.chosen[i] as number) < 0) continue;
      let leadsOn = false;
      for (let s = firsts[i] as number; s < (firsts[i + 1] as number); s++) {
        if ((numbers[s] as number) > (states[i] as number)) leadsOn = true;
      }
      if (leadsOn) continue;
      this.full.add(states[i] as number);
      repeat = true;
    }
    return repeat;
  }

  /** Throws TooEarly if something that was met late forbids what was decided before. */
  prove(): void {
    const unseen = [...this.moves].every(([thread, moves]) =>
      [...moves].every(([key, was]) => !was || !this.sees(thread, Math.floor(key / MOST_LOCALS), key % MOST_LOCALS)),
    );
    if (!unseen || !this.independence.holds()) throw new TooEarly();
  }

  private choose(batch: Batch, i: number, tables: StepTables): number {
    const { firsts, owners } = batch;
    const [from, end] = [firsts[i] as number, firsts[i + 1] as number];
    if (end - from < 2 || owners[from] === owners[end - 1]) return -1;
    unpack(tables.layout, batch.source, batch.froms[i] as number, this.vector);
    let best = -1;
    let fewest = Infinity;
    for (let s = from; s < end;) {
      const thread = owners[s] as number;
      let after = s;
      while (after < end && owners[after] === thread) after++;
      const isMail = thread === this.host.size;
      if (!isMail && after - s < fewest && this.isAmple(thread, tables)) {
        const field = tables.layout.fields[thread] as Field;
        let unseen = true;
        for (let step = s; step < after && unseen; step++) unseen = this.endsUnseen(batch, step, thread, field);
        if (unseen) {
          best = thread;
          fewest = after - s;
        }
      }
      s = after;
    }
    return best;
  }

  /** Whether all that the thread may do now commutes with all that others may do until it moves. */
  private isAmple(thread: number, tables: StepTables): boolean {
    const { vector, scratch } = this;
    const local = vector[thread] as number;
    if (!this.independence.isLeftAlone(thread, local)) return false;
    const rows = this.rowsOf(thread, tables);
    const isGood: IsGoodLook = (row, { slot, op, to }, met) => {
      const known = rows.get(row);
      if (known >= 0) return known === 1;
      // Mail that is posted may be swallowed by what is there already: the order of posting and taking matters.
      return rows.set(row, to < 0 && this.independence.isSafe(thread, slot, op, met) ? 1 : 0) === 1;
    };
    const pending = tables.pendingIn(thread, local);
    for (let index = 0; index < pending; index++) {
      scratch.set(vector);
      if (!tables.everyLook(thread, index, scratch, isGood)) return false;
    }
    return true;
  }

  /** What is known of the rows of the tables as they are written now. */
  private rowsOf(thread: number, { written }: StepTables): Memo {
    if (written !== this.written) this.rows.clear();
    this.written = written;
    return memoOf(this.rows, thread);
  }

  /** Whether nobody can tell, and nobody can move it on, when the thread has taken a step. */
  private endsUnseen(batch: Batch, s: number, thread: number, field: Field): boolean {
    const [before, end] = [this.vector[thread] as number, fieldOf(batch.words, s * batch.width, field)];
    const key = before * MOST_LOCALS + end;
    const known = this.moves.get(thread)?.get(key);
    if (known !== undefined) return known;
    const unseen = this.independence.isLeftAlone(thread, end) && !this.sees(thread, before, end);
    this.moves.set(thread, (this.moves.get(thread) ?? new Map<number, boolean>()).set(key, unseen));
    return unseen;
  }
}
