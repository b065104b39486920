import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asciicast, columns, perfetto } from '../../src/export/index.js';
import { participantsOf, traceOf } from '../../src/trace/index.js';
import { browse, type Browsing } from './support/browser.js';
import { hangOf } from './support/runs.js';

/** Programs that others wrote for these formats, as their packages ship them: they run in a browser. */
const packaged = (path: string): string => resolve(import.meta.dirname, '../../node_modules', path);

const { system, schedule, loop } = hangOf('imutex-charge', 'v3.11');
const trace = traceOf(system, schedule, { loopStart: schedule.length - loop });

let browsing: Browsing;
beforeAll(async () => {
  browsing = await browse();
});
afterAll(() => browsing.close());

describe('speedscope', () => {
  it('reads the trace events: a thread for each actor that took part, each slice of 1 ms at its step', async () => {
    const page = await browsing.page();
    await page.goto(`file://${packaged('speedscope/dist/release/index.html')}`);
    const file = { name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(perfetto(trace)) };
    await page.locator('input[type=file]').setInputFiles(file);
    await expect.poll(() => page.title()).toContain('run.json');
    const read = await exported(page);
    const took = trace.steps.map(participantsOf);
    const threads = system.actors.map(({ id }) => id).filter((id) => took.some((some) => some.includes(id)));
    expect(read.profiles.map(({ name }) => / (\S+) \(tid/.exec(name)?.[1])).toEqual(threads);
    for (const [i, { events }] of read.profiles.entries()) {
      const steps = took.flatMap((some, at) => (some.includes(threads[i] as string) ? [at] : []));
      const begun = events.filter(({ type }) => type === 'O');
      expect(begun.map(({ frame }) => stepOf(read.shared.frames[frame]?.name ?? ''))).toEqual(steps);
      // It counts in microseconds from the first slice of a thread.
      expect(begun.map(({ at }) => at - begun[0]!.at)).toEqual(steps.map((at) => (at - steps[0]!) * 1000));
      expect(events.filter(({ type }) => type === 'C').map(({ at }) => at)).toEqual(begun.map(({ at }) => at + 1000));
    }
    await page.close();
  });
});

/** What it has understood, in its own format. */
interface Understood {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly {
    readonly name: string;
    readonly events: readonly { readonly type: 'O' | 'C'; readonly frame: number; readonly at: number }[];
  }[];
}

async function exported(page: Page): Promise<Understood> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Export').click()]);
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as Understood;
}

const stepOf = (frame: string): number => Number(/"step":(\d+)/.exec(frame)?.[1]) - 1;

describe('asciinema-player', () => {
  it('plays the recording to its end, where the last lines of the columns stand', async () => {
    const page = await browsing.page();
    await page.setContent('<div id="player"></div>');
    await page.addStyleTag({ path: packaged('asciinema-player/dist/bundle/asciinema-player.css') });
    await page.addScriptTag({ path: packaged('asciinema-player/dist/bundle/asciinema-player.min.js') });
    const recording = asciicast(trace, { title: 'a run' });
    const last = recording.trimEnd().split('\n').at(-1) ?? '';
    const duration = await page.evaluate<number>(`(async () => {
      const player = AsciinemaPlayer.create({ data: ${JSON.stringify(recording)} }, document.getElementById('player'));
      await player.play();
      const duration = await player.getDuration();
      await player.seek(duration);
      await player.pause();
      return duration;
    })()`);
    expect(duration).toBeCloseTo((JSON.parse(last) as [number])[0], 3);
    const end = columns(trace, { title: 'a run' }).trimEnd().split('\n').slice(-5);
    await expect
      .poll(async () => {
        const lines = (await page.locator('#player').innerText()).split('\n').map((line) => line.trimEnd());
        return end.filter((line) => !lines.includes(line.trimEnd()));
      })
      .toEqual([]);
    await page.close();
  });
});
