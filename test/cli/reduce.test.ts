import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/cli/catalogue.js';
import { lostUpdate } from '../support/toys.js';
import { oomlab } from './support/oomlab.js';
import { toyCatalogue } from './support/toy-catalogue.js';
import { onlyRow } from './support/report.js';

const check = async (...args: string[]) => onlyRow((await oomlab(['check', ...args, '--json'])).out);

describe('check --reduce', () => {
  it('says what it was spared by, what it could not use and why, and which verdicts that leaves open', async () => {
    // The two tasks of abba take their mutexes in different orders, so their inputs differ.
    const { out, exit } = await oomlab(['check', 'abba', '--kernel', 'old', '--reduce', 'all']);
    expect(exit).toBe(0);
    expect(out).toMatch(/\n {4}reduced {5}by partial order; symmetry is off: no two threads are wired alike\n/);
    const row = await check('abba', '--kernel', 'old', '--reduce', 'all');
    expect(row).toMatchObject({
      complete: true,
      reduced: { by: ['partial order'], off: [{ reduction: 'symmetry', why: 'no two threads are wired alike' }] },
    });
  });

  it('finds the verdicts of a search without it, where it keeps them', async () => {
    const [full, reduced] = [
      await check('abba', '--kernel', 'old'),
      await check('abba', '--kernel', 'old', '--reduce', 'por'),
    ];
    expect(reduced.outcomes.map(({ verdict }) => verdict)).toEqual(full.outcomes.map(({ verdict }) => verdict));
    for (const [i, { verdict, why }] of reduced.properties.entries()) {
      if (why === undefined) expect(verdict).toBe(full.properties[i]!.verdict);
      else expect([verdict, why]).toEqual(['unknown', expect.stringContaining('por does not keep it')]);
    }
  });

  it.each([
    [
      ['--reduce', 'magic'],
      'E123 --reduce "magic" is refused. In this version there is: auto, none, symmetry, por, all.',
    ],
    [['--reduce', 'por', '--storage', 'compact'], 'E123 --storage compact does not go with --reduce.'],
  ])('refuses %j', async (args, message) => {
    const { err, exit } = await oomlab(['check', 'abba', '--kernel', 'old', ...args]);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });

  it('is symmetry where nothing is said and it keeps all that is asked, unless --no-reduce says otherwise', async () => {
    // Two threads that increment are alike, and the scenario asks of ends alone: 13 states, or 8 up to their names.
    const { scenario, kernel } = lostUpdate(2);
    const catalogue: Catalogue = {
      ...toyCatalogue,
      scenarios: [scenario],
      kernels: [kernel.spec],
      findScenario: () => scenario,
      findKernel: () => kernel,
    };
    const args = ['check', 'lost-update', '--kernel', 'toy'];
    const auto = await oomlab(args, { catalogue });
    expect(auto.out).toMatch(/complete: 8 states, .*\n {4}reduced {5}by symmetry of inc0 and inc1\n/);
    const { out } = await oomlab([...args, '--no-reduce'], { catalogue });
    expect(out).toMatch(/complete: 13 states, /);
    expect(out).not.toContain('reduced');
    const outcomes = (text: string): string | undefined => /outcomes .*/.exec(text)?.[0];
    expect(outcomes(auto.out)).toBe(outcomes(out));
  });

  it('is off for strategies that follow runs', async () => {
    const row = await check('abba', '--kernel', 'old', '--strategy', 'random', '--reduce', 'por');
    expect(row).toMatchObject({ reduced: { by: [], off: [{ why: 'the strategy random is not for it' }] } });
  });
});
