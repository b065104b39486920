import { availableParallelism } from 'node:os';
import { OomlabError } from '../model/errors.js';
import type { Tinypool } from 'tinypool';
import type { Answer, Assignment, News } from './search-worker.js';
import type { Searching, SearchJob, SearchProgress, SearchReport, SearchWatch } from '../check/search-job.js';
import { stopFile } from './stop-file.js';

export interface PoolOptions {
  readonly workers: number;
}

/** How many cores to search with: all, or what OOMLAB_WORKERS says. */
export function workersOf(env: { readonly [name: string]: string | undefined }): number {
  const asked = Number(env['OOMLAB_WORKERS']);
  return Number.isInteger(asked) && asked > 0 ? asked : availableParallelism();
}

/**
 * Searches in processes, so that this one can hear signals and draw progress meanwhile, and so that one that is killed for
 * the memory it took takes nothing else with it.
 */
export const searchPool = ({ workers }: PoolOptions): Searching => ({
  workers,
  async searchAll(jobs, watch) {
    const { Tinypool: Processes } = await import('tinypool');
    const size = Math.min(workers, jobs.length);
    const roomy = workers >= 2 * size;
    const stop = stopFile();
    // A pool each, so that one can choose which process does a search.
    const pools = Array.from(
      { length: size },
      () =>
        new Processes({
          runtime: 'child_process',
          filename: new URL('./search-worker.js', import.meta.url).href,
          minThreads: 1,
          maxThreads: 1,
          execArgv: roomy ? V8_ROOMY : V8_TIGHT,
          // malloc on huge pages, where glibc can: a search looks states up all over its memory.
          env: { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1', ...process.env } as Record<string, string>,
        }),
    );
    // A process that dies between two searches is replaced, and nobody need know.
    for (const pool of pools) pool.on('error', () => {});
    watch.signal.addEventListener('abort', stop.raise);
    const next = handingOut(beginningOrder(jobs, size), size);
    // One search that fails ends all; what the others then say is not to be told.
    let over = false;
    const serve = async (pool: Pool, worker: number): Promise<void> => {
      for (let entry = next(worker); entry !== undefined && !watch.signal.aborted; entry = next(worker)) {
        const [number, job] = entry;
        const report = await searchApart(pool, { number, job, stopFile: stop.path, roomy }, watch);
        if (over) return;
        if (report !== undefined) watch.onReport(number, report);
      }
    };
    try {
      await Promise.all(pools.map(serve));
    } finally {
      over = true;
      watch.signal.removeEventListener('abort', stop.raise);
      await Promise.all(pools.map((pool) => pool.destroy()));
      stop.remove();
    }
  },
});

/** What a machine leaves behind lives as long as its search: with more room for the young, less of it is copied. */
const V8_ROOMY = ['--max-semi-space-size=64'];
/** Where every core searches, helpers of one's collector would only take the other's time. */
const V8_TIGHT = [...V8_ROOMY, '--single-threaded-gc'];

/** Rows a worker above which the last one, whatever it is, is small beside the whole. */
const LONG_TABLE = 50;

/**
 * The order in which searches begin. Of a short table the large ones first, or the last would be waited for alone; a long
 * one in its own order, so that its first rows can be read while the others are worked out.
 */
export function beginningOrder(jobs: readonly SearchJob[], workers: number): [number, SearchJob][] {
  const entries = [...jobs.entries()];
  if (jobs.length > LONG_TABLE * workers) return entries;
  return entries.sort(([, a], [, b]) => (b.weight ?? 0) - (a.weight ?? 0));
}

/**
 * Gives each worker its next search. Neighbours among the kernels go to one worker, as long as there are some left: a process
 * that has searched a kernel knows what its machines do, and of the scenario it is at, what was found on the kernels before.
 */
export function handingOut(
  queue: readonly [number, SearchJob][],
  workers: number,
): (worker: number) => [number, SearchJob] | undefined {
  const left = [...queue];
  const kernels = [...new Set(queue.map(([, { kernel }]) => kernel))];
  const homeOf = ({ kernel }: SearchJob): number => Math.floor((kernels.indexOf(kernel) * workers) / kernels.length);
  return (worker) => {
    const home = left.findIndex(([, job]) => homeOf(job) === worker);
    return left.splice(Math.max(0, home), 1)[0];
  };
}

type Pool = Pick<Tinypool, 'run'>;

/** One search in a process of the pool; nothing where the user interrupted it before it could begin. */
async function searchApart(
  pool: Pool,
  assignment: Assignment,
  { signal, onProgress }: SearchWatch,
): Promise<SearchReport | undefined> {
  let begun = false;
  let last: SearchProgress | undefined;
  const channel = {
    postMessage(news: News): void {
      begun = true;
      if (news.kind === 'begun') return;
      last = news.progress;
      onProgress(last);
    },
  };
  let answer: Answer;
  try {
    answer = (await pool.run(assignment, { channel })) as Answer;
  } catch (error) {
    // The process is gone, and the pool has begun another one for what is left.
    if (signal.aborted && last === undefined) return undefined;
    if (begun) return lost(assignment.job, last, signal);
    throw new Error('A process to search in could not be started.', { cause: error });
  }
  switch (answer.kind) {
    case 'report':
      return answer.report;
    case 'refused':
      throw new OomlabError(answer.code, answer.message, answer.mend);
    case 'broken':
      throw Object.assign(new Error(answer.message), { stack: answer.stack });
    default:
      return answer satisfies never;
  }
}

/** The report of a search whose process was killed, as the system's OOM killer does, or ran out of heap. */
function lost(job: SearchJob, last: SearchProgress | undefined, signal: AbortSignal): SearchReport {
  const { states = 0, steps = 0, depth = 0, ms = 0 } = last ?? {};
  return {
    kernel: job.kernel,
    complete: false,
    stoppedBy: signal.aborted ? 'interrupt' : 'memory',
    died: true,
    states,
    steps,
    depth,
    ms: Math.round(ms),
    outcomes: [],
    properties: [],
    liveRuns: 0,
  };
}
