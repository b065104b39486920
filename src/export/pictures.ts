import type { Kernel, Machine } from '../model/index.js';
import { commitName } from './causes.js';
import type { Chart } from './chart.js';
import { plainDrawing } from './drawing.js';
import type { ChartLayout } from './layout/chart-layout.js';
import type { Layouter } from './layout/elk-graph.js';
import { layoutChart } from './layout/layout-chart.js';
import { placesOf, sectionsOf, type Place } from './sections.js';
import type { Tint } from './svg/chart-states.js';

/** The chart of one function of a machine, laid out. */
export interface Picture {
  readonly layout: ChartLayout;
  /** Its transitions, by the indices that the layout has. */
  readonly edges: readonly Pick<Chart['edges'][number], 'from' | 'to' | 'event'>[];
  /** The functions in it that a patch wrote. */
  readonly tints: ReadonlyMap<string, Tint>;
}

/** Where whoever shows charts has them from. */
export interface Pictures {
  /** The functions in which a state of a machine lies, outermost first. */
  placesOf(machine: string, path: string): readonly Place[];
  pictureOf(machine: string, section: string): Promise<Picture>;
}

/** The charts of a kernel, each laid out once, when it is asked for. */
export function picturesOf(kernel: Kernel, layouter: () => Promise<Layouter>): Pictures {
  const known = new Map<string, Promise<Picture>>();
  const machineOf = (id: string): Machine => kernel.machines.get(id) as Machine;
  return {
    placesOf: (machine, path) => placesOf(machineOf(machine), path.split(' & ')[0] ?? ''),
    pictureOf(machine, section) {
      const key = `${machine} ${section}`;
      const picture = known.get(key) ?? drawn(kernel, machineOf(machine), section, layouter);
      known.set(key, picture);
      return picture;
    },
  };
}

async function drawn(
  kernel: Kernel,
  machine: Machine,
  section: string,
  layouter: () => Promise<Layouter>,
): Promise<Picture> {
  const chart = sectionsOf(machine).get(section);
  if (chart === undefined) throw new RangeError(`${machine.spec.id} has no function ${section}`);
  return {
    layout: await layoutChart(plainDrawing(chart), await layouter()),
    edges: chart.edges.map(({ from, to, event }) => ({ from, to, event })),
    tints: tintsOf(kernel, machine),
  };
}

/** What patches wrote of a machine, with their commits. */
function tintsOf({ origin }: Kernel, { spec }: Machine): ReadonlyMap<string, Tint> {
  return new Map(
    [...(origin.get(spec.id) ?? [])].map(([fragment, { id, commits }]) => [
      fragment,
      { patch: id, commits: commits.map(commitName) },
    ]),
  );
}
