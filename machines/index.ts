import { buildKernel, unknownName, type Kernel, type KernelSpec, type Scenario } from '../src/model/index.js';
import { kernels } from './kernels.js';
import { attendedBy } from './interventions.js';
import { scenarios } from './scenarios/index.js';

export { chapters, kernels, type Chapter } from './kernels.js';
export { scenarios } from './scenarios/index.js';
export { base } from './base.js';
export { comparisons, type Comparison } from './consistency.js';
export { actorsOf, type Cast } from './cast.js';
export { attended, attendedBy, type Attended, type Intervention } from './interventions.js';
export * from './programs.js';

const built = new Map<string, Kernel>();

/** A kernel of the catalogue by name, built once. Throws E120 with the nearest names. */
export function findKernel(id: string): Kernel {
  const known = built.get(id);
  if (known !== undefined) return known;
  const spec: KernelSpec | undefined = kernels.find((kernel) => kernel.id === id);
  if (spec === undefined)
    throw unknownName(
      'kernel',
      id,
      kernels.map((kernel) => kernel.id),
    );
  const kernel = buildKernel(spec);
  built.set(id, kernel);
  return kernel;
}

/**
 * A scenario by name, of the catalogue or of other ones; `imutex-charge+kill-hog` is one into which somebody was let. Throws E120
 * with the nearest names.
 */
export function findScenario(id: string, among: readonly Scenario[] = scenarios): Scenario {
  const [own = '', ...people] = id.split('+');
  const scenario = among.find((one) => one.id === own);
  if (scenario === undefined)
    throw unknownName(
      'scenario',
      own,
      among.map((one) => one.id),
    );
  return attendedBy(scenario, people);
}
