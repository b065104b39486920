import type { Drawing } from '../drawing.js';
import type { Box, ChartLayout, LaidEdge, LaidNode, LaidStart, Point } from './chart-layout.js';
import type { ElkEdge, ElkNode, Layouter } from './elk-graph.js';
import { graphOf, START, type Bundle, type Graph } from './graph.js';

/**
 * Puts a chart's boxes, labels and lines in their places.
 *
 * The same drawing gives the same layout, in a page as in a terminal: the library's chance is seeded, and texts are measured by
 * a table. It takes some 50 ms for 20 states. Transitions between the same two states are one line with several labels;
 * those that stay in their state are lines in its box.
 */
export async function layoutChart(drawing: Drawing, elk: Layouter): Promise<ChartLayout> {
  const graph = graphOf(drawing);
  // The library writes into what it is given, and two layouts of one graph would not be the same.
  const laid = await elk.layout(structuredClone(graph.root));
  const found = gathered(laid);
  const nodes = laidNodes(graph, found);
  const boxes = new Map<string, Box>(nodes.map((node) => [node.id, node]));
  return {
    title: drawing.title,
    description: drawing.description,
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    nodes,
    edges: [
      ...[...graph.edges].map(([name, bundle]) => routed(drawing, bundle, found.edges.get(name))),
      ...graph.straight.map((bundle) => straightLine(drawing, bundle, boxes)),
    ],
    starts: [...graph.starts].map(([name, { id, parent }]): LaidStart => {
      const { x, y } = boxOf(found.nodes.get(name));
      return {
        ...(parent === undefined ? {} : { parent }),
        to: id,
        at: { x: x + START / 2, y: y + START / 2 },
        points: pointsOf(found.edges.get(`${name}-line`)),
      };
    }),
    legend: drawing.legend,
  };
}

interface Found {
  readonly nodes: ReadonlyMap<string, ElkNode>;
  readonly edges: ReadonlyMap<string, ElkEdge>;
}

function gathered(root: ElkNode): Found {
  const nodes = new Map<string, ElkNode>();
  const edges = new Map<string, ElkEdge>();
  const visit = (node: ElkNode): void => {
    nodes.set(node.id, node);
    for (const edge of node.edges ?? []) edges.set(edge.id, edge);
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return { nodes, edges };
}

function laidNodes(graph: Graph, found: Found): LaidNode[] {
  return [...graph.nodes].map(([name, { node, label }]) => ({
    ...boxOf(found.nodes.get(name)),
    id: node.id,
    ...(node.parent === undefined ? {} : { parent: node.parent }),
    kind: node.kind,
    title: label.title,
    tooltip: label.tooltip,
    lines: label.lines,
    internal: label.internal,
    ...(node.fragment === undefined ? {} : { fragment: node.fragment }),
    ...(node.mark === undefined ? {} : { mark: node.mark }),
    isFolded: node.isFolded === true,
    isParallel: node.isParallel === true,
    isList: node.isList === true || label.internal.length > 0,
  }));
}

function routed(drawing: Drawing, bundle: Bundle, edge: ElkEdge | undefined): LaidEdge {
  const [label] = edge?.labels ?? [];
  return {
    ...named(drawing, bundle),
    points: pointsOf(edge),
    isStraight: false,
    label: { ...boxOf(label), lines: bundle.label.lines },
  };
}

/** From box to box by the shortest way, with the label in the middle. */
function straightLine(drawing: Drawing, bundle: Bundle, boxes: ReadonlyMap<string, Box>): LaidEdge {
  const [from, to] = [boxOf(boxes.get(bundle.from)), boxOf(boxes.get(bundle.to))];
  const [a, b] = [borderPoint(from, middle(to)), borderPoint(to, middle(from))];
  const { width, height, lines } = bundle.label;
  const label = { x: round((a.x + b.x - width) / 2), y: round((a.y + b.y - height) / 2), width, height, lines };
  return { ...named(drawing, bundle), points: [a, b], isStraight: true, label };
}

function named({ edges }: Drawing, { from, to, indices }: Bundle): Pick<LaidEdge, 'from' | 'to' | 'edges' | 'mark'> {
  const mark = edges[indices[0] ?? -1]?.mark;
  return { from, to, edges: indices, ...(mark === undefined ? {} : { mark }) };
}

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Where the line from a box's middle to another point leaves the box. */
function borderPoint(box: Box, to: Point): Point {
  const { x, y } = middle(box);
  const [dx, dy] = [to.x - x, to.y - y];
  const share = Math.min(
    dx === 0 ? Infinity : box.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : box.height / 2 / Math.abs(dy),
  );
  return share === Infinity ? { x, y } : { x: round(x + dx * share), y: round(y + dy * share) };
}

function boxOf(shape: Partial<Box> | undefined): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = shape ?? {};
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

const pointsOf = (edge: ElkEdge | undefined): Point[] =>
  (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({ x: round(x), y: round(y) })),
  );

/** A tenth of a pixel is as much as anybody sees. */
const round = (value: number): number => Math.round(value * 10) / 10;
