import fc from 'fast-check';
import { createMachine } from 'xstate';
import { describe, expect, it } from 'vitest';
import { findKernel } from '../../machines/index.js';
import {
  chartOf,
  chartSvg,
  drawingOf,
  layoutChart,
  PALETTES,
  placesOf,
  plainDrawing,
  sectionsOf,
  stately,
  type ChartLayout,
  type Drawing,
} from '../../src/export/index.js';
import { textWidth } from '../../src/export/layout/text-width.js';
import type { Machine } from '../../src/model/index.js';
import { elementsOf, elk, machineNamed, rendered, textOf } from '../support/consumers.js';
import { oomMachines } from '../support/oom-toy.js';

const kernel = findKernel('v4.19');
const task = kernel.machines.get('task')!;
const drawings: readonly [string, Drawing][] = [
  ...[...sectionsOf(task)].map(([name, section]): [string, Drawing] => [`task: ${name}`, plainDrawing(section)]),
  ...[...kernel.machines]
    .filter(([id]) => !['task', 'handler', 'admin'].includes(id))
    .map(([id, machine]): [string, Drawing] => [id, drawingOf(machine)]),
  ...oomMachines().map((machine): [string, Drawing] => [`toy: ${machine.spec.id}`, drawingOf(machine)]),
];

type Rectangle = Pick<ChartLayout['nodes'][number], 'x' | 'y' | 'width' | 'height'>;
const isIn = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

