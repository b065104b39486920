import type { Io } from './io.js';
import { sizeText } from './quantities.js';
import { figure } from './row-text.js';
import type { SearchProgress } from '../check/search-job.js';

/** Tells on stderr how far searches have come. */
export interface ProgressLine {
  update(progress: SearchProgress): void;
  /** One search is done. */
  advance(job: number): void;
  /** Takes the line away, so that something else can be printed; the next update draws it again. */
  clear(): void;
  stop(): void;
}

const PLAIN_EVERY_MS = 10_000;

/** One self-rewriting line on a terminal, one plain line every 10 s elsewhere. */
export async function progressLine(io: Io, searches: number): Promise<ProgressLine> {
  const running = new Map<number, SearchProgress>();
  let done = 0;
  const draw = io.terminal === undefined ? plain(io) : await rewriting(io.terminal, searches);
  return {
    update(progress) {
      running.set(progress.job, progress);
      draw.show(done, progressText(done, searches, [...running.values()]));
    },
    advance(job) {
      done++;
      running.delete(job);
    },
    clear: draw.clear,
    stop: draw.clear,
  };
}

interface Drawing {
  show(done: number, text: string): void;
  clear(): void;
}

function plain(io: Io): Drawing {
  let last = performance.now();
  return {
    show(_, text) {
      const now = performance.now();
      if (now - last < PLAIN_EVERY_MS) return;
      last = now;
      io.err(`${text}\n`);
    },
    clear() {},
  };
}

async function rewriting(stream: NodeJS.WriteStream, searches: number): Promise<Drawing> {
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({
    format: '[{bar}] {text}',
    barsize: 12,
    barCompleteChar: '#',
    barIncompleteChar: '.',
    stream,
    fps: 10,
    clearOnComplete: true,
    linewrap: false,
    hideCursor: false,
    // Ctrl-C is ours: it must write what there is.
    gracefulExit: false,
  });
  let drawn = false;
  return {
    show(done, text) {
      if (!drawn) bar.start(searches, done, { text });
      drawn = true;
      bar.update(done, { text });
    },
    clear() {
      if (drawn) bar.stop();
      drawn = false;
    },
  };
}

/**
 * How far searches have come, in a line. Several at once are told as one: states, frontier and memory add up, the depth is
 * the deepest.
 *
 * It does not guess how much is left. Over the catalogue's rows above 40,000 states, going on as the last levels shrank
 * (4, 8 or 16 of them, each smaller than the one before) foretold too little in half the cases, up to 15 times: state
 * spaces have more than one hump.
 */
export function progressText(done: number, searches: number, running: readonly SearchProgress[]): string {
  const sum = (of: (progress: SearchProgress) => number): number => running.reduce((all, one) => all + of(one), 0);
  const rate = sum(({ states, ms }) => (ms > 0 ? (states / ms) * 1000 : 0));
  return [
    ...(searches > 1 ? [`${done}/${searches} searches`] : []),
    `${figure(sum(({ states }) => states))} states`,
    `${figure(rate)} states/s`,
    `depth ${Math.max(0, ...running.map(({ depth }) => depth))}`,
    `frontier ${figure(sum(({ frontier }) => frontier))}`,
    sizeText(sum(({ bytes }) => bytes)),
  ].join(', ');
}
