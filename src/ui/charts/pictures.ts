import type { Chart, ChartLayout, Place, Tint } from '../../export/index.js';

/** The chart of one function of a machine, laid out. */
export interface Picture {
  readonly layout: ChartLayout;
  /** Its transitions, by the indices that the layout has. */
  readonly edges: readonly Pick<Chart['edges'][number], 'from' | 'to' | 'event'>[];
  /** The functions in it that a patch wrote. */
  readonly tints: ReadonlyMap<string, Tint>;
}

/** Where a page has its charts from: a layout library that is fetched when it is needed, or the pages of a report. */
export interface Pictures {
  /** The functions in which a state of a machine lies, outermost first. */
  placesOf(machine: string, path: string): readonly Place[];
  pictureOf(machine: string, section: string): Promise<Picture>;
}
