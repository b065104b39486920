import { asyncScheduler, firstValueFrom, lastValueFrom, Subject, toArray, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { call, choose, doing, reply, type MachineSpec } from '../../src/model/index.js';
import { person, recorded, seeded, startLive, type LiveOptions, type LiveSystem } from '../../src/live/index.js';
import { buildSystem, ReferenceHost, replay, type System } from '../../src/system/index.js';
import { oomToy } from '../support/oom-toy.js';
import {
  kernelOf,
  latchedMail,
  lockPair,
  lostUpdate,
  philosophers,
  timedSleepers,
  toyScenario,
} from '../support/toys.js';

/** A whole run: what every stream gave. */
async function collect(live: LiveSystem, actor: string, go: (live: LiveSystem) => void) {
  const all = Promise.all([
    lastValueFrom(live.steps$.pipe(toArray())),
    lastValueFrom(live.outputs$.pipe(toArray())),
    lastValueFrom(live.snapshots$(actor).pipe(toArray())),
    firstValueFrom(live.outcome$),
  ]);
  go(live);
  const [steps, outputs, snapshots, outcome] = await all;
  return { steps, outputs, snapshots, outcome };
}

const runSeeded = (system: System, seed: number, options?: LiveOptions) =>
  collect(startLive(system, options), system.actors[0]?.id ?? '', (live) => live.drive(seeded(seed)));

describe('a live run', () => {
  it('ends where nothing is enabled, names the outcomes that hold, and completes all streams', async () => {
    const { steps, outputs, snapshots, outcome } = await runSeeded(lostUpdate(), 1);
    expect(outcome).toEqual({ kind: 'end', outcomes: [expect.stringMatching(/^(lost|kept)$/)], steps: 4 });
    expect(steps).toHaveLength(4);
    // Two calls and a reply to each for each of the two threads.
    expect(outputs.map(({ output }) => output.type).sort()).toEqual([
      ...Array(4).fill('call'),
      ...Array(4).fill('reply'),
    ]);
    expect(snapshots[0]?.value).toEqual({ increment: 'load' });
    expect(snapshots.at(-1)?.value).toBe('done');
  });

  it('gives the same run for the same seed, and other runs for other seeds', async () => {
    const schedules = await Promise.all(
      [7, 7, 8, 9, 10].map(async (seed) => (await runSeeded(lockPair(), seed, { maxSteps: 40 })).steps),
    );
    const texts = schedules.map((steps) => steps.map(({ choice }) => choice).join(''));
    expect(texts[0]).toBe(texts[1]);
    expect(new Set(texts).size).toBeGreaterThan(2);
  });

  it('calls a deadlock a deadlock', async () => {
    const { outcome } = await collect(startLive(philosophers(3)), 'phil0', (live) => live.drive(recorded([0, 1, 1])));
    expect(outcome).toEqual({ kind: 'deadlock', outcomes: [], steps: 3 });
  });

  it('stops after maxSteps without blocking the event loop', async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    const { outcome, steps } = await runSeeded(lockPair(), 3, { maxSteps: 5_000 });
    clearInterval(ticking);
    expect(outcome).toEqual({ kind: 'stopped', outcomes: [], steps: 5_000 });
    expect(steps.map(({ at }) => at)).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
    expect(ticks).toBeGreaterThan(5);
  });

  it('leaves no timer and no subscription behind', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const picks$ = new Subject<number>();
    const live = startLive(lockPair(), { pace: 5, scheduler: asyncScheduler });
    const outcome = firstValueFrom(live.outcome$);
    live.drive(person(picks$));
    const first = firstValueFrom(live.steps$);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(picks$.observed).toBe(true);
    picks$.next(0);
    await first;
    live.stop();
    expect(await outcome).toMatchObject({ kind: 'stopped', steps: 1 });
    expect(picks$.observed).toBe(false);
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')).toHaveLength(before);
  });

  it('can be stopped before it starts and in the middle of a step, which is then finished', async () => {
    const never = startLive(lockPair());
    never.stop();
    expect(await firstValueFrom(never.outcome$)).toEqual({ kind: 'stopped', outcomes: [], steps: 0 });

    const live = startLive(latchedMail());
    live.outputs$.subscribe(({ from }) => from === 'word' && live.stop());
    const { steps, outcome } = await collect(live, 'word', () => live.drive(seeded(1)));
    expect(steps.at(-1)?.parts.map(({ kind }) => kind)).toEqual(['call', 'reply']);
    expect(outcome).toMatchObject({ kind: 'stopped', steps: steps.length });
  });

  it('can be stopped by a subscriber to its initial outputs', async () => {
    const picks$ = new Subject<number>();
    const live = startLive(lockPair(), { pace: 1 });
    live.outputs$.subscribe(() => live.stop());
    const { outputs, outcome } = await collect(live, 'lock', () => live.drive(person(picks$)));
    expect(outcome).toMatchObject({ kind: 'stopped', steps: 0 });
    // Both actors had started by then: outsiders hear of it when that is over.
    expect(outputs).toHaveLength(2);
    expect(picks$.observed).toBe(false);
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThan(2);
  });

  it('shows subscribers whole steps only: the snapshot they see is the one after it', async () => {
    const system = lostUpdate();
    const live = startLive(system);
    const seen: unknown[] = [];
    const values: unknown[] = [];
    live.snapshots$('inc0').subscribe(({ value }) => values.push(value));
    live.steps$.subscribe(({ actor }) => actor === 'inc0' && seen.push(values.at(-1)));
    await collect(live, 'word', () => live.drive(recorded([0, 0, 0, 0])));
    expect(seen).toEqual([{ increment: 'store' }, 'done']);
  });
});

