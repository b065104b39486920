import { chartOf, spokenBy, type Chart, type ChartEdge, type ChartNode } from './chart.js';
import type { Machine } from '../model/index.js';

/** How something differs between two charts: only on the first, only on the second, on both but differently. */
export type Mark = '-' | '+' | '~';

/** A state as it is drawn. Texts say their marks themselves: no format needs more than lines for them. */
export interface DrawnNode {
  readonly id: string;
  readonly parent?: string;
  readonly kind: ChartNode['kind'];
  /** Its compound state, or the machine, starts here. */
  readonly isInitial: boolean;
  readonly title: string;
  /** What it does. */
  readonly texts: readonly string[];
  /** What there is to say about it that is no part of the chart. */
  readonly notes?: readonly string[];
  readonly tooltip?: string;
  readonly mark?: Mark;
  /** Its texts are a list, to be read from top to bottom. */
  readonly isList?: boolean;
  /** It stands for states that are not drawn here. */
  readonly isFolded?: boolean;
  /** The states in it are active all at once. */
  readonly isParallel?: true;
  /** The fragment that it is, or that it stands for. */
  readonly fragment?: string;
}

/** A transition as it is drawn. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly texts: readonly string[];
  readonly mark?: Mark;
  /** Stays in its state without leaving it. */
  readonly isInternal?: true;
  /** All that it does, where the texts leave something out. */
  readonly tooltip?: string;
}

/** A chart with its texts, ready for any format. */
export interface Drawing {
  readonly title: string;
  readonly description: string;
  /** Parents before their children. */
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** From a folded state to where what it stands for is drawn. */
  readonly links: readonly { readonly from: string; readonly to: string }[];
  /** What the signs mean, line by line. */
  readonly legend: readonly string[];
}

/** A machine's chart as it is. */
export const drawingOf = (machine: Machine): Drawing => plainDrawing(chartOf(machine));

/** A chart as it is: its edges are the chart's, in their order. */
export function plainDrawing({ title, description, nodes, edges }: Chart): Drawing {
  return { title, description, nodes: nodes.map(drawnNode), edges: edges.map(drawnEdge), links: [], legend: [] };
}

function drawnNode(node: ChartNode): DrawnNode {
  const { id, parent, kind, isInitial, name, description, fragment, isFragmentFolded, isParallel } = node;
  const texts = textsOf(node);
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    kind,
    isInitial,
    title: name,
    // A folded fragment that its place has another name for is only found by its own.
    texts: isFragmentFolded && fragment !== name ? [`${fragment}()`, ...texts] : texts,
    ...(description === undefined ? {} : { tooltip: description }),
    ...(isFragmentFolded ? { isFolded: true } : {}),
    ...(isParallel ? { isParallel } : {}),
    ...(fragment === undefined ? {} : { fragment }),
  };
}

function drawnEdge(edge: ChartEdge): DrawnEdge {
  const texts = [edge.label, ...spokenBy(edge)];
  const all = [edge.label, ...edge.does];
  return {
    from: edge.from,
    to: edge.to,
    texts,
    ...(edge.isInternal ? { isInternal: true } : {}),
    ...(all.length === texts.length ? {} : { tooltip: all.join('\n') }),
  };
}

/** What a state does, line by line. */
export const textsOf = ({ does, returns }: ChartNode): readonly string[] => [
  ...does,
  ...(returns === undefined ? [] : [`returns ${returns}`]),
];
