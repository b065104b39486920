import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { session } from './support/session.js';
import { hangOf, linkOf, witnessOf } from './support/runs.js';
import { itf } from '../../src/export/index.js';
import { traceOf } from '../../src/trace/index.js';
import { fragmentOf } from '../../src/ui/address/address.js';
import { packed } from '../../src/ui/address/packed.js';

const now = session();
const hang = hangOf('imutex-charge', 'v3.11');
const written = itf(traceOf(hang.system, hang.schedule), { token: hang.token, description: 'a run' });

/** Drops a file as a person does, with the events that a browser sends. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  await page.locator('.drop').waitFor();
  const data = JSON.stringify([name, content]);
  await page.evaluate(`{
    const [name, content] = ${data};
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], name));
    document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }`);
}

const alertOf = async (page: Page): Promise<string> => (await page.locator('[role=alert]').first().textContent()) ?? '';

/** The page goes on to answer. */
async function staysUsable(page: Page): Promise<void> {
  await page.locator('.top nav a', { hasText: 'Questions' }).click();
  await page.locator('.question').first().waitFor();
  await page.close();
}

describe('a link', () => {
  it.each([
    ['with a cut token', '#/finding/imutex-charge/v3.11?run=r12345678:50.0J0K', 'E121'],
    ['that is garbled', '#/finding/imutex-charge/v3.11?run=z%%%', 'E121'],
    ['to a scenario that does not exist', '#/finding/imutex-chrge/v3.11?run=r12345678:0.', 'imutex-charge'],
    ['to a kernel that does not exist', '#/explore/imutex-charge/v3.1', 'v3.11'],
    ['to a page that does not exist', '#/fnding/imutex-charge', 'finding'],
    ['to a machine that does not exist', '#/machines/x/v4.19?of=tsk', 'task'],
    ['to check kernels of which one does not exist', '#/run/imutex-charge/v3.11,v9', 'v9'],
    ['to compare with a kernel that does not exist', '#/compare/imutex-charge/v3.11?of=v9.9', 'v9.9'],
    ['with a parameter that does not exist', '#/explore/imutex-charge/v3.11?p.pagse=3', 'E123'],
    ['of a kernel with somebody’s patch', `#/finding/imutex-charge/v3.11%2Bmine?run=r12345678:0.`, 'patch'],
    [
      'full of markup',
      `#/finding/${encodeURIComponent('<img src=x onerror=alert(1)>')}/v3.11?run=r12345678:0.`,
      '<img',
    ],
  ])('%s is refused with a message that says what was expected', async (_, fragment, expected) => {
    const page = await now().open(fragment);
    await page.locator('[role=alert]').waitFor();
    expect(await alertOf(page)).toContain(expected);
    await expect.poll(() => page.locator('main img').count(), { timeout: 15_000 }).toBe(0);
    await staysUsable(page);
  });

  it('of another model shows the steps that fit, and says at which step it leaves', async () => {
    const [before, after = ''] = hang.token.split(`:${hang.schedule.length}.`);
    const edited = `${before}:${hang.schedule.length}.${after.slice(0, 20)}${after[20]}${after[21] === 'a' ? 'b' : 'a'}${after.slice(22)}`;
    const page = await now().open(linkOf(edited));
    await page.locator('[role=alert]').waitFor();
    expect(await alertOf(page)).toContain('it diverges at step 11');
    await expect.poll(() => page.locator('.count').textContent(), { timeout: 15_000 }).toBe('10 / 10');
    await staysUsable(page);
  });
});

