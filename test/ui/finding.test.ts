import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { catalogue } from '../../src/cli/catalogue.js';
import { columns } from '../../src/export/index.js';
import { traceOf } from '../../src/trace/index.js';
import { oomlab } from '../cli/support/oomlab.js';
import { session } from './support/session.js';
import { hangOf, linkOf, witnessOf } from './support/runs.js';

const now = session();
const hang = hangOf('imutex-charge', 'v3.11');
const { schedule, loop, noReturn } = hang;

/** What a run is saved as, by the words in the menu, and what the command line calls that. */
const SAVED = [
  ['Thread columns', 'columns'],
  ['(SVG)', 'svg'],
  ['(Mermaid)', 'mermaid'],
  ['(Graphviz)', 'dot'],
  ['(ITF)', 'itf'],
  ['Perfetto', 'perfetto'],
  ['ShiViz', 'shiviz'],
  ['asciinema', 'asciicast'],
] as const;

const present = async (page: Page): Promise<string> =>
  (await page.locator('[role=option][aria-selected=true]').textContent()) ?? '';

describe('the work page', () => {
  it('opens a link at its step, lit in the charts', async () => {
    const page = await now().open(linkOf(hang.token, { at: 30 }));
    await page.locator('g.state.active').first().waitFor();
    expect(await present(page)).toMatch(/^step 30charger/);
    await expect.poll(() => page.locator('.count').textContent(), { timeout: 15_000 }).toBe(`30 / ${schedule.length}`);
    const path = traceOf(hang.system, schedule).steps[29]?.changes.find(({ actor }) => actor === 'charger')?.after;
    const leaf = path?.split('.').at(-1);
    await page.locator(`g.state.active[data-path$="${leaf}"]`).waitFor();
    await expect.poll(() => page.locator('.edge.fired, .label.fired').count(), { timeout: 15_000 }).toBeGreaterThan(0);
    await page.close();
  });

  it('steps with keys: on, back, by actor, to both ends, to the failure', async () => {
    const page = await now().open(linkOf(hang.token, { at: 5 }));
    await page.locator('[role=option]').first().waitFor();
    const at = async (): Promise<string> => (await page.locator('.count').textContent()) ?? '';
    const press = async (key: string, expected: number): Promise<void> => {
      await page.keyboard.press(key);
      expect(await at()).toBe(`${expected} / ${schedule.length}`);
    };
    await press('j', 6);
    await press('ArrowDown', 7);
    await press('k', 6);
    await press('ArrowUp', 5);
    await press('End', schedule.length);
    await press('Home', 0);
    const { steps } = traceOf(hang.system, schedule);
    const hog = steps.find(({ actor }) => actor === 'hog')?.number ?? -1;
    const next = steps.find(({ actor, number }) => actor === 'hog' && number > hog)?.number;
    await page.locator(`#step-${hog + 1}`).click();
    await page.keyboard.press('Shift+J');
    expect(await at()).toBe(`${(next ?? hog) + 1} / ${schedule.length}`);
    await page.getByText('The point of no return is').waitFor();
    await press('e', noReturn);
    await page.close();
  });

  it('keeps keys away from a field that one types in, and lists them all', async () => {
    const page = await now().open(linkOf(hang.token, { at: 5 }));
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('jjj');
    await expect.poll(() => page.locator('.count').textContent(), { timeout: 15_000 }).toBe(`5 / ${schedule.length}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect.poll(() => page.locator('dialog[open] dt').count(), { timeout: 15_000 }).toBeGreaterThan(15);
    await page.keyboard.press('Escape');
    await page.close();
  });

  it('brackets the loop, from the step where it begins to the end', async () => {
    const page = await now().open(linkOf(hang.token, { at: schedule.length, of: 'hangs' }));
    await page.locator('.step.loop').first().waitFor();
    await page.getByText('goes round for ever').waitFor();
    const labels = await page.locator('.step.loop').evaluateAll((rows) => rows.map((row) => row.id));
    const loopRows = labels.map((id) => Number(id.slice('step-'.length)));
    expect(Math.max(...loopRows)).toBe(schedule.length);
    await page.keyboard.press('Home');
    await page.locator('[role=option]#step-1').waitFor();
    await expect.poll(() => page.locator('#step-1.loop').count(), { timeout: 15_000 }).toBe(0);
    await page.locator('input[type=range]').fill(String(schedule.length - loop + 1));
    await page.locator(`#step-${schedule.length - loop + 1}.loop-start`).waitFor();
    await page.close();
  });

  it('filters by actor and by what is typed, and says how many steps are left', async () => {
    const page = await now().open(linkOf(hang.token));
    const { steps } = traceOf(hang.system, schedule);
    const ofHog = steps.filter(({ parts }) => parts.some(({ from, to }) => from === 'hog' || to === 'hog')).length;
    await page.getByRole('button', { name: 'hog', exact: true }).click();
    await page.getByText(`${ofHog} of ${schedule.length} steps`).waitFor();
    await page.getByRole('button', { name: 'hog', exact: true }).click();
    await page.getByPlaceholder(/actor:hog/).fill('ev:mutex_lock');
    const locks = steps.filter(({ parts }) => parts.some(({ op }) => op.type === 'mutex_lock')).length;
    await page.getByText(`${locks} of ${schedule.length} steps`).waitFor();
    await page.getByPlaceholder(/actor:hog/).fill('/(/');
    await page.getByText('is no regular expression').waitFor();
    await page.close();
  });

  it('hatches a thread that is blocked from the last step on, and only there', async () => {
    const lost = hangOf('killer-enabled-early', 'v6.5');
    const page = await now().open(linkOf(lost.token));
    await page.locator(`#step-${lost.schedule.length} rect.blocked`).waitFor({ state: 'attached' });
    expect(await page.locator('[role=option] rect.blocked').count()).toBe(1);
    // Nothing moves any more: what must have come about never will.
    await page.locator('.finding-head').getByText('violates P-PROG').waitFor();
    await page.close();
  });

  it('offers no passing run where none passes', async () => {
    const page = await now().open(linkOf(witnessOf('imutex-charge', 'v3.11', 'hog-killed').token));
    await page.getByText('every one that comes to an end ends with hog-killed').waitFor();
    expect(await page.getByText('Beside a run that passes').count()).toBe(0);
    await page.close();
  });

  it('copies the columns that the command line prints', async () => {
    const page = await now().open(linkOf(hang.token, { tab: 'columns' }));
    await page.locator('.columns pre').waitFor();
    await page.keyboard.press('c');
    await page.getByText('Copied: the thread columns.').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    const drawn = columns(traceOf(hang.system, schedule, { loopStart: schedule.length - loop }), { width: 72 });
    for (const line of drawn.trimEnd().split('\n')) expect(copied).toContain(line);
    await page.close();
  });

  it('says what changed, what could run next, how the properties stand, and why', async () => {
    const page = await now().open(linkOf(hang.token, { at: noReturn }));
    const facts = page.locator('.facts');
    const step = traceOf(hang.system, schedule).steps[noReturn - 1];
    await facts.getByText(`Step ${noReturn}`).first().waitFor();
    for (const heading of ['Changed', 'Could run next', 'Properties in this state', 'Why']) {
      await facts.getByRole('heading', { name: heading }).waitFor();
    }
    await expect.poll(() => facts.locator('.next li').count(), { timeout: 15_000 }).toBe(step?.enabledAfter.length);
    await page.keyboard.press('u');
    await expect.poll(() => facts.locator('.context').count(), { timeout: 15_000 }).toBeGreaterThan(5);
    await page.close();
  });

  it('shares a link that opens the same step, and goes on from a step by hand', async () => {
    const page = await now().open(linkOf(hang.token, { at: 12 }));
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText(/Copied: a link of \d+ characters/).waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(link.length).toBeLessThan(2000);
    const again = await now().browsing.page();
    await again.goto(link);
    await again.locator('[role=option]').first().waitFor();
    expect(await present(again)).toMatch(/^step 12[a-z]/);
    await again.keyboard.press('b');
    await again.getByRole('heading', { name: 'Taken 12 steps' }).waitFor();
    await again.close();
    await page.close();
  });

  it('closes the menu of what can be saved at Escape and when one turns to something else', async () => {
    const page = await now().open(linkOf(hang.token));
    const item = page.locator('.menu button').first();
    await page.locator('.menu summary').click();
    await item.waitFor();
    await page.keyboard.press('Escape');
    await item.waitFor({ state: 'hidden' });
    await page.locator('.menu summary').click();
    await item.waitFor();
    await page.locator('.finding-head h1').click();
    await item.waitFor({ state: 'hidden' });
    await page.close();
  });

  it('lets go of a search with Escape', async () => {
    const page = await now().open(linkOf(hang.token));
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('nothing');
    await page.getByText(`None of ${schedule.length} steps`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(`${schedule.length} steps`, { exact: false }).first().waitFor();
    await page.locator('[role=option]').first().waitFor();
    expect(await page.locator('input[type=search]').inputValue()).toBe('');
    await page.close();
  });

  it('leaves the address of the page before alone, when one goes back at once', async () => {
    const page = await now().open('#/home');
    await page.locator('.question').first().waitFor();
    await page.getByLabel('Replay token').fill(hang.token);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('k');
    await page.evaluate('history.back()');
    await page.locator('.question').first().waitFor();
    // Longer than a step waits until it is written into the address.
    await page.waitForTimeout(400);
    expect(new URL(page.url()).hash).toBe('#/home');
    await page.close();
  });

  // A run that goes round for ever, and one that two steps decide, whose race is in the picture.
  it.each([hang, hangOf('killer-enabled-early', 'v6.5')])(
    'saves a run as the command line does: $token',
    async (run) => {
      const page = await now().open(linkOf(run.token));
      await page.getByText('point of no return', { exact: false }).first().waitFor();
      const saved = async (name: string): Promise<Buffer> => {
        await page.locator('.menu summary').click();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.locator('.menu button', { hasText: name }).click(),
        ]);
        return readFileSync(await download.path());
      };
      expect(String(await saved('Replay token'))).toBe(`${run.token}\n`);
      // The rasterisers are not the same.
      expect((await saved('(PNG)')).subarray(1, 4).toString()).toBe('PNG');
      for (const [name, format] of SAVED) {
        const { out } = await oomlab(['show', run.token, '--format', format, '--theme', 'light'], { catalogue });
        expect([name, String(await saved(name))]).toEqual([name, out]);
      }
      await page.close();
    },
  );

  it('sets a run beside the nearest that passes, parted where its order decides', async () => {
    const run = witnessOf('populate-at-limit', 'v4.18', 'short-populate');
    const page = await now().open(linkOf(hang.token, { page: 'compare' }));
    await page.locator('.beside .split').waitFor();
    await expect
      .poll(() => page.locator('.beside .split th').textContent(), { timeout: 15_000 })
      .toBe(String(noReturn));
    await page.goto(`${now().url}${linkOf(run.token)}`);
    await page.getByText('end: short-populate').waitFor();
    await page.close();
  });
});
