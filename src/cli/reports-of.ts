import type { SearchJob, SearchReport } from '../check/search-job.js';
import type { Context } from './context.js';
import { progressLine } from './progress.js';

/** What came of several searches. */
export interface Reports {
  /** In the order of the jobs; nothing of one that was not begun. */
  readonly reports: readonly (SearchReport | undefined)[];
  readonly interrupted: boolean;
}

/** Does all searches, and tells of their progress meanwhile. Ctrl-C ends those that run, which say what they have found. */
export async function reportsOf({ io, searchAll }: Context, jobs: readonly SearchJob[]): Promise<Reports> {
  const progress = await progressLine(io, jobs.length);
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  const reports: (SearchReport | undefined)[] = jobs.map(() => undefined);
  try {
    await searchAll(jobs, {
      signal: stop.signal,
      onProgress: progress.update,
      onReport(number, report) {
        progress.advance(number);
        reports[number] = report;
      },
    });
  } finally {
    progress.stop();
    release();
  }
  return { reports, interrupted: stop.signal.aborted };
}
