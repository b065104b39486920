import type { Refusal, Reply, Request, Work, WorkName } from './messages.js';

export interface Watching {
  readonly onProgress?: (progress: Extract<Reply, { readonly kind: 'progress' }>['progress']) => void;
  readonly signal?: AbortSignal;
}

interface Waiting extends Watching {
  readonly resolve: (answer: never) => void;
  readonly reject: (why: Refusal) => void;
  readonly lifeline: string;
}

/** A page has no way to know the memory of the machine: this is for states, beside what the browser needs. */
export const MOST_BYTES = 2 ** 30;

/** A worker that searches, as somebody to ask. It does one thing after another, in the order in which it was asked. */
export class Searcher {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor() {
    this.worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => this.hear(data));
    this.worker.addEventListener('error', ({ message }) => this.die(message));
  }

  /** Rejects with a `Refusal`. Aborting lets a search stop and answer with what it has. */
  ask<Name extends WorkName>(
    name: Name,
    ask: Work[Name]['ask'],
    watching: Watching = {},
  ): Promise<Work[Name]['answer']> {
    const id = ++this.last;
    // A search never returns to its event loop, so it hears nobody; but it can look whether this is still there.
    const lifeline = URL.createObjectURL(new Blob(['1']));
    watching.signal?.addEventListener('abort', () => URL.revokeObjectURL(lifeline));
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { ...watching, resolve, reject, lifeline });
      this.worker.postMessage({ id, name, ask, stop: lifeline } satisfies Request);
    });
  }

  /** Ends the worker; whoever waits is told nothing any more. */
  end(): void {
    this.worker.terminate();
    for (const { lifeline } of this.waiting.values()) URL.revokeObjectURL(lifeline);
    this.waiting.clear();
  }

  private hear(reply: Reply): void {
    const one = this.waiting.get(reply.id);
    if (one === undefined) return;
    if (reply.kind === 'progress') {
      one.onProgress?.(reply.progress);
      return;
    }
    this.waiting.delete(reply.id);
    URL.revokeObjectURL(one.lifeline);
    if (reply.kind === 'answer') one.resolve(reply.answer as never);
    else one.reject(reply.refusal);
  }

  private die(message: string): void {
    for (const { reject, lifeline } of this.waiting.values()) {
      URL.revokeObjectURL(lifeline);
      reject({
        code: 'internal',
        message: `The search ended without a word${message ? `: ${message}` : ''}.`,
        mend: 'It may have run out of memory: bound its states, or search on the command line.',
      });
    }
    this.waiting.clear();
  }
}
