import {
  chapters,
  comparisons,
  findKernel,
  findScenario,
  kernels,
  scenarios,
  type Chapter,
  type Comparison,
} from '../../machines/index.js';
import type { Kernel, KernelSpec, Page, Scenario, TextFile, TextScenarios } from '../model/index.js';

/** The scenarios and kernels that the command line is about. */
export interface Catalogue {
  /** In time order. */
  readonly kernels: readonly KernelSpec[];
  readonly scenarios: readonly Scenario[];
  /** Kernels that are shown side by side, in the order of the tables; absent: all in one. */
  readonly chapters?: readonly Chapter[];
  /** Scenarios that ask the same of the kernel and of what it is compared with. */
  readonly comparisons?: readonly Comparison[];
  /** How scenarios are written in text; asked for when somebody names one. */
  textScenarios?(): Promise<TextScenarios>;
  /** The pages that are written from it. */
  pages?(): Promise<readonly Page[]>;
  /** Those of its scenarios that came from files. */
  readonly texts?: readonly { readonly scenario: Scenario; readonly source: TextFile }[];
  /** Throws E120 with the nearest names. */
  findKernel(id: string): Kernel;
  /** One of its scenarios, or of other ones, and people let into it as in `imutex-charge+kill-hog`. Throws E120 with the nearest names. */
  findScenario(id: string, among?: readonly Scenario[]): Scenario;
}

/** The catalogue in machines/: the one place where the command line meets it. */
export const catalogue: Catalogue = {
  kernels,
  scenarios,
  chapters,
  comparisons,
  findKernel,
  findScenario,
  textScenarios: async () => (await import('../../machines/text/index.js')).textScenarios,
  pages: async () => (await import('../../machines/pages/index.js')).pages,
};

export type { Chapter, Comparison };

/** All that `oomlab/models` exports, for users' patch files. */
export * as models from '../../machines/index.js';
