import { askedOf, kernelBelow, type KernelSpec, type Scenario } from '../model/index.js';
import { buildSystem } from '../system/index.js';
import type { SearchJob } from '../check/search-job.js';
import { kindOf, type FindingKind } from './bisection.js';
import { boundsOf, jobBounds, type BoundsOptions } from './bounds.js';
import type { Context } from './context.js';
import { paramsGiven } from './quantities.js';
import { textIn } from './text/text-scenarios.js';

export interface BisectPlanOptions extends BoundsOptions {
  readonly param: readonly string[];
}

/** What `bisect` is asked to follow through the kernels. */
export interface BisectPlan {
  readonly scenario: Scenario;
  readonly name: string;
  readonly kind: FindingKind;
  /** In time order. */
  readonly kernels: readonly KernelSpec[];
  readonly searches: readonly Waypoint[];
}

/** A kernel, or a step on the way to it from the kernel below. */
export interface Waypoint {
  readonly kernel: KernelSpec;
  /** With how many of its patches, the oldest. */
  readonly patches: number;
  readonly job: SearchJob;
}

/** All that is to be searched. Everything that can be wrong with what was asked is found here. */
export function bisectPlanOf(
  { catalogue, workers }: Context,
  { id, name }: { readonly id: string; readonly name: string },
  options: BisectPlanOptions,
): BisectPlan {
  const scenario = catalogue.findScenario(id);
  const kind = kindOf(scenario, name);
  const params = paramsGiven(options.param);
  const kernels = askedOf(scenario, catalogue.kernels).map((kernel) => catalogue.findKernel(kernel).spec);
  for (const kernel of kernels.slice(0, 1)) buildSystem(scenario, catalogue.findKernel(kernel.id), params);
  const ways = kernels.flatMap((kernel) => wayTo(kernel, kernels).map((patches) => ({ kernel, patches })));
  const bounds = jobBounds(boundsOf(options, Math.min(workers, ways.length)));
  const searches = ways.map(({ kernel, patches }): Waypoint => {
    const job: SearchJob = {
      scenario: scenario.id,
      ...textIn(catalogue, scenario.id),
      kernel: kernel.id,
      patches: [],
      ...(patches === kernel.patches.length ? {} : { ownPatches: patches }),
      params,
      bounds,
      ...(kind === 'property' ? { property: name } : {}),
    };
    return { kernel, patches, job };
  });
  return { scenario, name, kind, kernels, searches };
}

/**
 * How many patches a kernel is searched with: one more each time than the kernel below has, up to all. Most of them change
 * nothing that a scenario meets, and what was found with one patch fewer is known to be found again.
 */
function wayTo(kernel: KernelSpec, kernels: readonly KernelSpec[]): number[] {
  const all = kernel.patches.length;
  const first = kernelBelow(kernel, kernels)?.patches.length ?? all - 1;
  return Array.from({ length: all - first }, (_, i) => first + 1 + i);
}
