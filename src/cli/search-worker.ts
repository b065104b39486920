import { OomlabError } from '../model/errors.js';
import { catalogue } from './catalogue.js';
import { jobSearch } from './job-search.js';
import { numberingThread } from './numbering.js';
import { isMemoryShort } from './machine-memory.js';
import { searchPoll } from '../check/search-poll.js';
import type { SearchJob, SearchProgress, SearchReport } from '../check/search-job.js';
import { isStopped } from './stop-file.js';

/** What the pool asks of a process. */
export interface Assignment {
  readonly number: number;
  readonly job: SearchJob;
  readonly stopFile: string;
  /** A core for one more thread is to be had. */
  readonly roomy: boolean;
}

/** What a process says while it searches. */
export type News = { readonly kind: 'begun' } | { readonly kind: 'progress'; readonly progress: SearchProgress };

/** What a process answers; an error's class does not survive the way, its words do. */
export type Answer =
  | { readonly kind: 'report'; readonly report: SearchReport }
  | { readonly kind: 'refused'; readonly code: OomlabError['code']; readonly message: string; readonly mend: string }
  | { readonly kind: 'broken'; readonly message: string; readonly stack: string };

// Ctrl-C reaches the whole process group; the pool's stop file then asks for a report of what was found.
process.on('SIGINT', () => {});

const search = jobSearch(catalogue);
const tell = (news: News): void => void process.send?.(news);

/** Does one search in this process, and tells the pool of its progress meanwhile. */
export default async function answer(assignment: Assignment): Promise<Answer> {
  tell({ kind: 'begun' });
  try {
    const report = await Promise.race([searched(assignment), uncaught()]);
    return { kind: 'report', report };
  } catch (error) {
    return failure(error);
  }
}

function searched({ number, job, stopFile, roomy }: Assignment): Promise<SearchReport> {
  const poll = searchPoll(job, {
    isMemoryShort,
    interrupted: () => isStopped(stopFile),
    onProgress: (progress) => tell({ kind: 'progress', progress: { ...progress, job: number } }),
  });
  return search(job, {
    poll,
    ...(roomy ? { thread: numberingThread } : {}),
  });
}

/** What is thrown where nobody waits for it would end the process without a word. */
const uncaught = (): Promise<never> =>
  new Promise((_, reject) => {
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', reject);
  });

function failure(error: unknown): Answer {
  if (error instanceof OomlabError) {
    const { code, mend } = error;
    return { kind: 'refused', code, message: error.message.replace(`${code} `, '').replace(` ${mend}`, ''), mend };
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'broken', message, stack };
}
