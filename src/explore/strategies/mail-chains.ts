import type { Offer } from './offer.js';

/** Mail that follows on mail, one piece after another. */
interface Chain {
  readonly lane: number;
  /** Who received its last piece; nothing while that is under way. */
  receiver: number | undefined;
}

/**
 * Puts the steps of a run into chains as they come up, each step after the one that caused it (Ozkan, Majumdar, Niksic, Befrouei
 * and Weissenbacher, OOPSLA 2018): a thread's steps are one chain. A piece of mail goes on a chain whose last piece was
 * received by whom it is sent by, so that the one caused the other; else it begins a chain.
 */
export class MailChains {
  private readonly chainOf = new Map<string, Chain>();
  private readonly chains: Chain[] = [];
  /** Who took the last step, or received its mail. */
  private last: number | undefined;

  /** How many chains of mail there were. */
  get size(): number {
    return this.chains.length;
  }

  /** Takes note of the mail that can be delivered now: what is new was sent, or made possible, by the step before. */
  note(offer: Offer): void {
    const present = new Set<string>();
    for (let step = 0; step < offer.steps; step++) {
      const piece = offer.pieceOf(step);
      if (piece === undefined) continue;
      present.add(piece);
      if (!this.chainOf.has(piece)) this.chainOf.set(piece, this.chainAfter(offer.actors));
    }
  }

  /** The lane of a step: its thread's, or its chain's. */
  laneOf(offer: Offer, step: number): number {
    const piece = offer.pieceOf(step);
    return piece === undefined ? offer.threadOf(step) : (this.chainOf.get(piece) as Chain).lane;
  }

  /** The step is taken. */
  take(offer: Offer, step: number): void {
    const piece = offer.pieceOf(step);
    // Of mail, the thread's number is that of its receiver and of all actors added up.
    this.last = offer.threadOf(step) % offer.actors;
    if (piece === undefined) return;
    (this.chainOf.get(piece) as Chain).receiver = this.last;
    this.chainOf.delete(piece);
  }

  private chainAfter(actors: number): Chain {
    let chain = this.chains.find(({ receiver }) => receiver !== undefined && receiver === this.last);
    // Lanes below this are those of threads.
    if (chain === undefined) this.chains.push((chain = { lane: 2 * actors + this.chains.length, receiver: undefined }));
    chain.receiver = undefined;
    return chain;
  }
}
