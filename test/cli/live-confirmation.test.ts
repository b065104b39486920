import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/cli/catalogue.js';
import { confirmLive, type SearchedRun } from '../../src/check/live-confirmation.js';
import { explore, TableHost } from '../../src/explore/index.js';
import { buildKernel, call, choose, doing, returns, type MachineSpec, type Scenario } from '../../src/model/index.js';
import { buildSystem, enabled, isQuiet, replay, type System } from '../../src/system/index.js';
import { abba, toyCatalogue, toyCatalogueOf } from './support/toy-catalogue.js';
import { oomlab } from './support/oomlab.js';
import { onlyRow, readReport } from './support/report.js';

const system = buildSystem(abba, toyCatalogue.findKernel('old'));

/** A run as the search sees it. */
function searched(of: System, schedule: readonly number[]): SearchedRun {
  const host = new TableHost(of);
  const steps = replay(host, { schedule });
  const quiet = isQuiet(of, (actor) => host.view(actor));
  const kind = enabled(host).length > 0 ? 'stopped' : quiet ? 'end' : 'deadlock';
  return { schedule, steps, places: of.actors.map(({ index }) => host.view(index)), kind };
}

describe('a run that the search found', () => {
  const released = explore(system).outcomes.find(({ name }) => name === 'released')!.witness!;
  const run = searched(system, released);

  it.each([
    ['ends', released, 'end'],
    ['is stuck', [0, 1], 'deadlock'],
    ['stops on its way', [0], 'stopped'],
    ['has no step', [], 'stopped'],
  ] as const)('is confirmed by live actors where it %s', async (_, schedule, kind) => {
    const one = searched(system, schedule);
    expect(one.kind).toBe(kind);
    await expect(confirmLive(system, one)).resolves.toBeUndefined();
  });

  const changed = (number: number): SearchedRun => {
    const [first, second] = [run.steps[0]!, run.steps[number]!];
    return { ...run, steps: run.steps.with(number, { ...second, actor: 'z', parts: first.parts }) };
  };

  it.each([
    ['takes another step', changed(2), /step 3 is "z: .*" in the search, and live it is "[xy]: /],
    [
      'takes a step that live actors do not have',
      { ...run, schedule: released.with(3, 7) },
      /step 4 is ".*" in the search, and live they stopped \(E122 /,
    ],
    [
      'goes on after the end',
      { ...run, steps: [...run.steps, run.steps[0]!] },
      /step 9 is ".*" in the search, and live they stopped\./,
    ],
    [
      'stops before live actors do',
      { ...run, steps: run.steps.slice(0, 7) },
      /step 8 is "none" in the search, and live it is "/,
    ],
    [
      'ends in another way',
      { ...run, kind: 'deadlock' as const },
      /after 8 steps the search has a deadlock \(hangs\), live it is an end/,
    ],
    [
      'ends in another place',
      { ...run, places: searched(system, []).places },
      /after 8 steps x is in take_both\.first .* in the search, and live in done/,
    ],
  ] satisfies [string, SearchedRun, RegExp][])('is refused where it %s', async (_, other, why) => {
    await expect(confirmLive(system, other)).rejects.toThrow(why);
    await expect(confirmLive(system, other)).rejects.toThrow(/^Live actors do not confirm a run .* of abba on old: /);
  });
});

describe('check', () => {
  it('confirms what violates or hangs always, and runs to ends where they are looked at', async () => {
    const json = async (...args: string[]) =>
      (await oomlab(['check', 'abba', '--kernel', 'old', ...args, '--json'])).out;
    const row = onlyRow(await json());
    // The witness of hangs is the counterexample to P-FREE too: it is run once.
    const tokens = [
      ...row.outcomes.flatMap(({ witnesses }) => witnesses),
      ...row.properties.flatMap((p) => p.counterexample?.token ?? []),
    ];
    expect([tokens.length, new Set(tokens).size, row.liveRuns]).toEqual([4, 3, 2]);
    expect(readReport(await json()).confirmedLive).toBe('counterexamples');
    expect(onlyRow(await json('--verbose')).liveRuns).toBe(3);
    expect(onlyRow(await json('--witnesses', '2')).liveRuns).toBe(4);
    expect(readReport(await json('--verbose')).confirmedLive).toBe('all');
    expect((await oomlab(['check', 'abba', '--verbose'])).out).toContain('Live actors have taken each run shown');
    expect((await oomlab(['check', 'abba'])).out).not.toContain('Live actors');
  });

  it('confirms every run of a row that fails', async () => {
    const hopeful: Scenario = {
      ...abba,
      outcomes: [
        { name: 'idle', description: 'x has not begun.', holds: (state) => state.actor('x').matches('first') },
      ],
      properties: [],
      expect: { idle: { fact: '', byKernel: { new: 'always' } }, hangs: { fact: '', byKernel: { new: 'never' } } },
      expectProperties: {},
    };
    const checked = await oomlab(['check', 'abba', '--kernel', 'new', '--json'], {
      catalogue: toyCatalogueOf([hopeful]),
    });
    expect(checked.exit).toBe(1);
    expect(onlyRow(checked.out).liveRuns).toBe(1);
    const wrong = onlyRow((await oomlab(['check', 'wrong', '--json'])).out);
    expect([wrong.verdict, wrong.liveRuns]).toEqual(['failed', 3]);
  });

  it('exits 4 with the step that differs where machines no longer do what the search saw', async () => {
    // Measured first: how often a search asks the guard, which from then on says something else.
    explore(buildSystem(fickle, fickleCatalogue.findKernel('old')));
    patience = asked;
    asked = 0;
    const { exit, out, err } = await oomlab(['check', 'fickle', '--verbose'], { catalogue: fickleCatalogue });
    expect([exit, out]).toEqual([4, '']);
    expect(err).toMatch(
      /internal error\nError: Live actors do not confirm .* of fickle on old: step 2 is "who: a\.lock -> .*live it is "who: b\.lock/,
    );
  });
});

let asked = 0;
let patience = Infinity;

/** Takes a, as long as nobody has asked too often whether it will; then b. */
const who: MachineSpec = {
  id: 'who',
  kind: 'thread',
  description: 'Takes a mutex.',
  context: () => ({}),
  guards: { patient: () => ++asked <= patience },
  fragments: {
    take_one: () => ({
      initial: 'chooses',
      description: 'Takes one.',
      states: {
        chooses: doing('Chooses.', choose({ type: 'go' }), {
          go: [{ guard: 'patient', target: 'a' }, { target: 'b' }],
        }),
        a: doing('Takes a.', call('a', 'lock'), { locked: 'taken' }),
        b: doing('Takes b.', call('b', 'lock'), { locked: 'taken' }),
        taken: returns('done'),
      },
    }),
  },
  root: (use) => ({
    initial: 'take_one',
    states: { take_one: use('take_one', { onDone: 'done' }), done: { type: 'final', description: 'Done.' } },
  }),
};

const fickle: Scenario = {
  ...abba,
  id: 'fickle',
  kernels: ['old'],
  cast: () => [
    { id: 'who', machine: 'who', roles: { a: 'a', b: 'b' } },
    { id: 'a', machine: 'mutex' },
    { id: 'b', machine: 'mutex' },
  ],
  outcomes: [{ name: 'taken', description: 'One is taken.', holds: (state) => state.actor('who').matches('done') }],
  properties: [],
  expect: {},
};

const base = toyCatalogueOf([fickle]);
const fickleCatalogue: Catalogue = {
  ...base,
  findKernel(id) {
    const { spec } = base.findKernel(id);
    return buildKernel({ ...spec, base: [...spec.base, who], patches: [] });
  },
};
