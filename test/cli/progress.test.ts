import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressLine, progressText } from '../../src/cli/progress.js';
import type { SearchProgress } from '../../src/check/search-job.js';

const progress = (job: number, more: Partial<SearchProgress> = {}): SearchProgress => ({
  job,
  states: 1_200_000,
  steps: 5_000_000,
  depth: 120,
  frontier: 30_000,
  bytes: 50 * 2 ** 20,
  ms: 2_000,
  ...more,
});

describe('the progress of a search', () => {
  it('is its states, pace, depth, frontier and memory', () => {
    expect(progressText(0, 1, [progress(0)])).toBe(
      '1,200,000 states, 600,000 states/s, depth 120, frontier 30,000, 50 MB',
    );
  });

  it('adds up where several run, with how many are done', () => {
    expect(progressText(7, 337, [progress(7), progress(8, { states: 800_000, ms: 1_000, depth: 200 })])).toBe(
      '7/337 searches, 2,000,000 states, 1,400,000 states/s, depth 200, frontier 60,000, 100 MB',
    );
  });
});

describe('progress off a terminal', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is one plain line every 10 s', async () => {
    const lines: string[] = [];
    const line = await progressLine(
      { out() {}, err: (text) => lines.push(text), colour: 'off', env: {}, onInterrupt: () => () => {} },
      3,
    );
    for (let second = 1; second <= 25; second++) {
      vi.advanceTimersByTime(1_000);
      if (second === 15) line.advance(0);
      line.update(progress(second < 15 ? 0 : 1));
    }
    line.stop();
    expect(lines).toEqual([
      '0/3 searches, 1,200,000 states, 600,000 states/s, depth 120, frontier 30,000, 50 MB\n',
      '1/3 searches, 1,200,000 states, 600,000 states/s, depth 120, frontier 30,000, 50 MB\n',
    ]);
  });
});
