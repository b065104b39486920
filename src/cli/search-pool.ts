import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { OomlabError } from '../model/errors.js';
import type { Assignment, Message } from './search-worker.js';
import type { SearchAll, SearchJob, SearchProgress, SearchReport, SearchWatch } from './search-job.js';

export interface PoolOptions {
  readonly workers: number;
}

/** How many threads to search with: one a core, or what OOMLAB_WORKERS says. */
export function workersOf(env: { readonly [name: string]: string | undefined }): number {
  const asked = Number(env['OOMLAB_WORKERS']);
  return Number.isInteger(asked) && asked > 0 ? asked : availableParallelism();
}

/** Searches in threads, so that the main one can hear signals and draw progress meanwhile. */
export const searchPool =
  ({ workers }: PoolOptions): SearchAll =>
  async (jobs, watch) => {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const onAbort = (): void => void Atomics.store(stop, 0, 1);
    watch.signal.addEventListener('abort', onAbort);
    const queue = [...jobs.entries()];
    const threads = Array.from({ length: Math.min(workers, jobs.length) }, () => serve(queue, stop, watch));
    try {
      await Promise.all(threads.map(({ done }) => done));
    } finally {
      watch.signal.removeEventListener('abort', onAbort);
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    }
  };

/** One thread that takes searches off the queue until that is empty or the user has enough. */
function serve(
  queue: [number, SearchJob][],
  stop: Int32Array,
  watch: SearchWatch,
): { readonly worker: Worker; readonly done: Promise<void> } {
  const worker = new Worker(new URL('./search-worker.js', import.meta.url), { workerData: { stop } });
  const done = new Promise<void>((resolve, reject) => {
    let last: SearchProgress | undefined;
    let now: Assignment | undefined;
    const next = (): void => {
      const entry = watch.signal.aborted ? undefined : queue.shift();
      if (entry === undefined) return resolve();
      const [number, job] = entry;
      now = { number, job };
      last = undefined;
      worker.postMessage(now);
    };
    worker.on('message', (message: Message) => {
      switch (message.kind) {
        case 'progress':
          last = message.progress;
          return watch.onProgress(message.progress);
        case 'report':
          watch.onReport(message.number, message.report);
          return next();
        case 'refused':
          return reject(new OomlabError(message.code, message.message, message.mend));
        case 'broken':
          return reject(Object.assign(new Error(message.message), { stack: message.stack }));
        default:
          return message satisfies never;
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY' || now === undefined) return reject(error);
      // The thread's heap is a bound like any other; the thread is gone, its part of the queue goes to the others.
      watch.onReport(now.number, outOfMemory(now.job, last));
      const successor = serve(queue, stop, watch);
      successor.done.then(resolve, reject).finally(() => void successor.worker.terminate());
    });
    next();
  });
  return { worker, done };
}

function outOfMemory(job: SearchJob, last: SearchProgress | undefined): SearchReport {
  const { states = 0, steps = 0, depth = 0, ms = 0 } = last ?? {};
  return {
    kernel: job.kernel,
    complete: false,
    stoppedBy: 'memory',
    states,
    steps,
    depth,
    ms,
    outcomes: [],
    properties: [],
  };
}
