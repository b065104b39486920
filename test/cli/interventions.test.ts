import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.js';
import { oomlab, type Ran } from './support/oomlab.js';
import { onlyRow } from './support/report.js';

const run = (args: readonly string[]): Promise<Ran> => oomlab(args, { catalogue });

const verdicts = async (scenario: string, kernel: string): Promise<object> => {
  const { outcomes } = onlyRow((await run(['check', scenario, '--kernel', kernel, '--json'])).out);
  return Object.fromEntries(outcomes.map(({ name, verdict }) => [name, verdict]));
};

describe('a scenario into which somebody is let', () => {
  it('does not hang less for a SIGKILL: who waits for i_mutex does not look at signals (3812c8c8f395)', async () => {
    expect(await verdicts('imutex-charge', 'v3.11')).toMatchObject({ 'hog-killed': 'always', hangs: 'sometimes' });
    expect(await verdicts('imutex-charge+kill-hog', 'v3.11')).toMatchObject({ hangs: 'sometimes' });
  });

  it('does what nobody else does: v4.18 kills nobody for the page cache, and a kill by hand may come in time or not', async () => {
    const alone = { enomem: 'always', 'hog-killed': 'never' };
    expect(await verdicts('imutex-charge', 'v4.18')).toMatchObject(alone);
    expect(await verdicts('imutex-charge+kill-hog', 'v4.18')).toMatchObject({
      enomem: 'sometimes',
      'hog-killed': 'always',
    });
  });

  it('may be replayed, shown and searched on from, and compared', async () => {
    const { out } = await run(['check', 'imutex-charge+kill-hog', '--kernel', 'v4.18', '--json']);
    const token = onlyRow(out).outcomes.find(({ name }) => name === 'enomem')!.witness!;
    expect(token).toMatch(/^oom1:imutex-charge\+kill-hog:v4\.18:/);
    expect((await run(['replay', token])).out).toContain('enomem');
    expect((await run(['show', token])).out).toContain('kill(hog)');
    expect((await run(['check', '--from', token, '--json'])).exit).toBe(0);
    const diff = await run(['diff', 'v4.18', 'v4.19', 'imutex-charge+kill-hog', '--json']);
    expect(JSON.parse(diff.out)).toMatchObject({ scenarios: [{ scenario: 'imutex-charge+kill-hog' }] });
  });

  it('may be one in text, and is what its twin is with the same people', async () => {
    const file = resolve(import.meta.dirname, '../../examples/q1-slab-at-limit.yaml');
    const attended = `${file}+kill-hog`;
    expect(await verdicts(attended, 'v4.18')).toEqual(await verdicts('slab-at-limit+kill-hog', 'v4.18'));
    const row = onlyRow((await run(['check', attended, '--kernel', 'v4.18', '--json'])).out);
    const token = row.outcomes.find(({ name }) => name === 'enomem')!.witness!;
    expect((await run(['show', token, '--scenario', file])).out).toContain('kill(hog)');
    const on = onlyRow((await run(['check', file, '--from', token, '--json'])).out);
    expect([on.scenario, on.states]).toEqual(['q1-slab-at-limit+kill-hog', 1]);
    const older = token.replace(/:[0-9a-f]{8}:.*$/, ':00000000:0.');
    const refused = await run(['replay', older, '--scenario', file]);
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('E122')]);
    expect(refused.err).toContain(`oomlab check ${attended} --kernel v4.18`);
  });

  it('is refused where nobody of that name can do anything, with those who can', async () => {
    const refused = await run(['check', 'imutex-charge+kill-nobody', '--kernel', 'v4.18']);
    expect([refused.exit, refused.err]).toEqual([
      2,
      expect.stringContaining('There is no intervention "kill-nobody" in imutex-charge.'),
    ]);
    expect((await run(['check', 'imutex-charge+x'])).err).toContain('kill-charger, kill-hog, raise-A-1');
  });

  it('counts once where it is named twice', async () => {
    const twice = await run([
      'check',
      'imutex-charge+kill-hog',
      'imutex-charge+kill-hog',
      '--kernel',
      'v4.18',
      '--json',
    ]);
    expect(onlyRow(twice.out).scenario).toBe('imutex-charge+kill-hog');
    expect(await verdicts('imutex-charge+kill-hog+kill-hog', 'v4.18')).toEqual(
      await verdicts('imutex-charge+kill-hog', 'v4.18'),
    );
  });
});
