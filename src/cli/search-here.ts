import { setImmediate } from 'node:timers/promises';
import type { Catalogue } from './catalogue.js';
import { isMemoryShort } from './machine-memory.js';
import { kernelSource } from './patch-file.js';
import { searchPoll } from '../check/search-poll.js';
import { search } from '../check/search.js';
import type { Searching } from '../check/search-job.js';
import { scenarioSource } from './text/text-scenarios.js';

/** Searches in this very process, one after another: signals come through only between two searches. */
export const searchHere = (catalogue: Catalogue): Searching => ({
  workers: 1,
  async searchAll(jobs, { onProgress, onReport, signal }) {
    const kernels = kernelSource(catalogue);
    const scenarios = scenarioSource(catalogue);
    for (const [number, job] of jobs.entries()) {
      if (signal.aborted) return;
      const kernel = await kernels(job.kernel, job.patches);
      const poll = searchPoll(job, {
        isMemoryShort,
        interrupted: () => signal.aborted,
        onProgress: (progress) => onProgress({ ...progress, job: number }),
      });
      onReport(number, await search(await scenarios(job), kernel, job, { poll }));
      await setImmediate();
    }
  },
});