describe('pause, step and resume', () => {
  it('take exactly the steps asked for', () => {
    const scheduler = new VirtualTimeScheduler();
    const live = startLive(lockPair(), { scheduler, maxSteps: 20 });
    let steps = 0;
    live.steps$.subscribe(() => steps++);
    live.pause();
    live.drive(seeded(1));
    scheduler.flush();
    expect(steps).toBe(0);
    live.step();
    scheduler.flush();
    expect(steps).toBe(1);
    live.step();
    live.step();
    scheduler.flush();
    expect(steps).toBe(3);
    live.resume();
    scheduler.flush();
    expect(steps).toBe(20);
  });

  it('hold a run at the step after which it was paused', () => {
    const scheduler = new VirtualTimeScheduler();
    const live = startLive(lockPair(), { scheduler });
    const steps: number[] = [];
    live.steps$.subscribe(({ number }) => {
      steps.push(number);
      if (number === 4) live.pause();
    });
    live.drive(seeded(1));
    scheduler.flush();
    expect(steps).toEqual([0, 1, 2, 3, 4]);
    live.stop();
  });

  it('do not wait for the pace, which may be changed in the middle of a wait', () => {
    const scheduler = new VirtualTimeScheduler();
    const live = startLive(lockPair(), { scheduler, pace: 1000 });
    const times: number[] = [];
    live.steps$.subscribe(({ at }) => times.push(at));
    const until = (frame: number): void => {
      scheduler.maxFrames = frame;
      scheduler.flush();
    };
    live.drive(seeded(1));
    until(1500);
    expect(times).toEqual([0, 1000]);
    live.pause();
    live.step();
    live.step();
    until(1500);
    expect(times).toEqual([0, 1000, 1000, 1000]);
    live.resume();
    live.setPace(100);
    until(1250);
    expect(times.slice(4)).toEqual([1100, 1200]);
    live.stop();
  });
});

describe('a choice source', () => {
  it('may be exchanged in the middle of a run', async () => {
    const live = startLive(lostUpdate());
    live.steps$.subscribe(({ number }) => number === 1 && live.drive(recorded([9, 9, 1, 0])));
    const { steps } = await collect(live, 'word', () => live.drive(recorded([0, 1])));
    expect(steps.map(({ choice }) => choice)).toEqual([0, 1, 1, 0]);
  });

  it('that completes early stops the run', async () => {
    const { outcome } = await collect(startLive(lostUpdate()), 'word', (live) => live.drive(recorded([0])));
    expect(outcome).toEqual({ kind: 'stopped', outcomes: [], steps: 1 });
  });

  it('that is a person decides step by step, and what is not allowed is ignored', () => {
    const scheduler = new VirtualTimeScheduler();
    const picks$ = new Subject<number>();
    const live = startLive(lostUpdate(), { scheduler });
    const steps: string[] = [];
    live.steps$.subscribe(({ actor }) => steps.push(actor));
    live.drive(person(picks$));
    for (const pick of [7, 1, 0, 0, 0]) {
      scheduler.flush();
      picks$.next(pick);
    }
    expect(steps).toEqual(['inc1', 'inc0', 'inc0', 'inc1']);
  });

  it('that leaves the model errs with E122 on every stream', async () => {
    const live = startLive(lostUpdate());
    const outcome = firstValueFrom(live.outcome$);
    const steps = lastValueFrom(live.steps$);
    const snapshots = lastValueFrom(live.snapshots$('word'));
    live.drive(recorded([5]));
    await expect(outcome).rejects.toMatchObject({ code: 'E122' });
    await expect(steps).rejects.toMatchObject({ code: 'E122' });
    await expect(snapshots).rejects.toMatchObject({ code: 'E122' });
  });
});

