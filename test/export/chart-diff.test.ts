import { describe, expect, it } from 'vitest';
import { findKernel, kernels } from '../../machines/index.js';
import { chartDiff, chartOf, diffDrawing, dotDrawing, isSame, mermaidDrawing } from '../../src/export/index.js';
import { merge, type MergedChart } from '../../src/export/merge.js';
import type { ChartDiff, Drawing } from '../../src/export/index.js';
import {
  buildKernel,
  call,
  doing,
  is,
  reply,
  returned,
  returns,
  set,
  type Fragments,
  type Kernel,
  type MachinePatch,
  type MachineSpec,
  type Patch,
} from '../../src/model/index.js';
import { expectMermaid, graphvizSyntax } from '../support/chart-syntax.js';
import { laidOut } from '../support/consumers.js';

const lockThen =
  (next: string, description = 'Takes it.'): Fragments[string] =>
  () => ({
    initial: 'lock',
    description,
    states: {
      lock: doing('Takes it.', call('m', 'lock'), { locked: next }),
      done: returns('done'),
      failed: returns('failed'),
    },
  });

/** A thread that embeds `take` in two fragments, and one that nobody changes. */
const thread: MachineSpec = {
  id: 'thread',
  kind: 'thread',
  description: 'Takes locks.',
  context: () => ({ n: 0 }),
  guards: { odd: (context) => Number(context['n']) % 2 === 1 },
  fragments: {
    take: lockThen('done'),
    quiet: lockThen('done'),
    left: (use) => ({
      initial: 'a',
      states: { a: use('take', { onDone: 'b' }), b: use('quiet', { onDone: 'end' }), end: returns('end') },
    }),
    right: (use) => ({
      initial: 'a',
      states: {
        a: use('take', {
          onDone: [{ guard: returned('done'), target: 'end' }, { guard: 'odd', target: 'a' }, { target: 'end' }],
        }),
        end: returns('end'),
      },
    }),
  },
  root: (use) => ({
    initial: 'l',
    states: { l: use('left', { onDone: 'r' }), r: use('right', { onDone: 'over' }), over: { type: 'final' } },
  }),
};

const object: MachineSpec = {
  id: 'object',
  kind: 'object',
  description: 'Answers.',
  context: () => ({ n: 0 }),
  fragments: {
    read: () => ({ on: { read: { actions: [reply('value')] } } }),
    write: () => ({ on: { write: { actions: [reply('written'), set({ n: 1 })] } } }),
  },
  root: (use) => ({ initial: 'one', states: { one: { on: { ...use('read').on, ...use('write').on } } } }),
};

const patchOf = (id: string, change: MachinePatch, machine = 'thread'): Patch => ({
  id,
  commits: [{ id: 'unknown', subject: `what ${id} does`, evidence: 'mail' }],
  summary: `does ${id}`,
  machines: { [machine]: change },
});

const kernelOf = (id: string, ...patches: readonly Patch[]): Kernel =>
  buildKernel({ id, date: '2020-01-01', summary: id, base: [thread, object], patches });

const old = kernelOf('old');
const against = (...patches: readonly Patch[]): ChartDiff => chartDiff('thread', [old, kernelOf('new', ...patches)]);
const names = ({ fragments }: ChartDiff): string[] => fragments.map(({ mark, name }) => `${mark} ${name}`);
const changes = (diff: ChartDiff): Drawing => diffDrawing(diff, { shows: 'changes' });
const textsAt = ({ nodes }: Drawing, id: string): readonly string[] => {
  const node = nodes.find((one) => one.id === id);
  return node === undefined ? [] : [node.title, ...node.texts, ...(node.notes ?? [])];
};
const edgesOf = ({ edges }: Drawing): string[] =>
  edges.filter(({ mark }) => mark).map(({ texts }) => texts.join(' / '));