describe('what is dropped', () => {
  it('opens a token, and a trace that has one in it', async () => {
    const page = await now().open('#/home');
    await drop(page, 'mail.txt', `> see ${hang.token}\n> and tell me`);
    await page.getByText('round for ever').waitFor();
    await page.close();
  });

  it('offers all runs of a report', async () => {
    const other = witnessOf('imutex-charge', 'v3.11', 'hog-killed');
    const page = await now().open('#/run');
    await drop(page, 'report.json', JSON.stringify({ version: 1, rows: [hang.token, other.token] }));
    await page.getByText('There are 2 runs in it').waitFor();
    await page.getByRole('button', { name: `${other.schedule.length} steps` }).click();
    await page.getByText(/end: .*hog-killed/).waitFor();
    await page.close();
  });

  it('lists the runs of a report until one closes it', async () => {
    const other = witnessOf('imutex-charge', 'v3.11', 'hog-killed');
    const page = await now().open('#/run');
    await drop(page, 'report.json', JSON.stringify({ version: 1, rows: [hang.token, other.token] }));
    await page.getByText('There are 2 runs in it').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => page.getByText('There are 2 runs in it').count()).toBe(0);
    await page.close();
  });

  it('refuses a trace in ITF whose end was cut off', async () => {
    const page = await now().open('#/home');
    await drop(page, 'run.itf.json', written.slice(0, 5000));
    await page.locator('[role=alert]').waitFor();
    expect(await alertOf(page)).toContain('cut or damaged');
    await page.close();
  });

  it('opens a trace in ITF whose states are those of its run', async () => {
    const page = await now().open('#/home');
    await drop(page, 'run.itf.json', written);
    await page.getByText('round for ever').waitFor();
    await page.close();
  });

  it('opens a scenario in YAML and checks it', async () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../examples/q3-imutex-charge.yaml'), 'utf8');
    const page = await now().open('#/home');
    await drop(page, 'q3.yaml', text);
    await page.getByRole('button', { name: 'newest' }).click();
    await page.getByRole('button', { name: /^Check v/ }).click();
    await page.getByText('1 of 1 searched.').waitFor();
    await page.getByText('complete: nothing left to explore').waitFor();
    await page.locator('.found a').first().click();
    await page.locator('[role=option]').first().waitFor();
    await page.close();
  });

  it('keeps a scenario in YAML from page to page, and in what is saved of its runs', async () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../examples/q3-imutex-charge.yaml'), 'utf8');
    const page = await now().open('#/home');
    await drop(page, 'q3.yaml', text);
    await page.locator('.setup').waitFor();
    await page.locator('.top nav a', { hasText: 'Explore' }).click();
    await page.getByLabel('Kernel').selectOption('v3.11');
    await page.getByRole('button', { name: 'Search on from here' }).click();
    await page.locator('.search-on li a').first().click();
    await page.locator('[role=option]').first().waitFor();
    const steps = await page.locator('.count').textContent();
    for (const label of ['Replay token', '(ITF)']) {
      await page.locator('.menu summary').click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('.menu[open] button', { hasText: label }).click(),
      ]);
      const saved = readFileSync(await download.path(), 'utf8');
      await page.locator('.top nav a', { hasText: 'Questions' }).click();
      await page.locator('.question').first().waitFor();
      await drop(page, download.suggestedFilename(), saved);
      await page.locator('[role=option]').first().waitFor();
      expect(await page.locator('.count').textContent()).toBe(steps);
    }
    await page.locator('.top nav a', { hasText: 'Compare' }).click();
    await page.getByLabel('from').selectOption('v3.11');
    await page.getByRole('button', { name: 'Search both and compare' }).click();
    await page.locator('.difference a').first().click();
    await page.locator('[role=option]').first().waitFor();
    await page.close();
  });

  it('names the runs of a report by what they show', async () => {
    const row = { outcomes: [{ name: 'hangs', witness: hang.token }] };
    const other = witnessOf('imutex-charge', 'v3.11', 'hog-killed');
    const page = await now().open('#/home');
    await drop(page, 'report.json', JSON.stringify({ version: 1, rows: [row, null, { outcomes: 7 }, other.token] }));
    await page.getByRole('button', { name: `imutex-charge on v3.11: hangs, ${hang.schedule.length} steps` }).click();
    await page.getByText('hangs: goes round for ever').waitFor();
    await page.close();
  });

  it.each([
    ['nothing', 'empty.txt', '', 'is empty'],
    ['a picture', 'cat.png', '\u0089PNG\u0000\u0001', 'holds no replay token'],
    ['JSON that is not ours', 'package.json', '{"name":"x"}', 'holds no replay token'],
    ['JSON of others that has a version', 'package-lock.json', '{"version":"0.2.0"}', 'holds no replay token'],
    ['a report of another version', 'old.json', `{"version":7,"rows":["${hang.token}"]}`, 'version 7'],
    [
      'a trace whose states were edited',
      'run.itf.json',
      written.replace('"at": "user_mode"', '"at": "asleep"'),
      'E122',
    ],
    ['a trace of another program', 'x.itf.json', '{"vars":["x"],"states":[{"x":1}]}', 'not written by oomlab'],
    ['a scenario with a mistake', 'my.yaml', 'id: x\nquestion: [', 'E125'],
    ['a file whose name is markup', '<b onclick=alert(1)>.json', '{}', '<b onclick'],
  ])('refuses %s, and says what was expected', async (_, name, content, expected) => {
    const page = await now().open('#/home');
    await drop(page, name, content);
    await page.locator('[role=alert]').waitFor();
    expect(await alertOf(page)).toContain(expected);
    await expect.poll(() => page.locator('[role=alert] b[onclick]').count(), { timeout: 15_000 }).toBe(0);
    await staysUsable(page);
  });

  it('takes a pasted token, and says what is wrong with one that is cut', async () => {
    const page = await now().open('#/home');
    await page.getByLabel('Replay token').fill(hang.token.slice(0, -9));
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.locator('[role=alert]').waitFor();
    expect(await alertOf(page)).toContain('E121');
    await staysUsable(page);
  });
});

describe('names full of markup', () => {
  it('are shown as they are and never run', async () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../examples/q3-imutex-charge.yaml'), 'utf8');
    const evil = text.replace(
      /^question: .*$/m,
      'question: "<img src=x onerror=document.title=1> <script>document.title=2</script>"',
    );
    const page = await now().open(
      fragmentOf({ page: 'run', scenario: 'q3-imutex-charge', params: {}, text: packed(evil) }),
    );
    await page.getByText('<img src=x onerror').first().waitFor();
    expect(await page.title()).toContain('oomlab');
    await expect.poll(() => page.locator('main img, main script').count(), { timeout: 15_000 }).toBe(0);
    await page.close();
  });
});
