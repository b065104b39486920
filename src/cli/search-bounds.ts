import { totalmem } from 'node:os';
import type { Progress, StoppedBy } from '../explore/index.js';
import type { SearchJob } from './search-job.js';

/** A share of the machine's memory past which a search ends with what it has, before the system's own OOM killer asks. */
const MEMORY_SHARE = 0.85;
const LOOK_EVERY_MS = 100;

export interface BoundsOptions {
  /** Whether somebody wants the search to stop. */
  readonly interrupted: () => boolean;
  readonly onProgress: (progress: Progress & { readonly ms: number }) => void;
}

/** The search's clock and keyboard: tells of progress a few times a second, and ends it at a bound of time or memory. */
export function boundsPoll(job: SearchJob, options: BoundsOptions): (progress: Progress) => StoppedBy | undefined {
  const start = performance.now();
  let last = start;
  return (progress) => {
    if (options.interrupted()) return 'interrupt';
    const now = performance.now();
    if (job.maxMs !== undefined && now - start >= job.maxMs) return 'time';
    if (now - last < LOOK_EVERY_MS) return undefined;
    last = now;
    options.onProgress({ ...progress, ms: now - start });
    return process.memoryUsage.rss() > MEMORY_SHARE * memoryBytes() ? 'memory' : undefined;
  };
}

/** What the process may use: a container's limit where there is one. */
function memoryBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
