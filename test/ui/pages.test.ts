import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findKernel, kernels, scenarios } from '../../machines/index.js';
import { summaryOf } from '../../src/check/summary.js';
import { chartDiff, dotDrawing, isSame, mermaid, plainDrawing, sectionsOf, stately } from '../../src/export/index.js';
import { explore } from '../../src/explore/index.js';
import type { Machine } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';
import { session } from './support/session.js';
import { hangOf } from './support/runs.js';

const now = session();

describe('the first page', () => {
  it('has every question of the catalogue with what is expected of each kernel', async () => {
    const page = await now().open('');
    const { scenarios: told } = summaryOf(scenarios, kernels);
    await page.locator('.question').first().waitFor();
    await expect.poll(() => page.locator('.question').count(), { timeout: 15_000 }).toBe(told.length);
    const one = told.find(({ id }) => id === 'imutex-charge');
    await page.locator('summary', { hasText: 'imutex-charge' }).click();
    const rows = page.locator('.verdicts tbody tr');
    await rows.first().waitFor();
    await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(one?.kernels.length);
    const hangs = one?.outcomes.find(({ name }) => name === 'hangs')?.verdicts ?? [];
    await expect.poll(() => rows.first().textContent(), { timeout: 15_000 }).toContain(hangs[0]);
    await page.close();
  });

  it('finds a question by its words, and says so where there is none', async () => {
    const page = await now().open('#/home');
    await page.locator('.question').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('i_mutex');
    await expect
      .poll(() => page.locator('.question').count(), { timeout: 15_000 })
      .toBe(scenarios.filter(({ id, question, topic }) => `${id} ${question} ${topic}`.includes('i_mutex')).length);
    await page.locator('input[type=search]').fill('nothing of the kind');
    await page.getByText('No question has').waitFor();
    await page.close();
  });
});

describe('the run page', () => {
  it('checks a question on chosen kernels and finds what the search finds', async () => {
    const page = await now().open('#/run/imutex-charge/v3.11,v4.19');
    await page.getByRole('button', { name: 'Check 2 kernels' }).click();
    await page.getByText('2 of 2 searched.').waitFor();
    for (const kernel of ['v3.11', 'v4.19']) {
      const found = explore(
        buildSystem(
          scenarios.find(({ id }) => id === 'imutex-charge')!,
          findKernel(kernel),
        ),
      );
      const card = page.locator('.row-card', { has: page.getByRole('heading', { name: new RegExp(`^${kernel}`) }) });
      const text = (await card.textContent()) ?? '';
      expect(text).toContain('complete: nothing left to explore');
      expect(text).toContain(`${found.states.toLocaleString('en')} states`);
      for (const { name, verdict } of found.outcomes) expect(text).toContain(`${name}${verdict}`);
    }
    await page.locator('.found .bad a').first().click();
    await page.getByText('round for ever').waitFor();
    await page.close();
  });

  it('looks otherwise where a bound stopped it, and takes other numbers', async () => {
    const page = await now().open('#/run/imutex-charge/rfc-20180620?p.pages=3');
    await expect.poll(() => page.getByLabel('pages', { exact: true }).inputValue(), { timeout: 15_000 }).toBe('3');
    await page.getByLabel('stop past').selectOption('1000');
    await page.getByRole('button', { name: 'Check rfc-20180620' }).click();
    await page.getByText('not complete: stopped by its bound of states').waitFor();
    await expect.poll(() => page.getByText('complete: nothing left to explore').count(), { timeout: 15_000 }).toBe(0);
    await page.close();
  });

  it('says of what was not searched to the end that it was not, also to one who left meanwhile', async () => {
    const page = await now().open('#/run/three-chargers/v3.11,v4.18,v4.19');
    await page.getByRole('button', { name: 'Check 3 kernels' }).click();
    await page.getByText(/^[12] of 3 searched/).waitFor();
    await page.getByRole('link', { name: 'Questions' }).click();
    await page.locator('.question').first().waitFor();
    await page.goBack();
    await page.getByText(/^[12] of 3 searched, then stopped/).waitFor();
    await page.getByText('not searched to the end').first().waitFor();
    await page.close();
  });

  it('shows what it comes to before it is done', async () => {
    const page = await now().open('#/run/killer-enabled-between/v5.0');
    await page.getByRole('button', { name: 'Check v5.0' }).click();
    // 640,000 states, and the shortest way to a hang has some sixty steps.
    await page.locator('.row-card', { hasText: 'searching' }).getByText('hangs').waitFor();
    await page.getByText('complete: nothing left to explore').waitFor();
    await page.locator('.found .bad a').first().waitFor();
    await page.close();
  });

  it('refuses numbers that are none, and kernels that the question is not asked of', async () => {
    const page = await now().open('#/run/killer-enabled-between/v3.11,v6.5');
    await page.getByText('is not asked of v3.11').waitFor();
    await page.getByLabel('pages', { exact: true }).fill('1.5');
    await page.getByRole('button', { name: 'Check v6.5' }).click();
    expect(await page.locator('.row-card').count()).toBe(0);
    expect(page.url()).not.toContain('p.pages');
    await page.close();
  });

  it('has what was found still there when one comes back to it', async () => {
    const page = await now().open('#/run/imutex-charge/v3.11');
    await page.getByRole('button', { name: 'Check v3.11' }).click();
    await page.locator('.found .bad a').first().click();
    await page.getByText('round for ever').waitFor();
    await page.goBack();
    await page.getByText('complete: nothing left to explore').waitFor();
    await page.close();
  });

  it('stops when it is told to, with what it has, while the page answers', async () => {
    const page = await now().open('#/run/three-chargers/v4.19');
    await page.getByRole('button', { name: /^Check/ }).click();
    await page.getByText(/states, .* a second/).waitFor();
    const asked = Date.now();
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.locator('dialog[open]').waitFor();
    // The search takes a minute: a page that waited for it would not answer before.
    expect(Date.now() - asked).toBeLessThan(5000);
    await page.keyboard.press('Escape');
    await page.locator('.plot canvas').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('not complete: stopped by you').waitFor();
    await page.close();
  });
});