describe('time', () => {
  it('holds timed calls back until they are due, in virtual time', () => {
    const scheduler = new VirtualTimeScheduler();
    const live = startLive(timedSleepers(300, 100, 200), { scheduler });
    const woken: [string, number][] = [];
    live.steps$.subscribe(({ actor, at }) => woken.push([actor, at]));
    live.drive(seeded(1));
    scheduler.flush();
    expect(woken).toEqual([
      ['sleep100', 100],
      ['sleep200', 200],
      ['sleep300', 300],
    ]);
  });

  it('jumps where nobody gives a scheduler: an hour takes no time', async () => {
    const start = performance.now();
    const { steps } = await runSeeded(timedSleepers(3_600_000), 1);
    expect(steps.map(({ at }) => at)).toEqual([3_600_000]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('passes at the pace given', async () => {
    const start = performance.now();
    const { steps } = await runSeeded(lostUpdate(), 1, { pace: 20 });
    expect(steps).toHaveLength(4);
    expect(performance.now() - start).toBeGreaterThan(55);
  });

  it('does not hold back a recorded schedule', async () => {
    const { steps } = await collect(startLive(timedSleepers(300, 100)), 'clock', (live) =>
      live.drive(recorded([0, 0])),
    );
    expect(steps.map(({ actor }) => actor)).toEqual(['sleep300', 'sleep100']);
  });
});

describe('a schedule', () => {
  it.each([11, 12, 13])('recorded live replays on the reference host, and back (seed %i)', async (seed) => {
    const system = oomToy(['first', 'second']);
    const { steps } = await runSeeded(system, seed, { maxSteps: 300 });
    const schedule = steps.map(({ choice }) => choice);
    const again = replay(new ReferenceHost(system), { schedule });
    const timed = again.map((step) => ({ ...step, at: expect.any(Number) }));
    expect(steps).toEqual(timed);
    const back = await collect(startLive(system), 'hog', (live) => live.drive(recorded(schedule)));
    expect(back.steps).toEqual(timed);
  });
});

describe('an error of the model', () => {
  const silent: MachineSpec = {
    id: 'silent',
    kind: 'object',
    description: 'Replies with what nobody handles.',
    context: ({ bad }) => {
      if (bad === true) throw new Error('no such input');
      return {};
    },
    fragments: {},
    root: () => ({ initial: 'on', states: { on: { on: { ask: { actions: [reply('unheard')] } } } } }),
  };
  const asker: MachineSpec = {
    id: 'asker',
    kind: 'thread',
    description: 'Asks.',
    context: () => ({}),
    fragments: {},
    root: () => ({
      initial: 'first',
      states: {
        first: doing('Waits.', choose({ type: 'go' }), { go: 'second' }),
        second: doing('Asks.', call('silent', 'ask'), { heard: 'first' }),
      },
    }),
  };
  const broken = (bad: boolean): System =>
    buildSystem(
      toyScenario('broken', [
        { id: 'asker', machine: 'asker', roles: { silent: 'silent' } },
        { id: 'silent', machine: 'silent', input: { bad } },
      ]),
      kernelOf([silent, asker]),
    );

  it('goes to the error channels, after the steps before it', async () => {
    const live = startLive(broken(false));
    const steps: number[] = [];
    const failed = new Promise((resolve) =>
      live.steps$.subscribe({ next: ({ number }) => steps.push(number), error: resolve }),
    );
    const outcome = firstValueFrom(live.outcome$);
    live.drive(seeded(1));
    await expect(outcome).rejects.toMatchObject({ code: 'E102' });
    expect(await failed).toMatchObject({ code: 'E102' });
    expect(steps).toEqual([0]);
  });

  it('in an initial context comes out of the run, not out of the process', async () => {
    const live = startLive(broken(true));
    const outcome = firstValueFrom(live.outcome$);
    live.drive(seeded(1));
    await expect(outcome).rejects.toThrow('no such input');
  });
});
