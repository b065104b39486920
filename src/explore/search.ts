import { enabled, takeStep, type Schedule, type System } from '../system/index.js';
import { BATCH_STATES, type Batch } from './batch.js';
import { Graph } from './graph.js';
import type { SpaceOptions } from './space-options.js';
import { newKnowledge, TooEarly, type Knowledge } from './reductions/partial-order.js';
import { NotReducible, type ReductionName } from './reductions/reduction.js';
import { reductionsOf } from './reductions/reductions.js';
import { observed } from './reductions/visibility.js';
import { StateSpace } from './state-space.js';
import { breadthFirst } from './strategies/breadth-first.js';
import type { Control, Progress, Strategy, StoppedBy, Walk } from './strategies/strategy.js';
import { TableHost } from './table.js';

/** What a search must not exceed. Reaching a bound is a verdict, never an error. */
export interface Bounds {
  readonly states?: number;
  /** Steps from the start. */
  readonly depth?: number;
  /** For states, their table and edges; the search stops before it would need more. */
  readonly bytes?: number;
}

export interface SearchOptions extends SpaceOptions {
  /** Breadth-first unless said otherwise. */
  readonly strategy?: Strategy;
  readonly bounds?: Bounds;
  /** Asked every few thousand states; an answer ends the search. The clock and the keyboard live with the caller. */
  readonly poll?: (progress: Progress) => StoppedBy | undefined;
  /** Gives who is told of all states, while the search has them at hand. */
  readonly watch?: (space: StateSpace) => Watcher;
  /** Steps to take first: the search begins where they end. */
  readonly from?: Schedule;
  /** What spares it states that can tell nothing new; none unless said otherwise. */
  readonly reductions?: readonly ReductionName[];
}

/** Is told of states as a search goes on. */
export interface Watcher {
  /** A batch's states were expanded and their successors numbered. */
  expanded(batch: Batch): void;
  /** A state was found that the search, stopped by a bound, did not expand. */
  found(state: number): void;
}

const POLL_EVERY = 2048;

/**
 * Explores the interleavings of a system, each step of it a few table look-ups.
 *
 * Exact storage. A bound that is reached is reported in `stoppedBy`, never silently. Throws E101 to E107 where a machine
 * breaks the protocol.
 */
export function search(system: System, options: SearchOptions = {}): Graph {
  const off = new Map<ReductionName, string>();
  const knowledge = newKnowledge();
  for (;;) {
    const names = (options.reductions ?? []).filter((name) => !off.has(name));
    try {
      return searched(system, options, names, off, knowledge);
    } catch (error) {
      // Found out on the way: the search begins anew, without it or knowing more.
      if (error instanceof NotReducible) off.set(error.reduction, error.why);
      else if (!(error instanceof TooEarly)) throw error;
    }
  }
}

function searched(
  asked: System,
  options: SearchOptions,
  names: readonly ReductionName[],
  off: ReadonlyMap<ReductionName, string>,
  knowledge: Knowledge,
): Graph {
  const system = names.includes('por') ? observed(asked, knowledge.observations) : asked;
  const { strategy = breadthFirst(), bounds = {}, from = [] } = options;
  const host = new TableHost(system);
  for (const [number, choice] of from.entries()) takeStep(host, enabled(host), choice, number);
  const reductions = reductionsOf(system, host, { names, strategy, from, knowledge });
  reductions.symmetry?.beginWith(host);
  const space = new StateSpace(system, host, options, reductions);
  const watcher = options.watch?.(space);
  const walk = explored(space, strategy, {
    expanded: (batch) => watcher?.expanded(batch),
    maxDepth: bounds.depth ?? Infinity,
    ...stopper(space, options),
    batchOf: (states) =>
      Math.max(1, Math.min(BATCH_STATES, Math.floor(((bounds.states ?? Infinity) - states) / SHARE))),
  });
  if (watcher !== undefined && walk.stoppedBy !== undefined) {
    for (let state = 0; state < space.store.size; state++) if (!walk.isExpanded(state)) watcher.found(state);
  }
  reductions.prove();
  return new Graph(space, strategy, walk, from, { applied: reductions.applied, off });
}

function explored(space: StateSpace, strategy: Strategy, control: Control): Walk {
  try {
    return strategy.explore(space, control);
  } finally {
    space.settle();
  }
}

/** The bounds as two questions: whether one is reached, and whether one might be. */
function stopper({ store }: StateSpace, { bounds = {}, poll }: SearchOptions): Pick<Control, 'stop' | 'isNear'> {
  const { states = Infinity, bytes = Infinity } = bounds;
  let next = 0;
  return {
    stop(progress) {
      if (progress.states > states) return 'states';
      // Looked at well ahead: one batch finds far fewer states than this.
      if (progress.bytes - store.bytes + store.bytesToGrow(AHEAD) > bytes) return 'memory';
      if (progress.states < next) return undefined;
      next = progress.states + POLL_EVERY;
      return poll?.(progress);
    },
    isNear({ states: sure, bytes: taken }, ahead) {
      const most = taken - store.bytes + store.bytesToGrow(AHEAD + ahead) + 4 * ahead * (store.words + 1);
      return states - sure - ahead < BATCH_STATES * SHARE || most > bytes;
    },
  };
}

const AHEAD = 4096;
/** A batch takes one state for so many that may still be found: it finds fewer for each. */
const SHARE = 8;
