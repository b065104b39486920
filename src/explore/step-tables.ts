import { perform } from '../system/index.js';
import { layoutFor, overflow, type Demand, type Field, type Layout } from './layout.js';
import { IntList } from './numbers.js';
import { Recorder, REFUSED, type Question, type Read } from './recorder.js';
import { BLOCKED, NODE_HEAD, UNKNOWN } from './step-format.js';
import type { TableHost } from './table.js';

/** A question that steps ask of a slot, with its table of answers: two words per local state. */
interface Port {
  readonly question: Question;
  /** Where its table starts in `rows`. */
  readonly base: number;
  /** Numbers for the answers met so far, from FIRST_ANSWER. */
  readonly answers: Map<string, number>;
}

/** What was learned, a row of a port or a step: enough to write it into the tables again under another layout. */
export type Lesson = Read | StepLesson;

export interface StepLesson {
  readonly slot: number;
  readonly local: number;
  /** Which of the slot's pending, and how many it has. */
  readonly index: number;
  readonly of: number;
  readonly reads: readonly Read[];
  /** The owner's local state after the step; `undefined` if the step is not enabled. */
  readonly end: number | undefined;
}

export type IsGoodLook = (row: number, question: Question, local: number) => boolean;

const REFUSED_ANSWER = 1;
const FIRST_ANSWER = 2;

/**
 * Every step of a system as tables that a loop can walk without a call: learned from `perform`, one look at a time.
 *
 * A slot's local state leads (`roots`) to a list of references, one per pending. A reference leads to a node: it looks at one
 * slot, whose port says for its local state which words to change (an exclusive or) and which answer it gives; the answer
 * leads to the next node, or to a leaf: the change of the step's owner. So a step costs one table look-up per actor that
 * takes part, and what XState was asked once is never asked again.
 *
 * Where a reference is 0 nothing is known yet: `learn`, and walk again. Where that says `false`, the layout has become too
 * narrow: `relayout`, repack all states, and walk again.
 */
export class StepTables {
  readonly host: TableHost;
  layout: Layout;
  /**
   * The slots that offer steps (threads, and the mail once there is any), five words each: slot, its field's word, shift and
   * mask, and where its local states start in `roots`.
   */
  active: Int32Array;
  private rootBase: Int32Array;
  readonly roots = new IntList();
  readonly lists = new IntList();
  readonly nodes = new IntList();
  readonly rows = new IntList();
  readonly leaves = new IntList();
  /** The places of answers in a node; grows with the most talkative port. */
  private kids = 4;
  private readonly ports = new Map<string, Port>();
  private readonly portAt = new Map<number, Port>();
  private readonly leafOf = new Map<number, number>();
  /** How often the tables were written anew: rows have other places then. */
  written = 0;
  /** All that was learned, in the order in which it was. */
  readonly lessons: Lesson[] = [];
  private readonly recorder: Recorder;

  constructor(host: TableHost, demands: readonly Demand[]) {
    this.host = host;
    this.recorder = new Recorder(host);
    this.layout = layoutFor(demands);
    this.active = new Int32Array(0);
    this.rootBase = new Int32Array(0);
    this.rebuild();
  }

  /**
   * Learns what the host's present state does in `slot`: its list of pending (`index` −1), or one step of them. Says `false`
   * where the present layout cannot hold it.
   *
   * Throws what `perform` throws: E101 to E106 of a machine that breaks the protocol.
   */
  learn(slot: number, index: number): boolean {
    const before = this.host.vector.slice();
    const followed = index < 0 ? 'unknown' : this.follow(slot, index);
    if (followed !== 'unknown') return followed === 'known';
    this.host.vector.set(before);
    const local = before[slot] as number;
    const of = this.pendingCount(slot);
    return this.take(
      index < 0 ? { slot, local, index, of, reads: [], end: local } : this.lessonOf(slot, local, index, of),
    );
  }

  /**
   * Walks a step as far as it is known, and asks for the rows that are missing on the way. That is often all there is to
   * learn: the step itself is known from other states.
   */
  private follow(slot: number, index: number): 'known' | 'unknown' | 'no room' {
    const { vector } = this.host;
    const root = (this.rootBase[slot] as number) + (vector[slot] as number);
    let at = this.lists.at(this.roots.at(root) + 1 + index);
    while (at > UNKNOWN) {
      const { question, base } = this.portAt.get(this.nodes.at(at + NODE_HEAD - 1)) as Port;
      const row = base + 2 * (vector[question.slot] as number);
      if (this.rows.at(row) === UNKNOWN) {
        if (!this.take(this.recorder.ask(question))) return 'no room';
      } else {
        const { shift, mask } = this.layout.fields[question.slot] as Field;
        (vector[question.slot] as number) ^= (this.rows.at(row + 1) >>> shift) & mask;
      }
      at = this.nodes.at(at + NODE_HEAD + this.rows.at(row));
    }
    return at === UNKNOWN ? 'unknown' : 'known';
  }

  /**
   * Shows each look of a step, which must be known whole, until one is not to its liking: its row in the tables, and what is
   * asked of whom in which local state. `vector` is the state, and is left as the step leaves the others.
   */
  everyLook(slot: number, index: number, vector: Int32Array, isGood: IsGoodLook): boolean {
    const root = (this.rootBase[slot] as number) + (vector[slot] as number);
    let at = this.lists.items[(this.roots.items[root] as number) + 1 + index] as number;
    while (at > UNKNOWN) {
      const base = this.nodes.items[at + NODE_HEAD - 1] as number;
      const { question } = this.portAt.get(base) as Port;
      const local = vector[question.slot] as number;
      const row = base + 2 * local;
      if (!isGood(row, question, local)) return false;
      const { shift, mask } = this.layout.fields[question.slot] as Field;
      (vector[question.slot] as number) ^= ((this.rows.items[row + 1] as number) >>> shift) & mask;
      at = this.nodes.items[at + NODE_HEAD + (this.rows.items[row] as number)] as number;
    }
    return true;
  }

