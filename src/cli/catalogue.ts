import { findKernel, findScenario, kernels, scenarios } from '../../machines/index.js';
import type { Kernel, KernelSpec, Scenario } from '../model/index.js';

/** The scenarios and kernels that the command line is about. */
export interface Catalogue {
  /** In time order. */
  readonly kernels: readonly KernelSpec[];
  readonly scenarios: readonly Scenario[];
  /** Throws E120 with the nearest names. */
  findKernel(id: string): Kernel;
  /** Throws E120 with the nearest names. */
  findScenario(id: string): Scenario;
}

/** The catalogue in machines/: the one place where the command line meets it. */
export const catalogue: Catalogue = { kernels, scenarios, findKernel, findScenario };

/** All that `oomlab/models` exports, for users' patch files. */
export * as models from '../../machines/index.js';
