import type { DrawnNode, Mark } from '../drawing.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A line of text as it is drawn, with all that there is to say where that is more. */
export interface LaidLine {
  readonly text: string;
  readonly tooltip?: string;
  /** The transition that it is, as an index into the edges of the drawing. */
  readonly edge?: number;
}

/** A state in its place. */
export interface LaidNode extends Box {
  readonly id: string;
  readonly parent?: string;
  readonly kind: DrawnNode['kind'];
  readonly title: string;
  /** Its whole title and description, and the lines that were shortened or left out. */
  readonly tooltip: string;
  /** What it does. */
  readonly lines: readonly LaidLine[];
  /** The transitions that do not leave it: an object's ops. */
  readonly internal: readonly LaidLine[];
  readonly fragment?: string;
  readonly mark?: Mark;
  readonly isFolded: boolean;
  readonly isParallel: boolean;
  /** Read from the left, line by line. */
  readonly isList: boolean;
}

/** The transitions from one state to another: one line with a label for each of them. */
export interface LaidEdge {
  readonly from: string;
  readonly to: string;
  /** Indices into the edges of the drawing. */
  readonly edges: readonly number[];
  readonly points: readonly Point[];
  /** Drawn straight, since the layout library routes no edges between regions of parallel states. */
  readonly isStraight: boolean;
  readonly label: Box & { readonly lines: readonly LaidLine[] };
  readonly mark?: Mark;
}

/** Where a compound state, or the machine, starts. */
export interface LaidStart {
  /** The compound state; absent for the machine. */
  readonly parent?: string;
  readonly to: string;
  /** The middle of the dot. */
  readonly at: Point;
  readonly points: readonly Point[];
}

/** A chart with every box, label and line in its place; pixels from the top left corner. */
export interface ChartLayout {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** Parents before their children. */
  readonly nodes: readonly LaidNode[];
  readonly edges: readonly LaidEdge[];
  readonly starts: readonly LaidStart[];
  readonly legend: readonly string[];
}
