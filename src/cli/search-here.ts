import { setImmediate } from 'node:timers/promises';
import type { Catalogue } from './catalogue.js';
import { jobSearch } from './job-search.js';
import { isMemoryShort } from './machine-memory.js';
import { searchPoll } from '../check/search-poll.js';
import type { Searching } from '../check/search-job.js';

/** Searches in this very process, one after another: signals come through only between two searches. */
export const searchHere = (catalogue: Catalogue): Searching => ({
  workers: 1,
  async searchAll(jobs, { onProgress, onReport, signal }) {
    const search = jobSearch(catalogue);
    for (const [number, job] of jobs.entries()) {
      if (signal.aborted) return;
      const poll = searchPoll(job, {
        isMemoryShort,
        interrupted: () => signal.aborted,
        onProgress: (progress) => onProgress({ ...progress, job: number }),
      });
      onReport(number, await search(job, { poll }));
      await setImmediate();
    }
  },
});
