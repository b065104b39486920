import type { Batch } from '../batch.js';
import { IntList } from '../numbers.js';
import { StateBits } from '../state-bits.js';
import type { StateSpace } from '../state-space.js';
import { expandOne, offerOf } from './offer.js';
import type { Control, StoppedBy, Strategy, Walk } from './strategy.js';

export interface BoundedOptions {
  /** No run is followed further than so many preemptions. */
  readonly preemptions?: number;
}

/**
 * Iterative context bounding (Musuvathi and Qadeer, PLDI 2007): first all runs without a preemption, then those with one, and
 * so on. A preemption takes the turn from a thread that could have moved on; who goes on where the last one cannot, is free.
 * Each receiver's mail is a thread of its own.
 *
 * The first way to a state has the fewest preemptions, and among those the fewest steps: it reads as simply as it can. It
 * visits states once for each thread that came to it last.
 */
export const bounded = ({ preemptions: most = Infinity }: BoundedOptions = {}): Strategy => ({
  name: 'bounded',
  shortest: false,
  reducible: false,
  explore: (space, control) => new BoundedSearch(space, control, most).walk(),
});

/** A state with the thread that moved last, and how it was come to. */
class BoundedSearch {
  private readonly states = new IntList();
  private readonly threads = new IntList();
  private readonly parents = new IntList();
  private readonly choices = new IntList();
  private readonly lengths = new IntList();
  /** Per state, the node by which it was first visited; −1 before. */
  private readonly firstNodes = new IntList();
  private readonly visited = new IntList();
  private readonly expanded = new StateBits();
  private readonly terminals = new IntList();
  private readonly space: StateSpace;
  private readonly control: Control;
  private readonly most: number;
  /** Words of a state in `visited`: a bit for each thread that came to it last. */
  private readonly words: number;
  private steps = 0;
  private depth = 1;

  constructor(space: StateSpace, control: Control, most: number) {
    this.space = space;
    this.control = control;
    this.most = most;
    // The threads, their mail, and nobody, who moved last at the start.
    this.words = Math.ceil((nobody(space) + 1) / 32);
  }

  walk(): Walk {
    let stoppedBy: StoppedBy | undefined;
    let preemptions = 0;
    let begun = [this.node(0, nobody(this.space), -1, -1)];
    let cut = false;
    for (; ; preemptions++) {
      const queue = new ByLength(begun, (node) => this.lengths.at(node));
      const later: number[] = [];
      for (let node = queue.shift(); node !== undefined && stoppedBy === undefined; node = queue.shift()) {
        if (!this.visit(node)) continue;
        stoppedBy = this.control.stop(this.progress(queue.length + later.length));
        if (stoppedBy !== undefined) break;
        if (this.lengths.at(node) >= this.control.maxDepth) cut = true;
        else this.follow(node, queue, later);
      }
      if (stoppedBy !== undefined || later.length === 0) break;
      if (preemptions >= this.most) {
        stoppedBy = 'preemptions';
        break;
      }
      begun = later;
    }
    if (cut) stoppedBy ??= 'depth';
    const { steps, depth, expanded, terminals } = this;
    return {
      steps,
      depth,
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      expanded: expanded.size,
      isExpanded: (state) => expanded.has(state),
      terminals,
      // Where it was stopped in the middle, only those with fewer were all followed.
      preemptions: stoppedBy === undefined || stoppedBy === 'preemptions' ? preemptions : preemptions - 1,
      wayTo: (state) => this.wayTo(state),
    };
  }

  private node(state: number, thread: number, parent: number, choice: number): number {
    this.states.push(state);
    this.threads.push(thread);
    this.parents.push(parent);
    this.choices.push(choice);
    this.lengths.push(parent < 0 ? 1 : this.lengths.at(parent) + 1);
    return this.states.length - 1;
  }

  /** Says whether nobody was there before with the same thread last. */
  private visit(node: number): boolean {
    const state = this.states.at(node);
    if (this.wasVisited(state, this.threads.at(node))) return false;
    const word = state * this.words + (this.threads.at(node) >>> 5);
    (this.visited.items[word] as number) |= 1 << (this.threads.at(node) & 31);
    while (this.firstNodes.length <= state) this.firstNodes.push(-1);
    if (this.firstNodes.at(state) < 0) this.firstNodes.set(state, node);
    this.depth = Math.max(this.depth, this.lengths.at(node));
    return true;
  }

  private wasVisited(state: number, thread: number): boolean {
    const { visited, words } = this;
    if (visited.length < (state + 1) * words) visited.extend((state + 1) * words - visited.length);
    return ((visited.at(state * words + (thread >>> 5)) >>> (thread & 31)) & 1) === 1;
  }

  private follow(node: number, now: ByLength, later: number[]): void {
    const state = this.states.at(node);
    const last = this.threads.at(node);
    const batch = expandOne(this.space, state);
    this.note(batch, state);
    if (batch.successors === 0) return;
    const targets = batch.numbers.slice(0, batch.successors);
    const offer = offerOf(this.space, batch, state);
    const owners = targets.map((_, step) => offer.threadOf(step));
    const couldGoOn = owners.includes(last);
    for (const [step, target] of targets.entries()) {
      const thread = owners[step] as number;
      if (this.wasVisited(target, thread)) continue;
      (thread !== last && couldGoOn ? later : now).push(this.node(target, thread, node, step));
    }
  }

  private note(batch: Batch, state: number): void {
    if (!this.expanded.add(state)) return;
    this.steps += batch.successors;
    if (batch.successors === 0) this.terminals.push(state);
    this.control.expanded(batch);
  }

  private progress(frontier: number): Parameters<Control['stop']>[0] {
    const { space, steps, depth } = this;
    // Five lists, and each node once more in a queue.
    const bytes = space.bytes + 4 * (6 * this.states.items.length + this.visited.items.length);
    return { states: space.store.size, steps, depth, frontier, bytes };
  }

  /** The first way to a state that was visited, and for one that was only seen, that to who saw it. */
  private wayTo(state: number): number[] | undefined {
    const first = state < this.firstNodes.length ? this.firstNodes.at(state) : -1;
    if (first < 0) return undefined;
    const way: number[] = [];
    for (let node = first; this.parents.at(node) >= 0; node = this.parents.at(node)) way.push(this.choices.at(node));
    return way.reverse();
  }
}

const nobody = ({ host }: StateSpace): number => 2 * host.size;

/** Nodes in the order of their lengths: some that are there at first, and others, each longer than the last one taken. */
class ByLength {
  private readonly first: readonly number[];
  private readonly others: number[] = [];
  private readonly lengthOf: (node: number) => number;
  private atFirst = 0;
  private atOthers = 0;

  constructor(first: readonly number[], lengthOf: (node: number) => number) {
    this.first = first.toSorted((a, b) => lengthOf(a) - lengthOf(b));
    this.lengthOf = lengthOf;
  }

  get length(): number {
    return this.first.length - this.atFirst + this.others.length - this.atOthers;
  }

  push(node: number): void {
    this.others.push(node);
  }

  shift(): number | undefined {
    const [first, other] = [this.first[this.atFirst], this.others[this.atOthers]];
    if (first === undefined || (other !== undefined && this.lengthOf(other) < this.lengthOf(first))) {
      if (other !== undefined) this.atOthers++;
      return other;
    }
    this.atFirst++;
    return first;
  }
}
