import { describe, expect, it } from 'vitest';
import { diffOf } from '../../src/check/kernel-diff.js';
import { catalogue } from '../../src/cli/catalogue.js';
import { oomlab } from './support/oomlab.js';
import { abba, toyCatalogueOf } from './support/toy-catalogue.js';

interface Witness {
  readonly kernel: string;
  readonly token: string;
  readonly steps: readonly string[];
  readonly divergence: {
    readonly step: number;
    readonly here: string;
    readonly there: readonly string[];
    readonly fragment: string | null;
    readonly patch: string | null;
    readonly commits: readonly { readonly id: string }[];
  } | null;
}

interface Document {
  readonly scenarios: readonly {
    readonly scenario: string;
    readonly complete: boolean;
    readonly stoppedBy: readonly (string | null)[];
    readonly added: readonly {
      readonly name: string;
      readonly before: string;
      readonly after: string;
      readonly witness: Witness;
    }[];
    readonly removed: readonly { readonly name: string; readonly witness: Witness }[];
    readonly unchanged: readonly { readonly name: string }[];
  }[];
}

const real = (...args: string[]) => oomlab(['diff', ...args], { catalogue });
const diffJson = async (...args: string[]): Promise<Document> =>
  JSON.parse((await real(...args, '--json')).out) as Document;

