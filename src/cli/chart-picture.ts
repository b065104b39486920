import {
  AROUND,
  chartSvg,
  dotDrawing,
  drawingOf,
  layoutChart,
  mermaidDrawing,
  plainDrawing,
  sectionsDrawing,
  sectionsOf,
  type Drawing,
} from '../export/index.js';
import { unknownName, type Machine } from '../model/index.js';
import type { CHART_FORMATS, THEMES } from './formats.js';
import { layouter } from './layouter.js';
import { rasterise } from './rasterise.js';

/** The formats that a drawing can be written in: all but the one that is a machine itself. */
export type PictureFormat = Exclude<(typeof CHART_FORMATS)[number], 'stately'>;

export interface PictureOptions {
  readonly format: PictureFormat;
  readonly theme: (typeof THEMES)[number];
  /** What stands above a picture. */
  readonly heading: string;
}

/** A drawing in a format; the libraries that this takes are loaded when they are needed. */
export async function picture(
  drawing: Drawing,
  { format, theme, heading }: PictureOptions,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'mermaid':
      return mermaidDrawing(drawing);
    case 'dot':
      return dotDrawing(drawing);
    case 'svg':
      return chartSvg(await layoutChart(drawing, await layouter()), { theme, heading });
    case 'png': {
      const layout = await layoutChart(drawing, await layouter());
      return rasterise(chartSvg(layout, { theme: theme === 'auto' ? 'light' : theme, heading }));
    }
    default:
      return format satisfies never;
  }
}

/** With more states than this, nothing can be read in a picture of all of them inside each other. */
const MOST_NESTED = 40;

/**
 * What is drawn of a machine: one fragment with those that it embeds folded, or all of it. As a picture, a large machine is
 * drawn fragment by fragment, each once. Throws E120 for a fragment that has no states in this machine.
 */
export function drawingFor(machine: Machine, format: PictureFormat, fragment: string | undefined): Drawing {
  if (fragment !== undefined) {
    const sections = sectionsOf(machine);
    const section = sections.get(fragment === machine.spec.id ? AROUND : fragment);
    if (section !== undefined) return plainDrawing(section);
    throw unknownName('fragment with states', fragment, [machine.spec.id, ...sections.keys()].filter(Boolean));
  }
  const whole = drawingOf(machine);
  const isPicture = format === 'svg' || format === 'png';
  return isPicture && whole.nodes.length > MOST_NESTED ? sectionsDrawing(machine) : whole;
}
