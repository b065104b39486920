import { enabled, perform, type Choice, type Pending } from '../system/index.js';
import type { PlainCall, TableHost } from './table.js';
import { part } from './visited.js';

/** A pending of one local state, with what it does for each local state of its object seen so far. */
interface Compiled {
  readonly pending: Pending<number>;
  readonly byObject: (PlainCall | null | undefined)[];
}

/** Marks a call that must go through `perform`: it tells, posts, or is watched. */
const GENERAL: PlainCall = { caller: -1, object: -1 };

/** Called for each successor, which is then in the host's vector; `choice` is its index in the enabled list. */
export type OnSuccessor = (choice: number, hash: number) => void;

/**
 * Gives all successors of a state. Most steps are plain calls, which it remembers by the two local states that they
 * start from and performs by writing two words; the rest goes through `perform`. The order is that of `enabled`.
 *
 * The hash of a state is a sum over its words, so a plain call updates it instead of working it out anew.
 */
export class Expander {
  private readonly host: TableHost;
  private readonly compiled: Compiled[][][];
  private readonly saved: Int32Array;

  constructor(host: TableHost) {
    this.host = host;
    this.compiled = Array.from({ length: host.size }, () => []);
    this.saved = new Int32Array(host.vector.length);
  }

  /** Expands the state in the host's vector. */
  expand(hash: number, onSuccessor: OnSuccessor): void {
    const { host, saved } = this;
    if (host.hasMail()) {
      this.expandGenerally(onSuccessor);
      return;
    }
    const { vector } = host;
    let choice = 0;
    for (let actor = 0; actor < host.size; actor++) {
      const list = this.compiledFor(actor, vector[actor] as number);
      for (let i = 0; i < list.length; i++) {
        const { pending, byObject } = list[i] as Compiled;
        if (pending.kind === 'call') {
          const { to, op } = pending;
          const before = vector[to] as number;
          let call = byObject[before];
          if (call === undefined) {
            call = host.plainCall(actor, to, op);
            if (call === undefined) call = GENERAL;
            byObject[before] = call;
          }
          if (call === null) continue;
          if (call !== GENERAL) {
            const self = vector[actor] as number;
            vector[actor] = call.caller;
            vector[to] = call.object;
            onSuccessor(
              choice++,
              (hash + part(actor, call.caller) - part(actor, self) + part(to, call.object) - part(to, before)) | 0,
            );
            vector[actor] = self;
            vector[to] = before;
            continue;
          }
        }
        saved.set(vector);
        perform(host, { kind: 'pending', actor, index: i });
        onSuccessor(choice++, this.hash());
        vector.set(saved);
      }
    }
  }

  /** The hash of the state in the host's vector, from scratch. */
  hash(): number {
    const { vector } = this.host;
    let sum = 0;
    for (let i = 0; i < vector.length; i++) sum = (sum + part(i, vector[i] as number)) | 0;
    return sum;
  }

  private compiledFor(actor: number, local: number): Compiled[] {
    const known = this.compiled[actor]?.[local];
    if (known !== undefined) return known;
    const list = this.host.pending(actor).map((pending): Compiled => ({ pending, byObject: [] }));
    (this.compiled[actor] as Compiled[][])[local] = list;
    return list;
  }

  private expandGenerally(onSuccessor: OnSuccessor): void {
    const { host, saved } = this;
    const state = host.vector.slice();
    const choices: Choice[] = enabled(host);
    for (let i = 0; i < choices.length; i++) {
      perform(host, choices[i] as Choice);
      onSuccessor(i, this.hash());
      host.vector.set(state);
    }
    saved.set(state);
  }
}