describe('diff', () => {
  it('says what a kernel brings and what it takes away, with a run each', async () => {
    // The old order deadlocks and the new one does not: the toy of support/toy-catalogue.ts.
    const { out, exit } = await oomlab(['diff', 'old', 'new', 'abba']);
    expect(exit).toBe(0);
    expect(out).toMatch(
      /\n {2}- hangs: sometimes on old, never on new\n {6}in 2 steps on old: oomlab replay oom1:abba:old:/,
    );
    expect(out).toMatch(/\n0 added, \d removed, \d changed; no violation is new\.\n$/);
    const command = /oomlab (replay \S+)/.exec(out)![1]!;
    expect((await oomlab(command.split(' '))).out).toContain('deadlock: hangs');
  });

  it('exits 1 where a violation is new', async () => {
    const { out, exit } = await oomlab(['diff', 'new', 'old', 'abba']);
    expect(exit).toBe(1);
    expect(out).toContain('+ hangs: never on new, sometimes on old');
    expect(out).toMatch(/NEW VIOLATIONS: \d\./);
  });

  it('says of a kernel and itself that nothing differs, without a search', async () => {
    expect(await oomlab(['diff', 'old', 'old'])).toMatchObject({
      exit: 0,
      out: 'old and old are one kernel: nothing is added, nothing removed.\n',
    });
  });

  // Fragments that several patches between the kernels wrote: the one that parts them, not the last.
  it.each([
    ['v6.1', 'v6.5', 'killer-enabled-early', 'added', 'hangs', 'sleeps-without-recheck'],
    ['v6.5', 'v6.1', 'killer-enabled-early', 'removed', 'hangs', 'sleeps-without-recheck'],
    ['v4.19', 'v5.0', 'silent-kill', 'removed', 'P-NOTIFY', 'notify-from-charge'],
  ] as const)('names the patch that parts %s and %s in %s', async (a, b, scenario, list, name, patch) => {
    const [found] = (await diffJson(a, b, scenario)).scenarios;
    const { divergence } = found![list].find((one) => one.name === name)!.witness;
    expect(divergence?.patch).toBe(patch);
  });

  it('says where a run ends that another kernel goes on with', async () => {
    const { out } = await real('v6.1', 'v6.5', 'killer-enabled-early');
    expect(out).toContain(
      'after step 16, where that thread stops, v6.1 goes on: task: A.read_oom_kill_disable -> killer_enabled',
    );
  });

  it('names the fragment and the patch at which v4.18 and the RFC of June 2018 part', async () => {
    // The mail's own subject: the kill moves from the end of the fault into the charge, in mem_cgroup_oom.
    const [slab] = (await diffJson('v4.18', 'rfc-20180620', 'slab-at-limit')).scenarios;
    const killed = slab!.added.find(({ name }) => name === 'hog-killed')!;
    expect([killed.before, killed.after, killed.witness.kernel]).toEqual(['never', 'always', 'rfc-20180620']);
    expect(killed.witness.divergence).toMatchObject({
      step: 11,
      here: 'charger: A.read_oom_kill_disable -> killer_enabled',
      there: ['charger: charger.task_struct.return_to_user -> user_mode'],
      fragment: 'mem_cgroup_oom',
      patch: 'rfc-20180620',
    });
    const enomem = slab!.removed.filter(({ name }) => name === 'enomem' || name === 'P-ENOMEM');
    expect(enomem.map(({ name }) => name)).toEqual(['enomem', 'P-ENOMEM']);
    for (const { witness } of enomem) {
      expect(witness.kernel).toBe('v4.18');
      expect(witness.divergence).toMatchObject({ step: 11, fragment: 'mem_cgroup_oom', patch: 'rfc-20180620' });
    }
    expect(slab!.unchanged.map(({ name }) => name)).toContain('hangs');
  });

  it('finds no difference where a patch touches nothing that a scenario meets', async () => {
    // With oom_kill_disable both leave a fault to the handler; the RFC changes the other branch.
    const { out, exit } = await real('v4.18', 'rfc-20180620', 'sleeper-limit-raised-anytime');
    expect(exit).toBe(0);
    expect(out).toMatch(/^No difference between v4\.18 and rfc-20180620 in\s+sleeper-limit-raised-anytime\.\n/);
  });

  it.each(['text', 'markdown'])(
    'never says in %s that nothing differs where a bound ended a search',
    async (format) => {
      const { out, exit } = await real('v4.18', 'v4.19', 'slab-at-limit', '--max-states', '1', '--format', format);
      expect(exit).toBe(0);
      expect(out).not.toContain('No difference');
      expect(out).toContain('slab-at-limit');
      expect(out).toMatch(/v4\.18\W+NOT COMPLETE, stopped by states.+v4\.19\W+NOT COMPLETE, stopped by states/);
      expect(out).toMatch(
        /\n0 added, 0 removed, 0 changed; no new violation so far; NOT COMPLETE in 1 of 1 scenarios\.\n$/,
      );
    },
  );

  it('says beside what differs that a search was stopped, in the words of check', async () => {
    const bounded = ['v4.18', 'v4.19', 'slab-at-limit', '--max-states', '13'];
    const { out } = await real(...bounded);
    expect(out).toContain('12 states on v4.18, 14 on v4.19 (NOT COMPLETE, stopped by states)\n');
    expect(out).toContain('~ property P-STATE: holds on v4.18, holds so far on v4.19\n');
    expect(out).not.toContain('holdsUpTo');
    const markdown = (await real(...bounded, '--format', 'markdown')).out;
    expect(markdown).toContain('\n12 states on v4.18, 14 on v4.19 (NOT COMPLETE, stopped by states).\n');
    expect(markdown).toContain('| property P-STATE | holds | holds so far |');
    expect((await diffJson(...bounded)).scenarios[0]).toMatchObject({ complete: false, stoppedBy: [null, 'states'] });
  });

  it('names scenarios without a difference only where they were searched to the end', async () => {
    const two = toyCatalogueOf([abba, { ...abba, id: 'other' }]);
    const { out } = await oomlab(['diff', 'old', 'new', 'abba', 'other', '--max-depth', '1'], { catalogue: two });
    expect(out).not.toContain('No difference');
    expect(out).toContain('same so far: released unknown, hangs unknown, P-APART holds so far');
    expect(out).toContain('NOT COMPLETE in 2 of 2 scenarios.');
  });

  it('counts a violation that the other kernel was not searched far enough for as one that may be new', async () => {
    const bounded = ['v4.19', 'v4.18', 'slab-at-limit', '--max-states', '13'];
    const { out, exit } = await real(...bounded, '--require-complete');
    expect(exit).toBe(1);
    expect(out).toContain(
      '+ property P-ENOMEM: holds so far on v4.19, violated on v4.18 (may be new: v4.19 is undecided)\n      in 10 steps',
    );
    expect(out).toMatch(/\n1 added, 0 removed, 7 changed; VIOLATIONS THAT MAY BE NEW: 1; NOT COMPLETE in 1 of 1/);
    const markdown = (await real(...bounded, '--format', 'markdown')).out;
    expect(markdown).toContain('| property P-ENOMEM | holds so far | violated (may be new: v4.19 is undecided) |');
    const [added] = (await diffJson(...bounded)).scenarios[0]!.added;
    expect(added).toMatchObject({ name: 'P-ENOMEM', before: 'holdsUpTo', after: 'violated', undecidedBefore: true });
  });

  it('counts a new hang where the old kernel is not searched at all, since its process was killed', () => {
    const report = { complete: true, states: 9, steps: 9, depth: 9, ms: 1, liveRuns: 0 };
    const hangs = { name: 'hangs', verdict: 'sometimes' as const, witnesses: [] };
    const now = { ...report, kernel: 'old', outcomes: [hangs], properties: [] };
    const lost = { ...report, kernel: 'new', complete: false, died: true as const, outcomes: [], properties: [] };
    const [old, young] = ['old', 'new'].map((id) => toyCatalogueOf([abba]).findKernel(id));
    const { added, changed } = diffOf(abba, {}, { kernel: young!, report: lost }, { kernel: old!, report: now });
    expect(added).toEqual([
      { kind: 'outcome', name: 'hangs', before: 'unknown', after: 'sometimes', undecidedBefore: true },
    ]);
    expect(changed).toEqual([]);
  });

  it.each([
    ['3 where a search was stopped', ['old', 'new', '--max-depth', '1'], 3],
    ['1 where a violation is new all the same', ['new', 'old', '--max-states', '8'], 1],
    ['0 where all was searched', ['old', 'new'], 0],
  ])('exits %s, with --require-complete', async (_, args, exit) => {
    expect((await oomlab(['diff', ...args, '--require-complete'])).exit).toBe(exit);
  });

  it('says what it did not come to before it was interrupted', async () => {
    const two = toyCatalogueOf([abba, { ...abba, id: 'other' }]);
    const interrupted = async (...more: readonly string[]) => {
      let calls = 0;
      let interrupt = (): void => {};
      const findKernel = (id: string) => {
        // Twice for the plan, twice for the first scenario, and once for the first half of the second.
        if (++calls === 5) interrupt();
        return two.findKernel(id);
      };
      const onStart = (given: () => void): void => void (interrupt = given);
      return oomlab(['diff', 'old', 'new', 'abba', 'other', ...more], { catalogue: { ...two, findKernel }, onStart });
    };
    const { out, exit } = await interrupted();
    expect(exit).toBe(130);
    expect(out).toMatch(/^abba: /);
    expect(out).toMatch(/; no new violation so far; INTERRUPTED, 1 of 2 scenarios not compared\.\n$/);
    expect(JSON.parse((await interrupted('--json')).out)).toMatchObject({
      interrupted: true,
      scenariosLeft: 1,
      scenarios: [{ scenario: 'abba' }],
    });
  });

  it('draws Markdown for a pull request', async () => {
    const { out } = await real('v4.18', 'rfc-20180620', 'slab-at-limit', '--format', 'markdown');
    expect(out).toMatch(/^## v4\.18 → rfc-20180620\n\n### slab-at-limit\n/);
    expect(out).toContain('| hog-killed | never | always |');
    expect(out).toContain('| property P-ENOMEM | violated | holds |');
    expect(out).toMatch(/```\noomlab replay oom1:slab-at-limit:rfc-20180620:\S+\n```/);
  });

  it('compares in the named scenarios with the parameters given, however they stand', async () => {
    const given = ['--param', 'pages=3', 'reaperTries=2'];
    const both = await diffJson('v4.18', 'v4.19', 'slab-at-limit', ...given);
    expect(both.scenarios[0]!.added.length).toBeGreaterThan(0);
    const tokens = both.scenarios[0]!.added.map(({ witness }) => witness.token);
    for (const token of tokens) expect(token).toContain('pages=3,reaperTries=2');
  });

  it('leaves out of all scenarios those without the parameter, and says so', async () => {
    const two = toyCatalogueOf([abba, { ...abba, id: 'plain', params: {} }]);
    const { out, err, exit } = await oomlab(['diff', 'new', 'old', '--param', 'spare=1'], { catalogue: two });
    expect([exit, err]).toEqual([1, 'Left out: 1 scenario without spare.\n']);
    expect(out).not.toContain('plain');
  });

  it.each([
    [
      ['diff', 'old', 'new', 'abba', '--param', 'nope=1'],
      'E123 Scenario "abba" has no parameter "nope". It has: spare.',
    ],
    [['diff', 'old', 'new', '--param', 'nope=1'], 'E123 No scenario has the parameter nope. There are spare.'],
    [['diff', 'old', 'new', 'all', '--param', 'spare=x'], 'E123 Parameter spare=x is refused.'],
    [['diff', 'old'], 'E123 Only old is named. Name another kernel, or give --patch FILE.'],
    [['diff', 'odl', 'new'], 'E120 There is no kernel "odl"'],
    [['diff', 'odl'], 'E120 There is no kernel "odl". Did you mean old'],
    [['diff', 'old', 'nwe'], 'E120 There is no kernel or scenario "nwe". Did you mean new?'],
    [['diff', 'old', 'abab', 'abba'], 'E120 There is no kernel or scenario "abab". Did you mean abba?'],
    [['diff', 'old', 'abba'], 'E123 Only old is named.'],
    [['diff', 'old', 'new', 'abab'], 'E120 There is no scenario "abab"'],
    [['diff', 'old', 'new', '--format', 'html'], 'E123 --format "html" is refused'],
  ])('refuses %j', async (args, message) => {
    const { err, exit, out } = await oomlab(args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});
