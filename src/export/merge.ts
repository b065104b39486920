import type { Chart, ChartEdge, ChartNode } from './chart.js';
import type { Mark } from './drawing.js';
import { differing, edgeFacets, nodeFacets } from './facets.js';

/** A state of two charts: as it is on the first, on the second, or on both. */
export interface MergedNode {
  /** Its path, with a sign where two states of one path are not the same kind of thing. */
  readonly id: string;
  readonly parent?: string;
  readonly before?: ChartNode;
  readonly after?: ChartNode;
  /** Absent where both charts have it and it is the same; what lies inside does not count. */
  readonly mark?: Mark;
}

/** A transition of two charts. */
export interface MergedEdge {
  readonly from: string;
  readonly to: string;
  readonly before?: ChartEdge;
  readonly after?: ChartEdge;
  readonly mark?: Mark;
  /** Its place among the alternatives that both have for the event, from 1, where that is not the same: the first whose guard holds is taken. */
  readonly places?: readonly [number, number];
}

export interface MergedChart {
  /** Parents before their children. */
  readonly nodes: readonly MergedNode[];
  readonly edges: readonly MergedEdge[];
}

/** Lays two charts on top of each other: states by their path, transitions by their ends, event and guard. */
export function merge(before: Chart | undefined, after: Chart | undefined): MergedChart {
  const { nodes, idBefore, idAfter } = mergedNodes(before?.nodes ?? [], after?.nodes ?? []);
  const edges = mergedEdges(
    (before?.edges ?? []).map((edge) => placed(edge, idBefore)),
    (after?.edges ?? []).map((edge) => placed(edge, idAfter)),
  );
  return { nodes, edges };
}

type Ids = ReadonlyMap<string, string>;

function mergedNodes(
  before: readonly ChartNode[],
  after: readonly ChartNode[],
): { readonly nodes: MergedNode[]; readonly idBefore: Ids; readonly idAfter: Ids } {
  const [idBefore, idAfter] = [new Map<string, string>(), new Map<string, string>()];
  const later = new Map(after.map((node) => [node.id, node]));
  const taken = new Set(before.map(({ id }) => id));
  const nodes = new Map<string, MergedNode>();
  const twins = new Map<string, ChartNode>();
  for (const node of before) {
    const twin = later.get(node.id);
    const isPair = twin !== undefined && alike(node, twin) && pairedParents(node, idBefore, twins);
    const id = isPair ? node.id : inside(node, idBefore, twin === undefined ? '' : '-');
    idBefore.set(node.id, id);
    if (isPair) twins.set(node.id, twin);
    nodes.set(id, mergedNode(id, idBefore, node, isPair ? twin : undefined));
  }
  for (const node of after) {
    const isPair = twins.has(node.id);
    const id = isPair ? node.id : inside(node, idAfter, taken.has(node.id) ? '+' : '');
    idAfter.set(node.id, id);
    if (!isPair) nodes.set(id, mergedNode(id, idAfter, undefined, node));
  }
  return { nodes: [...nodes.values()], idBefore, idAfter };
}

/** A leaf that became a fragment, or one fragment in the place of another, is not the same state changed. */
const alike = (one: ChartNode, other: ChartNode): boolean =>
  one.kind === other.kind && one.fragment === other.fragment && one.isFragmentFolded === other.isFragmentFolded;

const pairedParents = ({ parent }: ChartNode, ids: Ids, twins: ReadonlyMap<string, ChartNode>): boolean =>
  parent === undefined || (ids.get(parent) === parent && twins.has(parent));

/** The id of a state that only one chart has: its path, below where its parent came to be. */
const inside = ({ id, parent, name }: ChartNode, ids: Ids, sign: string): string =>
  parent === undefined ? `${id}${sign}` : `${ids.get(parent)}.${name}${sign}`;

function mergedNode(id: string, ids: Ids, before: ChartNode | undefined, after: ChartNode | undefined): MergedNode {
  const parent = (before ?? after)?.parent;
  const mark = markOf(before, after, nodeFacets);
  return {
    id,
    ...(parent === undefined ? {} : { parent: ids.get(parent) ?? parent }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(mark === undefined ? {} : { mark }),
  };
}

function markOf<One>(
  before: One | undefined,
  after: One | undefined,
  facets: (one: One) => ReturnType<typeof nodeFacets>,
): Mark | undefined {
  if (before === undefined) return '+';
  if (after === undefined) return '-';
  return differing(facets(before), facets(after)).length > 0 ? '~' : undefined;
}

interface PlacedEdge {
  readonly edge: ChartEdge;
  readonly from: string;
  readonly to: string;
  readonly key: string;
}

function placed(edge: ChartEdge, ids: Ids): PlacedEdge {
  const [from = edge.from, to = edge.to] = [ids.get(edge.from), ids.get(edge.to)];
  return { edge, from, to, key: JSON.stringify([from, to, edge.event, edge.guard ?? null]) };
}

function mergedEdges(before: readonly PlacedEdge[], after: readonly PlacedEdge[]): MergedEdge[] {
  const left = [...after];
  const pairs = before.map((one): readonly [PlacedEdge, PlacedEdge | undefined] => {
    const at = left.findIndex(({ key }) => key === one.key);
    return [one, at < 0 ? undefined : left.splice(at, 1)[0]];
  });
  const common = pairs.flatMap(([one, twin]) => (twin === undefined ? [] : [{ one, twin }]));
  return [
    ...pairs.map(([one, twin]): MergedEdge => {
      const { from, to, edge } = one;
      if (twin === undefined) return { from, to, before: edge, mark: '-' };
      const rivals = common.filter(({ one: rival }) => rival.from === from && rival.edge.event === edge.event);
      const places = [
        rivals.findIndex(({ one: rival }) => rival === one) + 1,
        after.filter((rival) => rivals.some((pair) => pair.twin === rival)).indexOf(twin) + 1,
      ] as const;
      const isMoved = places[0] !== places[1];
      const mark = isMoved ? '~' : markOf(edge, twin.edge, edgeFacets);
      return {
        from,
        to,
        before: edge,
        after: twin.edge,
        ...(mark === undefined ? {} : { mark }),
        ...(isMoved ? { places } : {}),
      };
    }),
    ...left.map(({ from, to, edge }): MergedEdge => ({ from, to, after: edge, mark: '+' })),
  ];
}