describe('what is compared', () => {
  it('is the content: a fragment that is written again, or described otherwise, has not changed', () => {
    expect(isSame(against(patchOf('again', { replace: { take: lockThen('done') } })))).toBe(true);
    expect(isSame(against(patchOf('words', { replace: { take: lockThen('done', 'In other words.') } })))).toBe(true);
  });

  it('names the patches that only one kernel has, and leaves out who wrote what was there', () => {
    const shared = patchOf('shared', { replace: { take: lockThen('failed') } });
    const again = patchOf('again', { replace: { take: lockThen('failed') } });
    const back = patchOf('back', { replace: { take: lockThen('done') } });
    const diff = chartDiff('thread', [kernelOf('a', shared), kernelOf('b', shared, again, back)]);
    expect(names(diff)).toEqual(['~ take']);
    expect(diff.fragments[0]?.by.map(({ sign, patch }) => `${sign} ${patch.id}`)).toEqual(['+ back']);
    const reverse = chartDiff('thread', [kernelOf('b', shared, again, back), kernelOf('a', shared)]);
    expect(reverse.fragments[0]?.by.map(({ sign, patch }) => `${sign} ${patch.id}`)).toEqual(['- back']);
  });

  it('names who wrote a fragment that takes another one apart', () => {
    const right: Fragments[string] = (use) => {
      const { lock, done, failed } = use('take').states!;
      return {
        initial: 'lock',
        states: { lock: { ...lock!, on: { ...lock!.on, busy: 'failed' } }, done: done!, failed: failed! },
      };
    };
    const { fragments } = against(patchOf('apart', { replace: { right } }));
    expect(fragments.map(({ mark, name, by }) => [mark, name, by.map(({ patch }) => patch.id)])).toEqual([
      ['~', 'right', ['apart']],
    ]);
  });

  it('is also the order of alternatives, since the first whose guard holds is taken', () => {
    const [first, second] = [
      { guard: 'odd', target: 'a' },
      { guard: returned('done'), target: 'end' },
    ];
    const right: Fragments[string] = (use) => ({
      initial: 'a',
      states: { a: use('take', { onDone: [first, second, { target: 'end' }] }), end: returns('end') },
    });
    const diff = against(patchOf('order', { replace: { right } }));
    expect(names(diff)).toEqual(['~ right']);
    expect(edgesOf(changes(diff))).toEqual([
      '~ done [returned done] / - alternative 1 / + alternative 2',
      '~ done [odd] / - alternative 2 / + alternative 1',
    ]);
  });

  it('is what a plain chart leaves out: exits, what a transition remembers, whether it enters anew', () => {
    const changed: Fragments[string] = () => ({
      initial: 'lock',
      exit: [set({ n: 0 })],
      states: {
        lock: doing('Takes it.', call('m', 'lock'), { locked: { target: 'done', actions: [set({ n: 1 })] } }),
        done: returns('done'),
        failed: returns('failed'),
      },
    });
    const drawing = changes(against(patchOf('hidden', { replace: { take: changed } })));
    expect(textsAt(drawing, 'take()')).toContain('+ on exit: n := 0');
    expect(edgesOf(drawing)).toEqual(['~ locked / + n := 1']);
  });

  it('is the code behind a name that stayed, which the legend speaks of', () => {
    const diff = against(patchOf('code', { guards: { odd: () => false }, context: { fresh: null } }));
    expect([names(diff), isSame(diff)]).toEqual([[], false]);
    expect(changes(diff).legend).toEqual(
      expect.arrayContaining(['~ guard odd: rewritten by code, not drawn', '+ field fresh: added by code, not drawn']),
    );
  });
});

describe('what is drawn', () => {
  const diff = against(patchOf('fails', { replace: { take: lockThen('failed') } }));
  const drawing = changes(diff);

  it('has a changed fragment once, however many embed it, with who changed it and where it is embedded', () => {
    expect(textsAt(drawing, 'take()')).toEqual(['~ take', '+ fails commit unknown [mail]', 'embedded in: left, right']);
    expect(drawing.nodes.filter(({ title }) => /\btake$/.test(title))).toHaveLength(1);
    expect(edgesOf(drawing)).toEqual(['- locked', '+ locked']);
    expect(drawing.legend).toContain('    commit unknown ("what fails does") [mail]');
  });

  it('has only the changed fragments, and with "all" both charts as they are', () => {
    expect(drawing.nodes.filter(({ parent }) => parent === undefined).map(({ id }) => id)).toEqual(['take()']);
    const all = diffDrawing(diff, { shows: 'all' });
    expect(all.nodes.map(({ id }) => id)).toEqual(diff.whole.nodes.map(({ id }) => id));
    expect(edgesOf(all)).toEqual(['- locked', '+ locked', '- locked', '+ locked'].sort((a, b) => (a < b ? 1 : -1)));
  });

  it('folds what did not change where a changed fragment embeds it, and says what changed inside', () => {
    const outer: Fragments[string] = (use) => ({
      initial: 'b',
      states: { b: use('quiet', { onDone: 'c' }), c: use('right', { onDone: 'end' }), end: returns('end') },
    });
    const both = changes(
      against(
        patchOf('fails', { replace: { take: lockThen('failed') } }),
        patchOf('outer', { replace: { left: outer } }),
      ),
    );
    expect(textsAt(both, 'left().b')).toEqual(['~ b', '+ starts here', 'quiet() (the same on both)']);
    expect(textsAt(both, 'left().c')).toEqual(['+ c', 'right() (the same but for ~ take)']);
    expect(textsAt(both, 'left().a')).toEqual(['- a', 'take() (~ drawn apart)']);
    expect(both.links).toContainEqual({ from: 'left().a', to: 'take()' });
  });

  it('shows a state that became another kind of thing as one that went and one that came', () => {
    const leaf: Fragments[string] = () => ({
      initial: 'a',
      states: { a: doing('Waits.', call('m', 'lock'), { locked: 'end' }), end: returns('end') },
    });
    const split = changes(against(patchOf('leaf', { replace: { right: leaf } })));
    expect(textsAt(split, 'right().a-')[0]).toBe('- a');
    expect(textsAt(split, 'right().a+')).toEqual(['+ a', 'call m.lock']);
  });

  it('lists the ops of an object that differ, by fragment, and counts the others', () => {
    const write: Fragments[string] = () => ({ on: { write: { guard: is('$n', 0), actions: [reply('written')] } } });
    const changed = chartDiff('object', [old, kernelOf('new', patchOf('once', { replace: { write } }, 'object'))]);
    expect(names(changed)).toEqual(['~ write']);
    const { edges, nodes } = changes(changed);
    expect([edges, nodes.at(-1)?.texts]).toEqual([
      [],
      ['~ write', '  - write / reply written', '  + write [n = 0] / reply written', '1 more op is the same on both'],
    ]);
  });

  it('marks all of a machine that one kernel does not have', () => {
    const fresh = buildKernel({
      ...old.spec,
      id: 'fresh',
      patches: [{ ...patchOf('cast', {}), machines: {}, cast: [{ ...thread, id: 'extra' }] }],
    });
    for (const [pair, mark] of [
      [[old, fresh], '+'],
      [[fresh, old], '-'],
    ] as const) {
      const only = chartDiff('extra', pair);
      expect(only.only).toMatchObject({ mark, by: [{ patch: { id: 'cast' } }] });
      const { nodes, edges } = changes(only);
      expect(new Set([...nodes, ...edges].map((one) => one.mark))).toEqual(new Set([mark]));
    }
  });
});

