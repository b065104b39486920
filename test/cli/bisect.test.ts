import { describe, expect, it } from 'vitest';
import { findKernel } from '../../machines/index.js';
import { turnsBetween } from '../../src/cli/bisection.js';
import { catalogue } from '../../src/cli/catalogue.js';
import { oomlab } from './support/oomlab.js';
import { toyCatalogue } from './support/toy-catalogue.js';

interface By {
  readonly id: string;
  readonly commits: readonly { readonly id: string }[];
}

interface Document {
  readonly kind: string;
  readonly complete: boolean;
  readonly stages: readonly {
    readonly kernel: string;
    readonly after: string | null;
    readonly possible: boolean | null;
    readonly by: readonly By[] | null;
    readonly turns: readonly { readonly possible: boolean; readonly by: readonly By[] }[];
  }[];
}

const bisect = async (...args: string[]): Promise<Document> =>
  JSON.parse((await oomlab(['bisect', ...args, '--json'], { catalogue })).out) as Document;

/** Per kernel on which it turned, the commits that are said to have turned it. */
const turns = ({ stages }: Document): unknown[] =>
  stages.flatMap(({ kernel, possible, by }) =>
    by === null ? [] : [[kernel, possible, by.flatMap(({ commits }) => commits.map(({ id }) => id))]],
  );

