import { describe, expect, it } from 'vitest';
import { base, findKernel, findScenario, kernels } from '../../machines/index.js';
import { buildKernel, configOf, doing, call, statesOf, withPatches, type Patch } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';

const spec = kernels.find(({ id }) => id === 'v4.18')!;

const patch = (id: string, name: string, more: Partial<Patch> = {}): Patch => ({
  id,
  commits: [],
  summary: '',
  machines: {
    task: { replace: { [name]: () => ({ initial: 'x', states: { x: { description: 'x', type: 'final' } } }) } },
  },
  ...more,
});

describe('a kernel', () => {
  it('refuses a patch that names a fragment that does not exist, with the nearest that do', () => {
    expect(() => buildKernel(withPatches(spec, [patch('mine', 'try_chrage')]))).toThrow(
      /E111 The patch "mine" names the fragment of machine "task" "try_chrage".*Did you mean try_charge/,
    );
  });

  it('refuses two patches of one fragment without an order, and takes them with one', () => {
    const first = patch('first', 'try_charge');
    expect(() => withPatches(spec, [first, patch('second', 'try_charge')])).toThrow(/E112 .*after: \['first'\]/);
    expect(withPatches(spec, [first, patch('second', 'try_charge', { after: ['first'] })]).id).toBe(
      'v4.18+first+second',
    );
  });

  it('puts a patch behind those that it is after, in whatever order they are given', () => {
    const [a, b, c] = [
      patch('a', 'try_charge'),
      patch('b', 'try_charge', { after: ['a'] }),
      // After a, too, by way of b.
      patch('c', 'try_charge', { after: ['b'] }),
    ];
    const other = patch('other', 'exit_mm', { after: [spec.patches[0]!.id] });
    for (const given of [
      [a, b, c],
      [b, c, a],
      [c, b, a],
    ]) {
      expect(withPatches(spec, given).id).toBe('v4.18+a+b+c');
    }
    expect(withPatches(spec, [other, b, a]).id).toBe('v4.18+other+a+b');
    expect(withPatches(spec, [b, other, a]).patches.slice(-3)).toEqual([other, a, b]);
  });

  it.each<[string, Patch[], RegExp]>([
    [
      'two patches that are each after the other',
      [patch('a', 'try_charge', { after: ['b'] }), patch('b', 'try_charge', { after: ['a'] })],
      /E112 The patches go round in a circle: "a" is after "b", which is after "a"\./,
    ],
    [
      'a cycle that others wait for',
      [
        patch('x', 'exit_mm', { after: ['a'] }),
        patch('a', 'try_charge', { after: ['c'] }),
        patch('b', 'try_charge', { after: ['a'] }),
        patch('c', 'try_charge', { after: ['b'] }),
      ],
      /E112 .*circle: "a" is after "c", which is after "b", which is after "a"\./,
    ],
    ['a patch after itself', [patch('a', 'try_charge', { after: ['a'] })], /E112 .*circle: "a" is after "a"\./],
    [
      'an order after a patch that is not there',
      [patch('first', 'try_charge'), patch('second', 'exit_mm', { after: ['frist'] })],
      /E112 The patch "second" is after "frist", which is neither given nor in v4\.18\. Did you mean first\?/,
    ],
    ['one patch twice', [patch('a', 'try_charge'), patch('a', 'exit_mm')], /E112 There are two patches "a"/],
  ])('refuses %s', (_, given, message) => {
    expect(() => withPatches(spec, given)).toThrow(message);
  });

  it('refuses an action that no machine knows, with the state that names it', () => {
    const typo: Patch = {
      ...patch('typo', 'exit_mm'),
      machines: {
        task: {
          replace: {
            exit_mm: () => ({
              initial: 'x',
              states: { x: doing('x', [call('mm', 'mmput'), { type: 'tel' }], {}) },
            }),
          },
        },
      },
    };
    expect(() => buildKernel({ ...spec, patches: [...spec.patches, typo] })).toThrow(
      /E110 State ".*exit_mm.*x" of machine "task" names "tel"/,
    );
  });

  it('shows the four results of the mail in the chart of mem_cgroup_oom', () => {
    const states = [...statesOf(configOf(findKernel('rfc-20180620').machines.get('task')!))];
    const results = states
      .filter(({ path }) => /mem_cgroup_oom\.OOM_\w+$/.test(path))
      .map(({ path }) => path.split('.').at(-1));
    expect(results.sort()).toEqual(['OOM_ASYNC', 'OOM_FAILED', 'OOM_SKIPPED', 'OOM_SUCCESS']);
  });

  it('keeps the branches of the mail out of v4.19', () => {
    const ids = findKernel('v4.19').spec.patches.map(({ id }) => id);
    expect(ids.filter((id) => /rfc|patch-2018/.test(id))).toEqual([]);
    const commits = findKernel('v4.19').spec.patches.flatMap((one) => one.commits.map(({ id }) => id));
    expect(commits).toEqual(
      expect.arrayContaining([
        '29ef680ae7c2',
        '3100dab2aa09',
        '9bfe5ded054b',
        'af5679fbc669',
        '93065ac753e4',
        '3d8b38eb81ca',
      ]),
    );
    expect(base.length).toBeGreaterThan(0);
  });
});

describe('a system', () => {
  it('refuses parameters that make no sense', () => {
    const scenario = findScenario('slab-at-limit');
    expect(() => buildSystem(scenario, findKernel('v4.18'), { pages: -1 })).toThrow(/E123 .*pages=-1/);
    expect(() => buildSystem(scenario, findKernel('v4.18'), { pages: 1.5 })).toThrow(/E123/);
    expect(() => buildSystem(scenario, findKernel('v4.18'), { page: 1 })).toThrow(/E123 .*no parameter "page"/);
  });
});
