import { isBroken, kernelOnTheWay } from '../model/index.js';
import type { SearchJob, SearchReport } from '../check/search-job.js';
import { search, type SearchMeans } from '../check/search.js';
import type { Catalogue } from './catalogue.js';
import { kernelSource } from './patch-file.js';
import { scenarioSource } from './text/text-scenarios.js';

export type JobSearch = (job: SearchJob, means: SearchMeans) => Promise<SearchReport>;

/** Does jobs on the kernels and scenarios of a catalogue, in whatever process that is. */
export function jobSearch(catalogue: Catalogue): JobSearch {
  const kernels = kernelSource(catalogue);
  const scenarios = scenarioSource(catalogue);
  return async (job, means) => {
    const { kernel: id, ownPatches, patches } = job;
    if (ownPatches === undefined) return search(await scenarios(job), await kernels(id, patches), job, means);
    try {
      const kernel = kernelOnTheWay(catalogue.findKernel(id).spec, ownPatches);
      return await search(await scenarios(job), kernel, job, means);
    } catch (error) {
      // Commits that came in one series need not stand alone.
      if (isBroken(error)) return brokenReport(job);
      throw error;
    }
  };
}

const brokenReport = ({ kernel }: SearchJob): SearchReport => ({
  kernel,
  complete: false,
  broken: true,
  states: 0,
  steps: 0,
  depth: 0,
  ms: 0,
  outcomes: [],
  properties: [],
  liveRuns: 0,
});
