import { enabled, perform, type Choice, type Mail, type Pending } from '../system/index.js';
import { Recorder } from './recorder.js';
import type { TableHost } from './table.js';

/** A step from a state: which it is, wherever it is met, and what it looks at. */
export interface Footprint {
  /** Who does what with whom: equal for the same step of a thread, wherever it comes in a run. */
  readonly key: string;
  /** Its thread; for mail, the number of actors and its receiver's added up. */
  readonly thread: number;
  /** Per actor that it looks at, its own thread's included, whether it changes it. */
  readonly looks: ReadonlyMap<number, boolean>;
  /** The mail that it posts, and that it delivers. */
  readonly posts: readonly string[];
  readonly takes: string | undefined;
}

/**
 * The footprints of the enabled steps of the host's present state, in their order; the host is left as it was.
 *
 * An op that has ever changed an actor counts as a change also where it happens to change nothing: the classical notion.
 */
export function footprintsOn(host: TableHost): () => Footprint[] {
  const recorder = new Recorder(host);
  const writing = new Set<string>();
  return () => {
    const vector = host.vector.slice();
    const what = enabled(host).map((choice) => ({ choice, ...identityOf(host, choice) }));
    const footprints = what.map(({ choice, key, thread, takes }) => {
      host.vector.set(vector);
      // Of mail nobody is the owner here: what its receiver posts is looked at like everybody's.
      recorder.begin(choice.kind === 'mail' ? -1 : thread);
      perform(recorder, choice);
      const looks = new Map<number, boolean>();
      const posts: string[] = [];
      for (const { slot, op, to, before, after } of recorder.reads) {
        if (to >= 0) {
          posts.push(`${to} ${op}`);
          continue;
        }
        const asked = `${slot} ${op}`;
        if (before !== after) writing.add(asked);
        looks.set(slot, (looks.get(slot) ?? false) || writing.has(asked));
      }
      if (takes === undefined) looks.set(thread, true);
      return { key, thread, looks, posts, takes };
    });
    host.vector.set(vector);
    return footprints;
  };
}

/** Which step a choice of the host's present state is. */
export function identityOf(host: TableHost, choice: Choice): Pick<Footprint, 'key' | 'thread' | 'takes'> {
  if (choice.kind === 'mail') {
    const { to, op } = host.mail()[choice.index] as Mail<number>;
    return { key: `mail ${to} ${op}`, thread: host.size + to, takes: `${to} ${op}` };
  }
  const one = host.pending(choice.actor)[choice.index] as Pending<number>;
  const to = one.kind === 'call' ? one.to : -1;
  return { key: `${choice.actor} ${to} ${one.op}`, thread: choice.actor, takes: undefined };
}

/** Whether the order of two steps may matter: they are of one thread, meet where one of them changes something, or by mail. */
export function depends(one: Footprint, other: Footprint): boolean {
  if (one.thread === other.thread) return true;
  for (const [slot, changes] of one.looks) {
    const changed = other.looks.get(slot);
    if (changed !== undefined && (changes || changed)) return true;
  }
  const crosses = (a: Footprint, b: Footprint): boolean => b.takes !== undefined && a.posts.includes(b.takes);
  return crosses(one, other) || crosses(other, one);
}
