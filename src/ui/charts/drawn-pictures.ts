import { commitName, layoutChart, placesOf, plainDrawing, sectionsOf, type Tint } from '../../export/index.js';
import type { Kernel, Machine } from '../../model/index.js';
import { elk } from './layouter.js';
import type { Picture, Pictures } from './pictures.js';

/** The charts of a kernel, each laid out once. */
export function drawnPictures(kernel: Kernel): Pictures {
  const known = new Map<string, Promise<Picture>>();
  return {
    placesOf: (machine, path) => placesOf(machineOf(kernel, machine), path.split(' & ')[0] ?? ''),
    pictureOf(machine, section) {
      const key = `${machine} ${section}`;
      const picture = known.get(key) ?? drawn(kernel, machineOf(kernel, machine), section);
      known.set(key, picture);
      return picture;
    },
  };
}

const machineOf = ({ machines }: Kernel, id: string): Machine => machines.get(id) as Machine;

async function drawn(kernel: Kernel, machine: Machine, section: string): Promise<Picture> {
  const chart = sectionsOf(machine).get(section);
  if (chart === undefined) throw new RangeError(`${machine.spec.id} has no function ${section}`);
  return {
    layout: await layoutChart(plainDrawing(chart), await elk()),
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