/** Every kernel with the one after it, and the oldest with the newest. */
const pairs = [
  ...kernels.slice(1).map((kernel, i) => [kernels[i]!.id, kernel.id]),
  [kernels[0]!.id, kernels.at(-1)!.id],
] as [string, string][];

describe.each(pairs)('every machine of %s and %s', (before, after) => {
  const both = [findKernel(before), findKernel(after)] as const;
  const machines = [...new Set(both.flatMap((kernel) => [...kernel.machines.keys()]))];
  const diffs = machines.map((machine) => chartDiff(machine, both));

  it('is there whole on each side of the comparison', () => {
    for (const { machine, whole } of diffs) {
      for (const [side, kernel] of [
        ['before', both[0]],
        ['after', both[1]],
      ] as const) {
        const built = kernel.machines.get(machine);
        const chart = built === undefined ? { nodes: [], edges: [] } : chartOf(built);
        const shown = (list: readonly { readonly [key in typeof side]?: unknown }[]): string[] =>
          list.flatMap((one) => (one[side] === undefined ? [] : [JSON.stringify(one[side])])).sort();
        const had = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort();
        expect(shown(whole.nodes)).toEqual(had(chart.nodes));
        expect(shown(whole.edges)).toEqual(had(chart.edges));
      }
    }
  });

  it('has no marks against itself, and the same marks with the signs turned the other way round', () => {
    const turned = { '-': '+', '+': '-', '~': '~' } as const;
    const marks = ({ nodes, edges }: MergedChart, turn: (mark: keyof typeof turned) => string): string[] =>
      [...nodes, ...edges].flatMap(({ mark }) => (mark === undefined ? [] : [turn(mark)])).sort();
    for (const { machine, whole } of diffs) {
      const [one, other] = both
        .map(({ machines: built }) => built.get(machine))
        .map((built) => built && chartOf(built));
      expect(marks(merge(one, one), (mark) => mark)).toEqual([]);
      expect(marks(merge(other, one), (mark) => turned[mark])).toEqual(marks(whole, (mark) => mark));
    }
  });

  it('says who changed each fragment: a patch that only one of the two has', () => {
    for (const { fragments } of diffs) {
      for (const { by } of fragments) {
        for (const { sign, patch } of by) {
          expect(both.map(({ spec }) => spec.patches.includes(patch))).toEqual([sign === '-', sign === '+']);
        }
      }
    }
  });

  it.each(['changes', 'all'] as const)(
    'is drawn in both formats (%s), with every edge between states that are there',
    (shows) => {
      for (const diff of diffs.filter((one) => !isSame(one))) {
        const drawing = diffDrawing(diff, { shows });
        const ids = new Set(drawing.nodes.map(({ id }) => id));
        expect(ids.size).toBe(drawing.nodes.length);
        for (const { from, to } of [...drawing.edges, ...drawing.links])
          expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
        for (const line of mermaidDrawing(drawing).split('\n').slice(3).filter(Boolean)) expectMermaid(line);
        const syntax = graphvizSyntax(dotDrawing(drawing));
        expect(syntax.match(/ -> \S+ \[label=""/g) ?? []).toHaveLength(drawing.edges.length);
      }
    },
  );
});

describe('Graphviz', () => {
  it.each([
    ['task', 'v4.18', 'v4.19'],
    ['memcg_oom_lock', 'v3.11', 'v3.12'],
    ['oom_reaper', 'v3.12', 'v4.6'],
  ])('lays out what changed in %s from %s to %s without a complaint', (machine, before, after) => {
    const drawing = changes(chartDiff(machine, [findKernel(before), findKernel(after)]));
    const nodes = laidOut(dotDrawing(drawing)).filter((line) => line.startsWith('node s'));
    expect(nodes.length).toBeGreaterThanOrEqual(drawing.nodes.filter(({ kind }) => kind !== 'compound').length);
  });
});
