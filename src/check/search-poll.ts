import type { Progress, StoppedBy } from '../explore/index.js';
import type { SearchJob, SearchProgress } from './search-job.js';

const LOOK_EVERY_MS = 100;

export interface PollOptions {
  /** Whether somebody wants the search to stop. */
  readonly interrupted: () => boolean;
  readonly onProgress: (progress: Omit<SearchProgress, 'job'>) => void;
  /** Whether the machine has hardly any memory left, where that can be known. */
  readonly isMemoryShort?: () => boolean;
}

/**
 * The search's clock and keyboard: a few times a second it tells of progress, hears of an interruption, and looks whether
 * the machine has memory left; a bound of time is met more closely.
 */
export function searchPoll(
  { bounds = {} }: SearchJob,
  { interrupted, onProgress, isMemoryShort = () => false }: PollOptions,
): (progress: Progress & Pick<SearchProgress, 'seen'>) => StoppedBy | undefined {
  const start = performance.now();
  let last = start;
  return (progress) => {
    const now = performance.now();
    if (bounds.ms !== undefined && now - start >= bounds.ms) return 'time';
    if (now - last < LOOK_EVERY_MS) return undefined;
    last = now;
    onProgress({ ...progress, ms: now - start });
    if (interrupted()) return 'interrupt';
    return isMemoryShort() ? 'memory' : undefined;
  };
}
