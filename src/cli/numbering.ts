import { Worker } from 'node:worker_threads';
import type { NumberingThread } from '../explore/index.js';
import { freeUnused } from './free-unused.js';

/** Begins a thread for a search to number its states in. */
export function numberingThread(): NumberingThread {
  const worker = new Worker(new URL('./numbering-worker.js', import.meta.url));
  worker.unref();
  return {
    send: (message) => worker.postMessage(message),
    collect: freeUnused,
    end: () => void worker.terminate(),
  };
}
