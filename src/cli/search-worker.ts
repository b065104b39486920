import { parentPort, workerData } from 'node:worker_threads';
import { OomlabError } from '../model/errors.js';
import { catalogue } from './catalogue.js';
import { kernelSource } from './patch-file.js';
import { boundsPoll } from './search-bounds.js';
import { search } from './search.js';
import type { SearchJob, SearchProgress, SearchReport } from './search-job.js';

/** What the pool sends to a thread: the next search, by its number. */
export interface Assignment {
  readonly number: number;
  readonly job: SearchJob;
}

/** What a thread sends to the pool. */
export type Message =
  | { readonly kind: 'progress'; readonly progress: SearchProgress }
  | { readonly kind: 'report'; readonly number: number; readonly report: SearchReport }
  | { readonly kind: 'refused'; readonly code: OomlabError['code']; readonly message: string; readonly mend: string }
  | { readonly kind: 'broken'; readonly message: string; readonly stack: string };

/** A flag that the pool sets: a search never returns to its event loop, so no message could tell it to stop. */
const { stop } = workerData as { readonly stop: Int32Array };
const kernels = kernelSource(catalogue);
const send = (message: Message): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ number, job }: Assignment) => {
  kernels(job.kernel, job.patches)
    .then((kernel) => {
      const poll = boundsPoll(job, {
        interrupted: () => Atomics.load(stop, 0) === 1,
        onProgress: (progress) => send({ kind: 'progress', progress: { ...progress, job: number } }),
      });
      send({ kind: 'report', number, report: search(catalogue.findScenario(job.scenario), kernel, job, poll) });
    })
    .catch((error: unknown) => send(failure(error)));
});

/** An error's class does not survive the way between threads, its words do. */
function failure(error: unknown): Message {
  if (error instanceof OomlabError) {
    const { code, mend } = error;
    return { kind: 'refused', code, message: error.message.replace(`${code} `, '').replace(` ${mend}`, ''), mend };
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'broken', message, stack };
}
