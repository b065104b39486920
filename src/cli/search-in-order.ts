import type { SearchAll, SearchJob, SearchProgress, SearchReport } from '../check/search-job.js';

export interface OrderedWatch {
  readonly signal: AbortSignal;
  onProgress(progress: SearchProgress): void;
  /** Some search is done; its report may have to wait for its turn. */
  onDone(job: number): void;
  /** In the order of the jobs, one at a time. After an interruption those that were not begun are left out. */
  onReport(job: number, report: SearchReport): Promise<void>;
}

/** Searches all at once and reports one after another, each as early as the order allows. */
export async function searchInOrder(
  searchAll: SearchAll,
  jobs: readonly SearchJob[],
  { signal, onProgress, onDone, onReport }: OrderedWatch,
): Promise<void> {
  const waiting = new Map<number, SearchReport>();
  let next = 0;
  let told: Promise<void> = Promise.resolve();
  const tell = (job: number): void => {
    const report = waiting.get(job);
    if (report === undefined) return;
    waiting.delete(job);
    told = told.then(() => onReport(job, report));
    // Who awaits `told` at the end hears of an error; until then it must not count as unheard.
    told.catch(() => {});
  };
  await searchAll(jobs, {
    signal,
    onProgress,
    onReport(job, report) {
      onDone(job);
      waiting.set(job, report);
      for (; waiting.has(next); next++) tell(next);
    },
  });
  for (const job of [...waiting.keys()].sort((a, b) => a - b)) tell(job);
  await told;
}