  /** How many pending a slot has in a local state. */
  pendingIn(slot: number, local: number): number {
    return this.lists.at(this.roots.at((this.rootBase[slot] as number) + local));
  }

  /** Keeps a lesson and writes it into the tables, if they have room for it. */
  private take(lesson: Lesson): boolean {
    this.lessons.push(lesson);
    return overflow(this.layout, this.host.counts()) === undefined && this.write(lesson);
  }

  /** Packs anew, wide enough for so many local states a slot. The words of all states change their meaning. */
  relayout(demands: readonly Demand[]): void {
    this.layout = layoutFor(demands);
    this.rebuild();
  }

  private lessonOf(slot: number, local: number, index: number, of: number): StepLesson {
    const { host, recorder } = this;
    recorder.begin(slot);
    const pending = slot < host.size ? host.pending(slot)[index] : undefined;
    const mail = slot < host.size ? undefined : host.mail()[index];
    const refuses =
      mail !== undefined
        ? !recorder.can(mail.to, mail.op)
        : pending?.kind === 'call' && !recorder.can(pending.to, pending.op);
    if (refuses) return { slot, local, index, of, reads: recorder.reads, end: undefined };
    perform(recorder, mail === undefined ? { kind: 'pending', actor: slot, index } : { kind: 'mail', index });
    return { slot, local, index, of, reads: recorder.reads, end: host.vector[slot] as number };
  }

  private pendingCount(slot: number): number {
    const { host } = this;
    return slot < host.size ? host.pending(slot).length : host.mail().length;
  }

  private rebuild(): void {
    const { host, layout } = this;
    this.written++;
    for (;;) {
      for (const list of [this.roots, this.lists, this.nodes, this.rows, this.leaves]) list.clear();
      this.ports.clear();
      this.portAt.clear();
      this.leafOf.clear();
      // Position 0 of the lists and nodes means "unknown"; leaf 1 is the blocked one.
      this.lists.push(0);
      this.nodes.push(0);
      this.leaves.extend(-BLOCKED + 1);
      this.rootBase = Int32Array.from(layout.fields, ({ width }) => this.roots.extend(2 ** width));
      const slots = (layout.fields[host.size] as Field).width > 0 ? [...host.threads, host.size] : host.threads;
      this.active = Int32Array.from(
        slots.flatMap((slot) => {
          const { word, shift, mask } = layout.fields[slot] as Field;
          return [slot, word, shift, mask, this.rootBase[slot] as number];
        }),
      );
      if (this.lessons.every((lesson) => this.write(lesson))) return;
    }
  }

  /** Writes a lesson into the tables; `false` if a node has no place for one more answer, which the next rebuild has. */
  private write(lesson: Lesson): boolean {
    if (!('reads' in lesson)) return this.writeRow(this.port(lesson), lesson) !== undefined;
    const { slot, local, index, of, reads, end } = lesson;
    const root = (this.rootBase[slot] as number) + local;
    if (this.roots.at(root) === 0) {
      this.roots.set(root, this.lists.extend(1 + of));
      this.lists.set(this.roots.at(root), of);
    }
    if (index < 0) return true;
    let list = this.lists;
    let place = this.roots.at(root) + 1 + index;
    for (const read of reads) {
      const port = this.port(read);
      const answer = this.writeRow(port, read);
      if (answer === undefined) return false;
      if (list.at(place) === UNKNOWN) list.set(place, this.node(port));
      place = list.at(place) + NODE_HEAD + answer;
      list = this.nodes;
    }
    list.set(place, end === undefined ? BLOCKED : this.leaf(this.change(slot, local, end)));
    return true;
  }

  /** The number of the row's answer; `undefined` where the nodes have no place for it. */
  private writeRow(port: Port, { slot, before, after, answer }: Read): number | undefined {
    const number = answerOf(port, answer);
    if (number >= this.kids) {
      this.kids *= 2;
      return undefined;
    }
    const row = port.base + 2 * before;
    this.rows.set(row, number);
    this.rows.set(row + 1, this.change(slot, before, after));
    return number;
  }

  private node({ question, base }: Port): number {
    const { word, shift, mask } = this.layout.fields[question.slot] as Field;
    const at = this.nodes.extend(NODE_HEAD + this.kids);
    this.nodes.items.set([word, shift, mask, base], at);
    return at;
  }

  private leaf(change: number): number {
    let leaf = this.leafOf.get(change);
    if (leaf === undefined) {
      leaf = this.leaves.length;
      this.leaves.push(change);
      this.leafOf.set(change, leaf);
    }
    return -leaf;
  }

  private port({ slot, op, to }: Question): Port {
    const key = `${slot} ${op} ${to}`;
    let port = this.ports.get(key);
    if (port === undefined) {
      const base = this.rows.extend(2 * 2 ** (this.layout.fields[slot] as Field).width);
      port = { question: { slot, op, to }, base, answers: new Map([[REFUSED, REFUSED_ANSWER]]) };
      this.ports.set(key, port);
      this.portAt.set(base, port);
    }
    return port;
  }

  /** The bits in which a slot's word differs between two of its local states. */
  private change(slot: number, before: number, after: number): number {
    return (before ^ after) << (this.layout.fields[slot] as Field).shift;
  }
}

function answerOf({ answers }: Port, answer: string): number {
  let number = answers.get(answer);
  if (number === undefined) answers.set(answer, (number = answers.size + FIRST_ANSWER - 1));
  return number;
}