describe('the explore page', () => {
  it('reaches the doomed state of v3.11 by hand, marks it and shows the loop', async () => {
    const { schedule, noReturn } = hangOf('imutex-charge', 'v3.11');
    const page = await now().open('#/explore/imutex-charge/v3.11');
    await page.getByText('complete: nothing left to explore').waitFor();
    for (const [at, choice] of schedule.slice(0, noReturn).entries()) {
      await page.locator('.choice').nth(choice).waitFor();
      await page.keyboard.press(String(choice + 1));
      await page.getByRole('heading', { name: `Taken ${at + 1} steps` }).waitFor();
    }
    await page.locator('.doomed').waitFor();
    await expect
      .poll(() => page.locator('.doomed').textContent(), { timeout: 15_000 })
      .toContain('No end can be reached from here');
    await page.getByText('no way back').first().waitFor();
    await page.keyboard.press('Backspace');
    await page.getByRole('heading', { name: `Taken ${noReturn - 1} steps` }).waitFor();
    await expect.poll(() => page.locator('.doomed').count(), { timeout: 15_000 }).toBe(0);
    await page.goBack();
    await page.locator('.doomed').getByRole('button', { name: 'Show the loop' }).click();
    await page.getByText('hangs: goes round for ever').waitFor();
    await page.locator('.step.loop').first().waitFor();
    await page.close();
  });

  it('searches on from where it is, and draws the states around', async () => {
    const page = await now().open('#/explore/imutex-charge/v3.11');
    await page.locator('.graph .here').waitFor();
    await page.getByRole('button', { name: 'Search on from here' }).click();
    await page.locator('.search-on').getByText('complete: nothing left to explore').waitFor();
    await expect.poll(() => page.locator('.search-on li').count(), { timeout: 15_000 }).toBeGreaterThan(2);
    await page.close();
  });
});

describe('the compare page', () => {
  it('compares v4.18 and rfc-20180620: outcomes added and removed, charts with what changed', async () => {
    const page = await now().open('#/compare/slab-at-limit/v4.18?of=rfc-20180620');
    await page.getByRole('button', { name: 'Search both and compare' }).click();
    await page.getByText('both complete').waitFor();
    const scenario = scenarios.find(({ id }) => id === 'slab-at-limit')!;
    const happens = (kernel: string): Set<string> =>
      new Set(
        explore(buildSystem(scenario, findKernel(kernel)))
          .outcomes.filter(({ verdict }) => verdict !== 'never')
          .map(({ name }) => name),
      );
    const [before, after] = [happens('v4.18'), happens('rfc-20180620')];
    const text = (await page.locator('.outcomes').textContent()) ?? '';
    for (const name of after) if (!before.has(name)) expect(text).toContain(`+ ${name}`);
    for (const name of before) if (!after.has(name)) expect(text).toContain(`- ${name}`);
    const pair = [findKernel('v4.18'), findKernel('rfc-20180620')] as const;
    const machines = new Set(pair.flatMap(({ machines: all }) => [...all.keys()]));
    const changed = [...machines].map((id) => chartDiff(id, pair)).filter((diff) => !isSame(diff));
    await expect
      .poll(() => page.locator('.changed-list li').count(), { timeout: 15_000 })
      .toBe(changed.flatMap(({ fragments }) => fragments).length);
    await page.locator('.pair .changed, .pair .new').first().waitFor({ state: 'attached' });
    await page.close();
  });
});

