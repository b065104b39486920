/**
 * As much of the layout library's graph as this uses. Its own types speak of a page's workers, which who builds for Node
 * does not have.
 */
export interface ElkShape {
  id?: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  layoutOptions?: { [option: string]: string };
}

export interface ElkLabel extends ElkShape {
  text?: string;
}

export interface ElkNode extends ElkShape {
  id: string;
  children?: ElkNode[];
  edges?: ElkEdge[];
}

export interface ElkEdge {
  id: string;
  sources: string[];
  targets: string[];
  labels?: ElkLabel[];
  sections?: { startPoint: ElkPoint; bendPoints?: ElkPoint[]; endPoint: ElkPoint }[];
}

export interface ElkPoint {
  x: number;
  y: number;
}

/** What this needs of the layout library: the one of elkjs, in a page behind its worker. */
export interface Layouter {
  layout(graph: ElkNode): Promise<ElkNode>;
}