describe.each(drawings)('the layout of %s', (_, drawing) => {
  it('has every state and every transition once, boxes in their frames and apart, and lines from box to box', async () => {
    const layout = await layoutChart(drawing, elk);
    expect(layout.nodes.map(({ id }) => id)).toEqual(drawing.nodes.map(({ id }) => id));
    const drawn = [
      ...layout.edges.flatMap(({ edges }) => edges),
      ...layout.nodes.flatMap(({ internal }) => internal.map(({ edge }) => edge)),
    ];
    expect(drawn.sort((a, b) => a! - b!)).toEqual(drawing.edges.map((_edge, i) => i));
    const frame = { x: 0, y: 0, width: layout.width, height: layout.height };
    const boxOf = (id: string | undefined): Rectangle => layout.nodes.find((node) => node.id === id) ?? frame;
    for (const node of layout.nodes) {
      expect([node.id, isIn(node, boxOf(node.parent))]).toEqual([node.id, true]);
      const beside = layout.nodes.filter((other) => other.parent === node.parent && other.id !== node.id);
      expect(beside.filter((other) => overlap(node, other))).toEqual([]);
    }
    for (const { points, from, to } of layout.edges) {
      const near = ({ x, y, width, height }: Rectangle): Rectangle => ({
        x: x - 1,
        y: y - 1,
        width: width + 2,
        height: height + 2,
      });
      expect(isIn({ ...points[0]!, width: 0, height: 0 }, near(boxOf(from)))).toBe(true);
      expect(isIn({ ...points.at(-1)!, width: 0, height: 0 }, near(boxOf(to)))).toBe(true);
    }
    expect(layout.starts.map(({ to }) => to).sort()).toEqual(
      drawing.nodes
        .filter(({ isInitial }) => isInitial)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('lies under no label, and is as large as an SVG rasteriser draws it', async () => {
    const layout = await layoutChart(drawing, elk);
    const labels = layout.edges.map(({ label }) => label);
    const leaves = layout.nodes.filter(({ kind }) => kind !== 'compound');
    expect(labels.filter((label, i) => [...leaves, ...labels.slice(i + 1)].some((one) => overlap(label, one)))).toEqual(
      [],
    );
    const { width, height, inked } = rendered(chartSvg(layout, { theme: 'light' }));
    expect([width, height]).toEqual([layout.width, layout.height]);
    expect(inked).toBeGreaterThan(layout.nodes.length * 100);
  });
});

/** A config that the model's own words do not have: regions that are active at once. */
const parallel: Machine = {
  ...oomMachines()[0]!,
  logic: createMachine({
    id: 'parallel',
    initial: 'both',
    states: {
      both: {
        type: 'parallel',
        on: { over: 'end' },
        states: {
          left: { initial: 'a', states: { a: { on: { go: 'b', jump: '#there' } }, b: {} } },
          right: { initial: 'c', states: { c: { on: { go: 'd' } }, d: { id: 'there' } } },
        },
      },
      end: { type: 'final' },
    },
  }) as unknown as Machine['logic'],
  used: [],
};

describe('parallel states', () => {
  it('stand side by side, each region laid out by itself, with a straight line from one to the other', async () => {
    const layout = await layoutChart(plainDrawing(chartOf(parallel)), elk);
    const node = (id: string) => layout.nodes.find((one) => one.id === id)!;
    expect(node('both').isParallel).toBe(true);
    expect(overlap(node('both.left'), node('both.right'))).toBe(false);
    expect(layout.edges.filter(({ isStraight }) => isStraight).map(({ from, to }) => [from, to])).toEqual([
      ['both.left.a', 'both.right.d'],
    ]);
    expect(layout.starts.map(({ to }) => to).sort()).toEqual(['both', 'both.left.a', 'both.right.c']);
    const regions = elementsOf(chartSvg(layout)).filter((one) => String(one.attributes['class']).includes('region'));
    expect(regions.map(({ attributes }) => attributes['data-path'])).toEqual(['both.left', 'both.right']);
  });
});

describe('an SVG', () => {
  const draw = async (options = {}) =>
    chartSvg(await layoutChart(plainDrawing(sectionsOf(task).get('try_charge')!), elk), options);

  it('is the same each time, whatever was laid out before', async () => {
    const first = await draw();
    await layoutChart(drawingOf(parallel), elk);
    expect(await draw()).toBe(first);
  });

  it('lights the active states and the transition that was taken', async () => {
    const active = new Set(placesOf(task, 'charge.try_charge.retry.dyingGate').at(-1)!.ids);
    expect([...active]).toEqual(['try_charge()', 'try_charge().retry', 'try_charge().retry.dyingGate']);
    const section = sectionsOf(task).get('try_charge')!;
    const fired = section.edges.findIndex(({ event, from }) => event === 'dying' && from.endsWith('dyingGate'));
    const lit = elementsOf(await draw({ active, fired })).map(({ attributes }) => attributes);
    const has = (name: string) => lit.filter((one) => one['class']?.split(' ').includes(name));
    expect(has('active').map((one) => one['data-path'])).toEqual([...active]);
    expect(has('fired').map((one) => one['data-edges'] ?? one['data-edge'])).toEqual([String(fired), String(fired)]);
  });

  it('tints a fragment and says who wrote it', async () => {
    const tints = new Map([['try_charge', { patch: 'some-patch', commits: ['0123456789ab'] }]]);
    const svg = await draw({ tints });
    expect(textOf(svg)).toContain('some-patch 0123456789ab');
    const tinted = elementsOf(svg).filter(({ attributes }) => attributes['class']?.split(' ').includes('tint'));
    expect(tinted.map(({ attributes }) => attributes['data-fragment'])).toEqual(['try_charge']);
  });

  it('has both palettes where the reader chooses, and the page its own', async () => {
    const [light, auto, page] = [
      await draw({ theme: 'light' }),
      await draw({ theme: 'auto' }),
      await draw({ theme: 'page' }),
    ];
    expect(light).not.toContain(PALETTES.dark.text);
    expect(auto).toMatch(/prefers-color-scheme: dark/);
    expect([PALETTES.light.text, PALETTES.dark.text].map((colour) => auto.includes(colour))).toEqual([true, true]);
    expect(page).toContain(`var(--oomlab-active-on, ${PALETTES.light.activeOn})`);
  });

  it('has nothing in it that runs or is fetched', async () => {
    const names = new Set(elementsOf(await draw({ heading: 'x' })).map(({ name }) => name));
    expect([...names].sort()).toEqual(['circle', 'desc', 'g', 'path', 'rect', 'style', 'svg', 'text', 'title']);
    expect(await draw()).not.toMatch(/href|url\(|@import|on[a-z]+=/);
  });

  it('keeps any name a text: markup, quotes, lines, control characters (seed 31)', async () => {
    const nasty = fc.constantFrom(
      '<script>',
      '"',
      "'",
      '&amp;',
      ']]>',
      '\n',
      '\u0000',
      '\u001b[2J',
      '\ud800',
      '\ufffe',
      '-->',
      '汉',
      '{}',
      '\\',
    );
    const name = fc
      .array(fc.oneof(nasty, fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join(''));
    // A dot or a hash in a name is XState's own syntax for a path.
    const state = name.filter((text) => !/[.#]/.test(text) && text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.tuple(state, state, state), async (names) => {
        const machine = machineNamed(names);
        const svg = chartSvg(await layoutChart(drawingOf(machine), elk), {
          heading: names[0],
          active: new Set([names[0]]),
        });
        const known = elementsOf(svg);
        expect(known.filter((one) => one.name === 'script')).toEqual([]);
        const paths = known.flatMap(({ attributes }) => attributes['data-path'] ?? []);
        expect(paths).toHaveLength(chartOf(machine).nodes.length);
        expect(paths[0]).toBe(names[0].replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd'));
        expect(rendered(svg).inked).toBeGreaterThan(100);
      }),
      { seed: 31, numRuns: 40 },
    );
  });
});

describe('the table of widths', () => {
  it('has the widths of DejaVu Sans Bold and DejaVu Sans Mono', () => {
    expect(textWidth('Wii', { family: 'sans', size: 1000 })).toBe(1103 + 343 + 343);
    expect(textWidth('iii', { family: 'mono', size: 1000 })).toBe(3 * 602);
  });
});

describe('the machine for Stately', () => {
  it.each([...kernel.machines])('is taken by createMachine, and has the states and transitions of %s', (_, machine) => {
    const config = JSON.parse(stately(machine)) as Parameters<typeof createMachine>[0];
    const again = createMachine(config);
    const rebuilt = { ...machine, logic: again as unknown as Machine['logic'] };
    expect(chartOf(rebuilt)).toEqual(chartOf(machine));
  });
});