describe('bisect', () => {
  it('finds what made a system call see ENOMEM, and what mended that', async () => {
    // 3812c8c8f395 (3.12) took kill and sleep out of the charge of a system call; 29ef680ae7c2 (4.19) put the kill back.
    const found = await bisect('slab-at-limit', 'enomem');
    expect(found.kind).toBe('outcome');
    const [broke, ...mended] = turns(found) as [string, boolean, string[]][];
    expect(broke!.slice(0, 2)).toEqual(['v3.12', true]);
    expect(broke![2]).toContain('3812c8c8f395');
    expect(mended.map(([kernel, possible]) => [kernel, possible])).toEqual([
      ['rfc-20180620', false],
      ['rfc-20180620-enomem', false],
      ['patch-20180628', false],
      ['v4.19', false],
    ]);
    // Of the companions that 4.19 has besides, none is blamed.
    expect(mended.at(-1)![2]).toEqual(['29ef680ae7c2']);
  });

  it('finds what mended the deadlock of the charger that holds i_mutex', async () => {
    const [mended, ...others] = turns(await bisect('imutex-charge', 'hangs')) as [string, boolean, string[]][];
    expect(mended!.slice(0, 2)).toEqual(['v3.12', false]);
    expect(mended![2]).toContain('3812c8c8f395');
    expect(others).toEqual([]);
  });

  it('finds which patch brings a violation: a kill that no eventfd hears of', async () => {
    const found = await bisect('silent-kill', 'P-NOTIFY');
    expect(found.kind).toBe('property');
    expect(turns(found).slice(-2)).toEqual([
      ['v4.19', true, ['29ef680ae7c2']],
      ['v5.0', false, ['7056d3a37d2c']],
    ]);
  });

  // Each with the commit that the kernel's own history gives for it.
  it.each([
    ['nofs-slab', 'hangs', 'B34', ['v5.4', false, ['f9c645621a28']]],
    ['threads-at-limit', 'sibling-killed', 'B31', ['v5.1', false, ['7775face2079']]],
    ['costly-slab', 'oom-event', 'B33', ['v4.20', false, ['7a1adfddaf0d']]],
    ['dying-runaway', 'runaway', 'B36', ['v5.16', false, ['a4ebf1b6ca1e']]],
    ['slab-in-fault', 'P-SCOPE', 'B37', ['v5.16', false, ['0b28179a6138', '60e2793d440a']]],
    ['nofail-cache', 'hog-killed', 'NOFAIL', ['v5.16', true, ['3d0cbb981693']]],
    ['killer-enabled-early', 'hangs', 'B52', ['v6.5', true, ['857f21397f71']]],
    // Not asked of all kernels.
    ['killer-enabled-between', 'hangs', 'docs/lost-wakeup.md', ['v5.0', true, ['7056d3a37d2c']]],
    ['two-sleepers', 'hangs', 'B52, second half', ['v6.5', true, ['18b1d18bc2bd']]],
  ])('finds what turned %s %s (%s)', async (scenario, name, _, last) => {
    expect(turns(await bisect(scenario, name)).at(-1)).toEqual(last);
  });

  it('prints kernels, patches and commits with how their ids are known', async () => {
    const { out, exit } = await oomlab(['bisect', 'slab-at-limit', 'enomem'], { catalogue });
    expect(exit).toBe(0);
    expect(out).toMatch(/\n {2}v3\.12 +possible, after v3\.11\n {6}made possible by oom-at-end-of-fault: /);
    expect(out).toContain('29ef680ae7c2 ("memcg, oom: move out_of_memory back to the charge path") [message]');
  });

  it('tells what comes and goes within one release, between two kernels that answer alike', async () => {
    const { out } = await oomlab(['bisect', 'two-slabs', 'warn'], { catalogue });
    expect(out).toMatch(
      /\n {2}v4\.19 +impossible, after v4\.18\n {6}made possible by move-out-of-memory-back: .+\n.+\n {6}made impossible by proper-oom-header: .+\n.+\n {2}v4\.20/,
    );
    const { stages } = await bisect('two-slabs', 'warn');
    const release = stages.find(({ kernel }) => kernel === 'v4.19')!;
    // What made this kernel otherwise than the one below it is nothing, since it is not.
    expect(release.by).toBe(null);
    expect(release.turns.map(({ possible, by }) => [possible, ...by.map(({ id }) => id)])).toEqual([
      [true, 'move-out-of-memory-back'],
      [false, 'proper-oom-header'],
    ]);
  });

  it('leaves open what a bound does not let a search say, and names no patch for it', async () => {
    const bounded = ['bisect', 'slab-at-limit', 'enomem', '--max-states', '13'];
    const { out, exit } = await oomlab(bounded, { catalogue });
    expect(exit).toBe(0);
    expect(out).toMatch(
      /\n {2}v3\.11 +NOT COMPLETE, stopped by states\n {2}v3\.12 +possible, after v3\.11\n {2}v4\.6 /,
    );
    expect(out).toMatch(/\nNOT COMPLETE: \d+ of \d+ searches stopped by states\.\n$/);
    expect(out).not.toMatch(/made (im)?possible|No patch/);
    const strict = await oomlab([...bounded, '--require-complete', '--json'], { catalogue });
    expect(strict.exit).toBe(3);
    const { complete, stages } = JSON.parse(strict.out) as Document;
    expect(complete).toBe(false);
    expect(stages[0]).toEqual({
      kernel: 'v3.11',
      after: null,
      possible: null,
      stoppedBy: 'states',
      by: null,
      turns: [],
    });
  });

  it('says what it has when it is interrupted', async () => {
    let calls = 0;
    let interrupt = (): void => {};
    const findKernel = (id: string) => {
      // Three times for the plan, and once for the first search, after which it stops.
      if (++calls === 4) interrupt();
      return toyCatalogue.findKernel(id);
    };
    const onStart = (given: () => void): void => void (interrupt = given);
    const { out, exit } = await oomlab(['bisect', 'abba', 'hangs'], {
      catalogue: { ...toyCatalogue, findKernel },
      onStart,
    });
    expect(exit).toBe(130);
    expect(out).toMatch(/\n {2}old +possible\nINTERRUPTED, 1 of 2 searches not begun\.\n$/);
  });

  it.each([
    ['broken' as const, {}],
    ['stopped' as const, { isOpen: true }],
  ])('takes patches together where with some of them the answer is: %s', (unknown, how) => {
    const [below, above] = [findKernel('v4.18').spec, findKernel('v4.19').spec];
    const own = above.patches.slice(below.patches.length);
    const ask = (_: unknown, count: number) => (count < above.patches.length - 1 ? unknown : true);
    const all = [...turnsBetween(below, above, ask, [false, true])];
    expect(all).toEqual([{ happens: true, patches: own.slice(0, -1), ...how }]);
  });

  it('says where no patch changes it', async () => {
    const { out } = await oomlab(['bisect', 'slab-at-limit', 'hangs'], { catalogue });
    expect(out).toMatch(/No patch changes it\.\n$/);
  });

  it.each([
    [['abba', 'nothing'], 'E120 There is no outcome or property "nothing"'],
    [['abab', 'hangs'], 'E120 There is no scenario "abab"'],
    [['abba', 'hangs', '--param', 'pages=2'], 'E123 Scenario "abba" has no parameter "pages"'],
  ])('refuses %j', async (args, message) => {
    const { err, exit, out } = await oomlab(['bisect', ...args]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});
