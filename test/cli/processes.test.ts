import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.js';
import { beginningOrder, handingOut, workersOf } from '../../src/cli/search-pool.js';
import type { SearchJob } from '../../src/check/search-job.js';
import { build, hasProc, isAlive, searchingWorkers, type Built } from './support/built.js';
import { readReport } from './support/report.js';

let built: Built;
beforeAll(() => (built = build()));
afterAll(() => built.remove());

/** Two searches that none of these tests sees the end of, and two more behind them. */
const LONG = ['check', 'three-chargers', '--kernel', 'v4.6', 'v4.18', 'rfc-20180620', 'v4.19', '--json'];
const TWO = { OOMLAB_WORKERS: '2' };

describe.runIf(hasProc)('worker processes', () => {
  it('find the same, however many they are', async () => {
    const args = ['check', 'slab-at-limit', '--json'];
    const kernels = catalogue.kernels.length;
    const [one, three] = await Promise.all(
      ['1', '3'].map(async (workers) => (await built.start(args, { OOMLAB_WORKERS: workers }).ended).out),
    );
    const timeless = (out = ''): string => out.replaceAll(/"(ms|bytes)": \d+/g, '');
    expect(readReport(one!).rows).toHaveLength(kernels);
    expect(timeless(three)).toBe(timeless(one));
  });

  it('that are killed end their search and no other', async () => {
    const two = ['check', 'three-chargers', '--kernel', 'v4.18', 'v4.19', '--max-time', '8s', '--json'];
    const running = built.start(two, TWO);
    const [first] = await searchingWorkers(running, 2);
    process.kill(first!, 'SIGKILL');
    const { exit, out } = await running.ended;
    expect(exit).toBe(0);
    const { rows } = readReport(out);
    const killed = rows.filter(({ died }) => died);
    expect(killed).toHaveLength(1);
    expect(killed[0]).toMatchObject({ verdict: 'inconclusive', complete: false, stoppedBy: 'memory', outcomes: [] });
    const others = rows.filter(({ died }) => !died);
    expect(others.map(({ stoppedBy, outcomes }) => [stoppedBy, outcomes.length])).toEqual([['time', 4]]);
  });

  it.each([
    ['the whole process group, as a terminal sends it', -1],
    ['the first process alone', 1],
  ])('stop at a Ctrl-C to %s, report what they have, and exit 130', async (_, sign) => {
    const running = built.start(LONG, TWO);
    const workers = await searchingWorkers(running, 2);
    process.kill(sign * running.pid, 'SIGINT');
    const { exit, out } = await running.ended;
    expect(exit).toBe(130);
    const { rows, interrupted, rowsLeft } = readReport(out);
    expect([interrupted, rows.length, rowsLeft]).toEqual([true, 2, 2]);
    for (const row of rows) {
      expect(row).toMatchObject({ verdict: 'inconclusive', stoppedBy: 'interrupt' });
      expect(row.states).toBeGreaterThan(10_000);
      expect(row.outcomes).toHaveLength(4);
    }
    expect(workers.filter(isAlive)).toEqual([]);
  });

  it('stop at a Ctrl-C also when patches are looked for', async () => {
    const running = built.start(['bisect', 'three-chargers', 'hangs', '--json'], TWO);
    const workers = await searchingWorkers(running, 2);
    process.kill(-running.pid, 'SIGINT');
    const { exit, out } = await running.ended;
    expect(exit).toBe(130);
    const { interrupted, searchesLeft, stages } = JSON.parse(out);
    expect([interrupted, searchesLeft > 0, stages.length > 0]).toEqual([true, true, true]);
    expect(workers.filter(isAlive)).toEqual([]);
  });

  it('do not outlive the command line', async () => {
    const running = built.start(LONG, TWO);
    const workers = await searchingWorkers(running, 2);
    process.kill(running.pid, 'SIGKILL');
    await running.ended;
    while (workers.some(isAlive)) await setTimeout(50);
  });

  it('that cannot be started are an internal error', async () => {
    const worker = join(built.folder, 'dist/src/cli/search-worker.js');
    renameSync(worker, `${worker}.away`);
    const { exit, err } = await built.start(['check', 'disabled-slab', '--kernel', 'v3.11']).ended;
    renameSync(`${worker}.away`, worker);
    expect(exit).toBe(4);
    expect(err).toMatch(/internal error\nError: A process to search in could not be started\.\n/);
  });
});

describe('the order in which searches begin', () => {
  const jobs = (...weights: readonly number[]): SearchJob[] =>
    weights.map((weight) => ({ scenario: 's', kernel: 'k', patches: [], params: {}, weight }));
  const order = (list: readonly SearchJob[], workers: number): number[] =>
    beginningOrder(list, workers).map(([number]) => number);

  it('is the large ones first in a short table, and its own in a long one', () => {
    expect(order(jobs(1, 3, 2, 3), 2)).toEqual([1, 3, 2, 0]);
    const many = jobs(...Array.from({ length: 101 }, (_, number) => number));
    expect(order(many, 2)).toEqual([...many.keys()]);
    expect(order(many, 3)[0]).toBe(100);
  });
});

describe('who does a search', () => {
  const job = (scenario: string, kernel: string): SearchJob => ({ scenario, kernel, patches: [], params: {} });

  it('is who has searched on its kernel, until nothing else is left', () => {
    const jobs = ['a', 'b'].flatMap((scenario) => ['1', '2', '3', '4'].map((kernel) => job(scenario, kernel)));
    const next = handingOut([...jobs.entries()], 2);
    const given = [0, 0, 0, 1, 0, 0, 1, 1, 1].map((worker) => next(worker)?.[1]);
    const rows = given.map((one) => one && `${one.scenario}${one.kernel}`);
    expect(rows).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4', 'b3', 'b4', undefined]);
  });
});

describe('the number of workers', () => {
  it('is what the environment says, or one a core', () => {
    expect(workersOf({ OOMLAB_WORKERS: '7' })).toBe(7);
    for (const nothing of ['', '0', '-1', '1.5', 'many']) {
      expect(workersOf({ OOMLAB_WORKERS: nothing })).toBe(workersOf({}));
    }
  });
});
