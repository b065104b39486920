import { isLiveness } from '../../model/index.js';
import type { Schedule, System } from '../../system/index.js';
import type { Strategy } from '../strategies/strategy.js';
import type { TableHost } from '../table.js';
import { interchangeable } from './bundles.js';
import { PartialOrder, type Knowledge } from './partial-order.js';
import { NotReducible, type Applied, type ReductionName } from './reduction.js';
import { Renaming } from './renaming.js';
import { Symmetry } from './symmetry.js';

/** The reductions of one search, put together. */
export interface Reductions {
  readonly applied: readonly Applied[];
  readonly symmetry?: Symmetry;
  readonly partialOrder?: PartialOrder;
  /** To be called when the search is over: what it took for granted is proved now, or it throws NotReducible or TooEarly. */
  prove(): void;
}

export const NO_REDUCTIONS: Reductions = { applied: [], prove: () => {} };

export interface ReductionsAsked {
  readonly names: readonly ReductionName[];
  readonly strategy: Strategy;
  readonly from: Schedule;
  readonly knowledge: Knowledge;
}

/** Throws a NotReducible for one that can be seen at once not to do. */
export function reductionsOf(system: System, host: TableHost, asked: ReductionsAsked): Reductions {
  const { names, strategy, from, knowledge } = asked;
  const [name] = names;
  if (name === undefined) return NO_REDUCTIONS;
  if (!strategy.reducible) throw new NotReducible(name, `the strategy ${strategy.name} is not for it`);
  const symmetry = names.includes('symmetry') ? symmetryOf(system, host, from) : undefined;
  const partialOrder = names.includes('por')
    ? new PartialOrder(system, host, knowledge, symmetry?.renaming)
    : undefined;
  return {
    applied: [
      ...(symmetry === undefined ? [] : [symmetryApplied(host, symmetry)]),
      ...(partialOrder === undefined ? [] : [PARTIAL_ORDER]),
    ],
    ...(symmetry === undefined ? {} : { symmetry }),
    ...(partialOrder === undefined ? {} : { partialOrder }),
    prove() {
      partialOrder?.prove();
      symmetry?.renaming.verify();
    },
  };
}

function symmetryOf(system: System, host: TableHost, from: Schedule): Symmetry {
  if (from.length > 0) throw new NotReducible('symmetry', 'the search does not begin at the start');
  const bundles = interchangeable(system);
  if (bundles.length === 0) throw new NotReducible('symmetry', 'no two threads are wired alike');
  if (bundles.length > MOST_BUNDLES) {
    throw new NotReducible('symmetry', `of ${bundles.length} threads alike there are too many permutations`);
  }
  return new Symmetry(system, host, new Renaming(system, host, bundles));
}

/**
 * Each permutation has its own images of local states, and a state may need all of them: 5,040 cost a search of few states
 * a third of a second, 40,320 a whole one, 3,628,800 all memory there is.
 */
const MOST_BUNDLES = 7;

function symmetryApplied(host: TableHost, { renaming }: Symmetry): Applied {
  const firsts = renaming.bundles.map(([thread]) => host.name(thread as number));
  return {
    name: 'symmetry',
    says: `symmetry of ${firsts.slice(0, -1).join(', ')} and ${firsts.at(-1)}`,
    refuses: (property) =>
      isLiveness(property) ? 'in a loop of states up to renaming, nobody can be told to be the same one' : undefined,
  };
}

const PARTIAL_ORDER: Applied = {
  name: 'por',
  says: 'partial order',
  refuses: (property) =>
    isLiveness(property) ? 'whom a fair scheduler owes a step depends on orders that are left out' : undefined,
};
