import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { findKernel } from '../../machines/index.js';
import { chartSvg, drawingOf, layoutChart, plainDrawing, sectionsOf, type Layouter } from '../../src/export/index.js';

// The bundle's types speak of a module that is its default export and has one, too.
const elk = new (ELK as unknown as new () => Layouter)();

describe('a layout', () => {
  it('has every state and every transition of every section of the task once', async () => {
    const task = findKernel('v4.19').machines.get('task')!;
    for (const section of sectionsOf(task).values()) {
      const layout = await layoutChart(plainDrawing(section), elk);
      expect(layout.nodes.map(({ id }) => id)).toEqual(section.nodes.map(({ id }) => id));
      const drawn = [
        ...layout.edges.flatMap(({ edges }) => edges),
        ...layout.nodes.flatMap((node) => node.internal.map(({ edge }) => edge!)),
      ];
      expect(drawn.sort((a, b) => a - b)).toEqual(section.edges.map((_, i) => i));
    }
  });

  it('is the same each time', async () => {
    const drawing = drawingOf(findKernel('v4.19').machines.get('oom_reaper')!);
    const [one, other] = [await layoutChart(drawing, elk), await layoutChart(drawing, elk)];
    expect(chartSvg(one)).toBe(chartSvg(other));
  });
});