describe('the live page', () => {
  it('runs actors at a pace, pauses, steps, and lets somebody kill', async () => {
    const page = await now().open('#/live/imutex-charge/v4.19');
    await page.getByLabel('ms a step').fill('30');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.log li').nth(2).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused.').waitFor();
    const status = page.locator('main p[role=status]').first();
    const steps = async (): Promise<number> => Number(/(\d+) steps/.exec((await status.textContent()) ?? '')?.[1]);
    await page.waitForTimeout(150);
    const before = await steps();
    await page.waitForTimeout(200);
    expect(await steps()).toBe(before);
    await page.getByRole('button', { name: 'One step' }).click();
    await page.getByText(`${before + 1} steps`).waitFor();
    // Who acts in a paused run is next, and is seen to be.
    await page.getByRole('button', { name: 'kill -9 hog' }).click();
    await page.getByText(`${before + 2} steps`).waitFor();
    await page.locator('.log li', { hasText: 'kill-hog' }).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.locator('.gauge figcaption', { hasText: /[1-9]\d* kills?\b/ }).waitFor();
    await page.getByText('Nothing moves by itself any more').waitFor();
    await page.locator('.gauge canvas').waitFor();
    await page.getByRole('link', { name: 'Look at it step by step' }).click();
    await page.getByText(/^end: /).waitFor();
    expect(page.url()).toContain('imutex-charge%2Bkill-hog/v4.19');
    await page.locator('article[aria-label=kill-hog]').waitFor();
    await page.close();
  });

  it('opens a run in which nobody did anything as a finding', async () => {
    const page = await now().open('#/live/imutex-charge/v3.12');
    await page.getByLabel('ms a step').fill('1');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText(/^end: /).waitFor();
    await page.getByRole('link', { name: 'Look at it step by step' }).click();
    await page.getByText(/^end: /).waitFor();
    await expect.poll(() => page.locator('.finding-head .badge.fail').count(), { timeout: 15_000 }).toBe(0);
    await page.close();
  });
});

describe('the machines page', () => {
  it('saves a chart, and the whole machine, as the command line writes them', async () => {
    const page = await now().open('#/machines/x/v4.19?of=oom_reaper');
    const machine = findKernel('v4.19').machines.get('oom_reaper') as Machine;
    await page.locator('.picture-view svg').first().waitFor();
    const saved = async (menu: number, name: string): Promise<string> => {
      await page.locator('.menu summary').nth(menu).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('.menu[open] button', { hasText: name }).click(),
      ]);
      return readFileSync(await download.path(), 'utf8');
    };
    expect(await saved(0, 'Stately')).toBe(stately(machine));
    expect(await saved(0, 'Mermaid')).toBe(mermaid(machine));
    const [section = ''] = sectionsOf(machine).keys();
    const drawing = plainDrawing(sectionsOf(machine).get(section)!);
    expect(await saved(1, 'Graphviz')).toBe(dotDrawing(drawing));
    expect(await saved(1, 'SVG')).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
    expect((await saved(1, 'PNG')).slice(1, 4)).toBe('PNG');
    await page.close();
  });

  it('has every function of a machine with its chart and what its states stand for, and what is left out', async () => {
    const page = await now().open('#/machines/x/v4.19?of=oom_reaper');
    const machine = findKernel('v4.19').machines.get('oom_reaper') as Machine;
    await page.locator('.picture-view svg').first().waitFor();
    await expect
      .poll(() => page.locator('details.question').count(), { timeout: 15_000 })
      .toBe(sectionsOf(machine).size);
    await page.getByText(machine.spec.description).first().waitFor();
    await page.getByText('What is not modelled').waitFor();
    // An underscore of a name is no mark.
    await page.getByText('__GFP_HIGH').waitFor();
    // v3.11 has no such machine: a patch brought all of it.
    await expect.poll(() => page.locator('details.question .patch').count()).toBe(sectionsOf(machine).size);
    await expect.poll(() => page.locator('.glossary dt').count(), { timeout: 15_000 }).toBeGreaterThan(1);
    await page.close();
  });
});
