import { OomlabError } from '../../model/index.js';
import { Memo } from '../numbers.js';
import type { StepTables } from '../step-tables.js';
import type { TableHost } from '../table.js';
import { permutations, type Renaming } from './renaming.js';
import type { Sees } from './visibility.js';

/**
 * Which looks of a thread commute with all that others may ask of the same actor, now and for as long as the thread waits.
 *
 * What others may ask is what steps of this system were seen to ask (`note`). That is enough: the search looks at all steps of
 * all states that it keeps, so a question that it never met cannot come up in a run that the reduced ones stand for either;
 * and a question met late is laid before all that was decided before (`holds`).
 */
export class Independence {
  private readonly host: TableHost;
  private readonly questions: Questions;
  private readonly renaming: Renaming | undefined;
  private readonly sees: Sees;
  private noted = 0;
  /** By thread, actor and op: for each local state, whether the look is safe. */
  private readonly safe = new Map<string, Memo>();
  /** By thread: for each local state that it starts or ends in, whether it is left alone there. */
  private readonly alone = new Map<number, Memo>();
  private readonly texts = new WeakMap<object, string>();

  constructor(host: TableHost, questions: Questions, sees: Sees, renaming: Renaming | undefined) {
    this.host = host;
    this.questions = questions;
    this.sees = sees;
    this.renaming = renaming;
  }

  /** Takes note of whatever steps were learned to ask. */
  note({ lessons }: StepTables): void {
    for (; this.noted < lessons.length; this.noted++) {
      const lesson = lessons[this.noted]!;
      if (!('reads' in lesson)) continue;
      for (const { slot, op, to } of lesson.reads) if (to < 0) this.ask(lesson.slot, slot, op);
    }
  }

  /** Whether a thread's look commutes with whatever others ask, as far as is known. */
  isSafe(thread: number, slot: number, op: number, local: number): boolean {
    const memo = memoOf(this.safe, `${thread} ${slot} ${op}`);
    const known = memo.get(local);
    if (known >= 0) return known === 1;
    return memo.set(local, this.commutes(thread, slot, op, local) ? 1 : 0) === 1;
  }

  /** Whether nobody else can move a thread out of a local state. */
  isLeftAlone(thread: number, local: number): boolean {
    const memo = memoOf(this.alone, thread);
    const known = memo.get(local);
    if (known >= 0) return known === 1;
    return memo.set(local, this.nobodyAsks(thread, local) ? 1 : 0) === 1;
  }

  /** Whether all that was decided is so in the light of what was met later. */
  holds(): boolean {
    const decided = (memo: Memo): number[] =>
      Array.from({ length: memo.length }, (_, local) => local).filter((local) => memo.get(local) === 1);
    return (
      [...this.alone].every(([thread, memo]) => decided(memo).every((local) => this.nobodyAsks(thread, local))) &&
      [...this.safe].every(([key, memo]) => {
        const [thread, slot, op] = key.split(' ').map(Number) as [number, number, number];
        return decided(memo).every((local) => this.commutes(thread, slot, op, local));
      })
    );
  }

  private ask(by: number, slot: number, op: number): void {
    const { renaming } = this;
    if (!this.questions.add(by, slot, op) || renaming === undefined) return;
    // Steps of one representative are steps of all its images.
    for (const to of permutations(renaming.bundles.length)) {
      this.questions.add(renaming.slot(by, to), renaming.slot(slot, to), renaming.op(op, to));
    }
  }

  private nobodyAsks(thread: number, local: number): boolean {
    return this.questions.othersAsking(thread, thread).every((op) => this.host.ask(thread, local, op) === null);
  }

  /**
   * In the local state and in all that others can bring it to: the answer is the same, what it leads to is the same whoever
   * comes first, and so are the answers to the others. To be refused is an answer.
   */
  private commutes(thread: number, slot: number, op: number, local: number): boolean {
    const { host } = this;
    const others = this.questions.othersAsking(thread, slot);
    try {
      const answer = this.answerTo(slot, local, op);
      const reached = [local];
      for (const at of reached) {
        if (this.answerTo(slot, at, op) !== answer || reached.length > MOST_REACHED) return false;
        const mine = host.ask(slot, at, op);
        if (mine !== null && this.sees(slot, at, mine.next)) return false;
        for (const other of others) {
          const theirs = host.ask(slot, at, other);
          if (mine !== null && this.answerTo(slot, mine.next, other) !== this.answerTo(slot, at, other)) return false;
          if (theirs === null) continue;
          const [first, second] = [host.ask(slot, theirs.next, op), mine && host.ask(slot, mine.next, other)];
          if (first?.next !== second?.next) return false;
          if (!reached.includes(theirs.next)) reached.push(theirs.next);
        }
      }
      return true;
    } catch (error) {
      // Taken together, what is asked by turns may lead where no run does, and where a machine breaks a law.
      if (error instanceof OomlabError) return false;
      throw error;
    }
  }

  private answerTo(slot: number, local: number, op: number): string {
    const row = this.host.ask(slot, local, op);
    if (row === null) return 'refused';
    let text = this.texts.get(row.effects);
    if (text === undefined) this.texts.set(row.effects, (text = JSON.stringify(row.effects)));
    return text;
  }
}

/** Others may, taken together, count on and on. */
const MOST_REACHED = 50;

/** The memo of a key, a new one if there is none yet. */
export function memoOf<K>(memos: Map<K, Memo>, key: K): Memo {
  let memo = memos.get(key);
  if (memo === undefined) memos.set(key, (memo = new Memo()));
  return memo;
}

/** Who was seen to ask what of whom. It outlives a search that has to begin anew. */
export class Questions {
  private readonly asked = new Map<number, Map<number, Set<number>>>();

  /** Whether it is a new one. */
  add(by: number, slot: number, op: number): boolean {
    const ops = this.asked.get(slot) ?? new Map<number, Set<number>>();
    const askers = ops.get(op) ?? new Set<number>();
    if (askers.has(by)) return false;
    this.asked.set(slot, ops.set(op, askers.add(by)));
    return true;
  }

  /** What somebody other than one thread asks of an actor. */
  othersAsking(thread: number, slot: number): number[] {
    const ops = this.asked.get(slot) ?? [];
    return [...ops].flatMap(([op, askers]) => (askers.size > 1 || !askers.has(thread) ? [op] : []));
  }
}
