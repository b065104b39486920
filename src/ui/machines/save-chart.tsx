import {
  chartSvg,
  dot,
  dotDrawing,
  mermaid,
  mermaidDrawing,
  plainDrawing,
  sectionsOf,
  stately,
  type Picture,
} from '../../export/index.js';
import type { Machine } from '../../model/index.js';
import { rasterised } from '../parts/rasterised.js';
import { SaveMenu } from '../parts/save-menu.js';
import { themeNow } from '../parts/theme.js';

export interface SaveMachineProps {
  readonly kernel: string;
  readonly machine: Machine;
  readonly say: (text: string) => void;
}

/** A whole machine, for other programs. */
export function SaveMachine({ kernel, machine, say }: SaveMachineProps) {
  const file = `${machine.spec.id}-${kernel}`;
  return (
    <SaveMenu
      say={say}
      items={[
        { label: 'Machine for Stately and XState (JSON)', file: `${file}.json`, content: () => stately(machine) },
        { label: 'State diagram of all of it (Mermaid)', file: `${file}.mmd`, content: () => mermaid(machine) },
        { label: 'State diagram of all of it (Graphviz)', file: `${file}.dot`, content: () => dot(machine) },
      ]}
    />
  );
}

export interface SaveChartProps extends SaveMachineProps {
  readonly section: string;
  readonly picture: Picture;
}

/** The chart of one function. */
export function SaveChart({ kernel, machine, section, picture, say }: SaveChartProps) {
  const name = section === '' ? machine.spec.id : section;
  const part = section === '' ? name : `${section}() of ${machine.spec.id}`;
  const file = `${name}-${kernel}`;
  const svg = (): string => chartSvg(picture.layout, { theme: themeNow(), heading: `${part} on ${kernel}` });
  const drawing = () => {
    const chart = sectionsOf(machine).get(section);
    if (chart === undefined) throw new RangeError(`${machine.spec.id} has no function ${section}`);
    return plainDrawing(chart);
  };
  return (
    <SaveMenu
      say={say}
      items={[
        { label: 'Chart as a picture (SVG)', file: `${file}.svg`, content: svg },
        { label: 'Chart as a picture (PNG)', file: `${file}.png`, content: () => rasterised(svg()) },
        { label: 'State diagram (Mermaid)', file: `${file}.mmd`, content: () => mermaidDrawing(drawing()) },
        { label: 'State diagram (Graphviz)', file: `${file}.dot`, content: () => dotDrawing(drawing()) },
      ]}
    />
  );
}
