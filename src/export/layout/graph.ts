import type { Drawing, DrawnEdge, DrawnNode } from '../drawing.js';
import type { ElkEdge, ElkNode } from './elk-graph.js';
import { edgeLabel, nodeLabel, type EdgeLabel, type NodeLabel } from './labels.js';
import { scopesOf } from './scopes.js';

/** A drawing as the layout library takes it, and what its names stand for: names of states may hold anything. */
export interface Graph {
  readonly root: ElkNode;
  /** By the name of the box in the graph. */
  readonly nodes: ReadonlyMap<string, { readonly node: DrawnNode; readonly label: NodeLabel }>;
  /** By the name of the line in the graph. */
  readonly edges: ReadonlyMap<string, Bundle>;
  readonly starts: ReadonlyMap<string, DrawnNode>;
  /** What the library does not route. */
  readonly straight: readonly Bundle[];
}

/** The transitions from one state to another. */
export interface Bundle {
  readonly from: string;
  readonly to: string;
  readonly indices: readonly number[];
  readonly label: EdgeLabel;
}

/** The width of the dot from which a compound state starts. */
export const START = 10;

/** Coordinates of everything count from the whole drawing's corner, so that nobody adds offsets; chance is seeded. */
const ROOT = { 'json.shapeCoords': 'ROOT', 'json.edgeCoords': 'ROOT', 'elk.randomSeed': '1' };

const LAYERED: { readonly [option: string]: string } = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.labelNode': '6',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  // Depth first from the start: what is turned round is what leads back, and the start stays at the top.
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.thoroughness': '30',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_DOWN',
};

const PACKED: { readonly [option: string]: string } = {
  'elk.algorithm': 'rectpacking',
  'elk.hierarchyHandling': 'SEPARATE_CHILDREN',
  'elk.rectpacking.packing.compaction.iterations': '4',
  'elk.rectpacking.packing.compaction.rowHeightReevaluation': 'true',
  'elk.spacing.nodeNode': '20',
};

/** A drawing as a graph whose boxes have the sizes of their texts. */
export function graphOf(drawing: Drawing): Graph {
  const names = new Map(drawing.nodes.map(({ id }, i) => [id, `n${i}`]));
  const scopes = scopesOf(drawing);
  const labels = new Map(
    drawing.nodes.map((node) => [names.get(node.id) as string, { node, label: labelOf(drawing, node) }]),
  );
  const bundles = bundlesOf(drawing).map((bundle, i) => ({ bundle, name: `e${i}`, scope: scopes.scopeOfEdge(bundle) }));
  const starts = new Map<string, DrawnNode>();
  const children = (parent: DrawnNode | undefined): Pick<ElkNode, 'children' | 'edges'> => {
    const inside = drawing.nodes.filter((node) => node.parent === parent?.id);
    const first = inside.filter(({ isInitial }) => isInitial && !scopes.isPacked(parent?.id));
    const dots = first.map((node) => {
      const name = `s${starts.size}`;
      starts.set(name, node);
      return { node, name };
    });
    return {
      children: [...dots.map(({ name }): ElkNode => ({ id: name, width: START, height: START })), ...inside.map(boxOf)],
      edges: [
        ...dots.map(({ node, name }) => ({
          id: `${name}-line`,
          sources: [name],
          targets: [names.get(node.id) as string],
        })),
        ...bundles.flatMap(({ bundle, name, scope }) =>
          scope !== undefined && scope.frame === parent?.id ? [lineOf(bundle, name)] : [],
        ),
      ],
    };
  };
  const root: ElkNode = {
    id: 'root',
    layoutOptions: {
      ...(scopes.isPacked(undefined) ? { ...PACKED, 'elk.aspectRatio': '1.5' } : LAYERED),
      ...ROOT,
      'elk.padding': padding(12),
    },
    ...children(undefined),
  };
  return {
    root,
    nodes: labels,
    edges: new Map(
      bundles.flatMap(({ bundle, name, scope }) => (scope === undefined ? [] : [[name, bundle] as const])),
    ),
    starts,
    straight: bundles.flatMap(({ bundle, scope }) => (scope === undefined ? [bundle] : [])),
  };

  function boxOf(node: DrawnNode): ElkNode {
    const id = names.get(node.id) as string;
    const { width, height } = (labels.get(id) as { label: NodeLabel }).label;
    if (node.kind !== 'compound') return { id, width, height };
    // The library takes most options from the box itself, and not from the ones around it.
    const own = scopes.isPacked(node.id) ? PACKED : LAYERED;
    return {
      id,
      layoutOptions: {
        ...own,
        'elk.padding': padding(height + 8),
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${width}, ${height})`,
      },
      ...children(node),
    };
  }

  function lineOf({ from, to, label }: Bundle, id: string): ElkEdge {
    return {
      id,
      sources: [names.get(from) as string],
      targets: [names.get(to) as string],
      labels: [
        { text: id, width: label.width, height: label.height, layoutOptions: { 'elk.edgeLabels.inline': 'false' } },
      ],
    };
  }
}

const padding = (top: number): string => `[top=${top},left=14,bottom=14,right=14]`;

const labelOf = ({ edges }: Drawing, node: DrawnNode): NodeLabel =>
  nodeLabel(
    node,
    edges.flatMap((edge, i) => (edge.isInternal && edge.from === node.id ? [[i, edge] as const] : [])),
  );

/** Several transitions between the same two states are one line with several labels. What is marked has a line of its own. */
function bundlesOf(drawing: Drawing): Bundle[] {
  const together = new Map<string, { edge: DrawnEdge; indices: number[] }>();
  for (const [index, edge] of drawing.edges.entries()) {
    if (edge.isInternal) continue;
    const key = JSON.stringify([edge.from, edge.to, edge.mark]);
    const bundle = together.get(key);
    if (bundle === undefined) together.set(key, { edge, indices: [index] });
    else bundle.indices.push(index);
  }
  return [...together.values()].map(({ edge: { from, to }, indices }) => ({
    from,
    to,
    indices,
    label: edgeLabel(drawing, indices),
  }));
}
