import { buildKernel, isBuiltOn, unlessBroken, type Kernel, type Patch, type Scenario } from '../model/index.js';
import { buildSystem, type Schedule } from '../system/index.js';
import { causesOf, divergenceOf, type Divergence } from '../trace/index.js';

interface Run {
  readonly scenario: Scenario;
  readonly params: { readonly [name: string]: number };
  readonly schedule: Schedule;
  /** The kernel that has the run, and the one that leaves it. */
  readonly here: Kernel;
  readonly there: Kernel;
}

/**
 * Which patch parts two kernels at a divergence, where several of them wrote the fragment one after the other: they are put on
 * the older kernel, one by one, until the run goes on or no longer does. Nothing where neither kernel is built on the
 * other, or where patches between them make no kernel that runs.
 */
export function culpritOf({ machine, fragment, step }: Divergence, run: Run): Patch | undefined {
  const { here, there } = run;
  const [older, newer] = here.spec.patches.length < there.spec.patches.length ? [here, there] : [there, here];
  if (!isBuiltOn(newer.spec, older.spec)) return undefined;
  if (machine === undefined || fragment === undefined) return undefined;
  const suspects = causesOf([older, newer], machine, fragment).map(({ patch }) => patch);
  if (suspects.length < 2) return suspects[0];
  return suspects.find((suspect) => {
    const upTo = newer.spec.patches.slice(0, newer.spec.patches.indexOf(suspect) + 1);
    const goesOn = hasStep(run, upTo, step);
    return goesOn !== undefined && goesOn === (newer === here);
  });
}

/** Whether a kernel of these patches has the run's step; nothing where they make no kernel that runs. */
function hasStep(
  { scenario, params, schedule, here }: Run,
  patches: readonly Patch[],
  step: number,
): boolean | undefined {
  return unlessBroken(() => {
    const between = buildSystem(scenario, buildKernel({ ...here.spec, patches }), params);
    const divergence = divergenceOf(buildSystem(scenario, here, params), schedule, between);
    return divergence === undefined || divergence.step > step;
  });
}
