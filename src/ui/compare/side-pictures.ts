import {
  layoutChart,
  plainDrawing,
  sectionsOf,
  type Chart,
  type ChartEdge,
  type ChartNode,
  type Drawing,
  type Mark,
} from '../../export/index.js';
import type { Kernel } from '../../model/index.js';
import { elk } from '../charts/layouter.js';
import type { Picture } from '../../export/pictures.js';

/** The chart of one function on two kernels, each with what the other one does not have marked. */
export type SidePictures = readonly [Picture | undefined, Picture | undefined];

export async function sidePictures(
  kernels: readonly [Kernel, Kernel],
  machine: string,
  section: string,
): Promise<SidePictures> {
  const charts = kernels.map(({ machines }) => {
    const built = machines.get(machine);
    return built === undefined ? undefined : sectionsOf(built).get(section);
  });
  const [before, after] = charts;
  return [await drawn(before, after, '-'), await drawn(after, before, '+')];
}

async function drawn(chart: Chart | undefined, other: Chart | undefined, sign: Mark): Promise<Picture | undefined> {
  if (chart === undefined) return undefined;
  const layout = await layoutChart(marked(chart, other, sign), await elk());
  return { layout, edges: chart.edges.map(({ from, to, event }) => ({ from, to, event })), tints: new Map() };
}

/** What only this chart has gets its sign, what both have but not alike `~`. */
function marked(chart: Chart, other: Chart | undefined, sign: Mark): Drawing {
  const drawing = plainDrawing(chart);
  const nodes = new Map((other?.nodes ?? []).map((node) => [node.id, saidBy(node)]));
  const edges = new Map((other?.edges ?? []).map((edge) => [keyOf(edge), said(edge)]));
  const mark = (there: string | undefined, here: string): { readonly mark?: Mark } =>
    there === undefined ? { mark: sign } : there === here ? {} : { mark: '~' };
  return {
    ...drawing,
    nodes: drawing.nodes.map((node, i) => ({
      ...node,
      ...mark(nodes.get(node.id), saidBy(chart.nodes[i] as ChartNode)),
    })),
    edges: drawing.edges.map((edge, i) => {
      const own = chart.edges[i] as ChartEdge;
      return { ...edge, ...mark(edges.get(keyOf(own)), said(own)) };
    }),
  };
}

const saidBy = ({ kind, does, exits, returns }: ChartNode): string => JSON.stringify([kind, does, exits, returns]);
const keyOf = ({ from, to, label }: ChartEdge): string => `${from} ${to} ${label}`;
const said = ({ does, isInternal, reenters }: ChartEdge): string => JSON.stringify([does, isInternal, reenters]);
