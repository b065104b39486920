import { perform } from '../system/index.js';
import { layoutFor, overflow, type Field, type Layout } from './layout.js';
import { IntList } from './numbers.js';
import { Recorder, REFUSED, type Read } from './recorder.js';
import type { TableHost } from './table.js';

/** A question that steps ask of a slot, with its table of answers: two words per local state. */
interface Port {
  readonly slot: number;
  /** Where its table starts in `rows`. */
  readonly base: number;
  /** Numbers for the answers met so far, from FIRST_ANSWER. */
  readonly answers: Map<string, number>;
}

/** What was learned of one step: enough to write it into the tables again under another layout. */
interface Lesson {
  readonly slot: number;
  readonly local: number;
  /** Which of the slot's pending, and how many it has. */
  readonly index: number;
  readonly of: number;
  readonly reads: readonly Read[];
  /** The owner's local state after the step; `undefined` if the step is not enabled. */
  readonly after: number | undefined;
}

/** A reference in the tables: positive to a node, 0 where nothing is known yet, negative to a leaf. */
export const UNKNOWN = 0;
/** The leaf of a step that is not enabled. */
export const BLOCKED = -1;

/** A node's words before its kids: the field it looks at (word, shift, mask) and its port's table. */
export const NODE_HEAD = 4;
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
  /** Slots that offer steps: threads, and the mail once there is any. */
  active: Int32Array;
  /** Per slot, where its local states start in `roots`. */
  rootBase: Int32Array;
  readonly roots = new IntList();
  readonly lists = new IntList();
  readonly nodes = new IntList();
  readonly rows = new IntList();
  readonly leaves = new IntList();
  /** The places of answers in a node; grows with the most talkative port. */
  private kids = 4;
  private readonly ports = new Map<string, Port>();
  private readonly leafOf = new Map<number, number>();
  private readonly lessons: Lesson[] = [];
  private readonly recorder: Recorder;

  constructor(host: TableHost) {
    this.host = host;
    this.recorder = new Recorder(host);
    this.layout = layoutFor(host.counts());
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
    const local = this.host.vector[slot] as number;
    const of = this.pendingCount(slot);
    const lesson: Lesson =
      index < 0 ? { slot, local, index, of, reads: [], after: local } : this.lessonOf(slot, local, index, of);
    this.lessons.push(lesson);
    return overflow(this.layout, this.host.counts()) === undefined && this.write(lesson);
  }

  /** Packs anew, wide enough for so many local states a slot. The words of all states change their meaning. */
  relayout(demands: readonly number[]): void {
    this.layout = layoutFor(demands);
    this.rebuild();
  }

  private lessonOf(slot: number, local: number, index: number, of: number): Lesson {
    const { host, recorder } = this;
    recorder.begin(slot);
    const pending = slot < host.size ? host.pending(slot)[index] : undefined;
    const mail = slot < host.size ? undefined : host.mail()[index];
    const refuses =
      mail !== undefined
        ? !recorder.can(mail.to, mail.op)
        : pending?.kind === 'call' && !recorder.can(pending.to, pending.op);
    if (refuses) return { slot, local, index, of, reads: recorder.reads, after: undefined };
    perform(recorder, mail === undefined ? { kind: 'pending', actor: slot, index } : { kind: 'mail', index });
    return { slot, local, index, of, reads: recorder.reads, after: host.vector[slot] as number };
  }

  private pendingCount(slot: number): number {
    const { host } = this;
    return slot < host.size ? host.pending(slot).length : host.mail().length;
  }

  private rebuild(): void {
    const { host, layout } = this;
    for (;;) {
      for (const list of [this.roots, this.lists, this.nodes, this.rows, this.leaves]) list.clear();
      this.ports.clear();
      this.leafOf.clear();
      // Position 0 of the lists and nodes means "unknown"; leaf 1 is the blocked one.
      this.lists.push(0);
      this.nodes.push(0);
      this.leaves.extend(-BLOCKED + 1);
      this.rootBase = Int32Array.from(layout.fields, ({ width }) => this.roots.extend(2 ** width));
      const offering = host.threads;
      this.active = Int32Array.from(
        (layout.fields[host.size] as Field).width > 0 ? [...offering, host.size] : offering,
      );
      if (this.lessons.every((lesson) => this.write(lesson))) return;
    }
  }

  /** Writes a lesson into the tables; `false` if a node has no place for one more answer, which the next rebuild has. */
  private write({ slot, local, index, of, reads, after }: Lesson): boolean {
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
      const answer = answerOf(port, read);
      if (answer >= this.kids) {
        this.kids *= 2;
        return false;
      }
      const row = port.base + 2 * read.before;
      this.rows.set(row, answer);
      this.rows.set(row + 1, this.change(read.slot, read.before, read.after));
      if (list.at(place) === UNKNOWN) list.set(place, this.node(port));
      place = list.at(place) + NODE_HEAD + answer;
      list = this.nodes;
    }
    list.set(place, after === undefined ? BLOCKED : this.leaf(this.change(slot, local, after)));
    return true;
  }

  private node({ slot, base }: Port): number {
    const { word, shift, mask } = this.layout.fields[slot] as Field;
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

  private port({ slot, question }: Read): Port {
    const key = `${slot} ${question}`;
    let port = this.ports.get(key);
    if (port === undefined) {
      const base = this.rows.extend(2 * 2 ** (this.layout.fields[slot] as Field).width);
      this.ports.set(key, (port = { slot, base, answers: new Map([[REFUSED, REFUSED_ANSWER]]) }));
    }
    return port;
  }

  /** The bits in which a slot's word differs between two of its local states. */
  private change(slot: number, before: number, after: number): number {
    return (before ^ after) << (this.layout.fields[slot] as Field).shift;
  }
}

function answerOf({ answers }: Port, { answer }: Read): number {
  let number = answers.get(answer);
  if (number === undefined) answers.set(answer, (number = answers.size + FIRST_ANSWER - 1));
  return number;
}
