import { enabled } from '../../system/index.js';
import type { Batch } from '../batch.js';
import { identityOf } from '../footprint.js';
import type { StateSpace } from '../state-space.js';

/** Whom the enabled steps of a state belong to, in their order: who takes part in the choice. */
export interface Offer {
  readonly steps: number;
  /** How many actors the system has. */
  readonly actors: number;
  /**
   * The thread of a step, by the actor's number; for mail, the number of actors and its receiver's added up: each receiver's
   * mail is one more thread.
   */
  threadOf(step: number): number;
  /** Of a delivery of mail, which piece; equal pieces are the same. */
  pieceOf(step: number): string | undefined;
}

/** The successors of one state, numbered. */
export function expandOne(space: StateSpace, state: number): Batch {
  space.batch.states[0] = state;
  space.batch.count = 1;
  space.expandAndInsert();
  return space.batch;
}

/** Who offers the steps of a state that was expanded and has some. */
export function offerOf(space: StateSpace, { owners, successors }: Batch, state: number): Offer {
  const { host } = space;
  // Mail comes last.
  if (owners[successors - 1] !== host.size) {
    return {
      steps: successors,
      actors: host.size,
      threadOf: (step) => owners[step] as number,
      pieceOf: () => undefined,
    };
  }
  space.visit(state);
  const sources = host.sources();
  const steps = enabled(host).map((choice) => identityOf(host, choice));
  return {
    steps: successors,
    actors: host.size,
    threadOf: (step) => (sources[step] as (typeof sources)[number]).debtor,
    pieceOf: (step) => steps[step]?.takes,
  };
}
