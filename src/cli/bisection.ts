import { explore, type Exploration } from '../explore/index.js';
import {
  buildKernel,
  HANGS,
  kernelBelow,
  OomlabError,
  unlessBroken,
  unknownName,
  type Kernel,
  type KernelSpec,
  type Patch,
  type Scenario,
  type Value,
} from '../model/index.js';
import { buildSystem } from '../system/index.js';
import { memoryShare } from './bounds.js';

/** A kernel, whether it has what is looked for, and by which of its patches that came or went. */
export interface Stage {
  readonly kernel: string;
  /** The kernel below it, whose patches it has all; absent for the base. */
  readonly after: string | undefined;
  readonly happens: boolean;
  readonly turn?: Turn;
}

/** Where what is looked for comes or goes. */
export interface Turn {
  /** With these patches it happens, and without them it did not; or the other way round. */
  readonly happens: boolean;
  /** The first patch with which it is otherwise; several where those between them cannot stand without each other. */
  readonly patches: readonly Patch[];
}

/** Whether what is looked for can happen on a kernel. */
export type Happens = (kernel: Kernel) => boolean;

export type FindingKind = 'outcome' | 'property';

/** Whether a name is an outcome or a property of the scenario. Throws E120 for what is neither. */
export function kindOf({ outcomes, properties }: Scenario, name: string): FindingKind {
  if (name === HANGS || outcomes.some((one) => one.name === name)) return 'outcome';
  if (properties.some((one) => one.id === name)) return 'property';
  throw unknownName('outcome or property', name, [
    ...outcomes.map((one) => one.name),
    HANGS,
    ...properties.map((one) => one.id),
  ]);
}

/** Searches a kernel for an outcome, or for a violation of a property. Throws E123 where a bound leaves it open. */
export function searchFor(scenario: Scenario, name: string, params: { readonly [name: string]: Value }): Happens {
  const kind = kindOf(scenario, name);
  return (kernel) => isMet(explored(scenario, kernel, params), kind, name);
}

/** Searches a scenario on a kernel that need not be one of the catalogue. */
export const explored = (scenario: Scenario, kernel: Kernel, params: { readonly [name: string]: Value }): Exploration =>
  explore(buildSystem(scenario, kernel, params), { bounds: { bytes: memoryShare(1) } });

/** As much of a search, or of its report, as tells whether something can happen. */
export interface Verdicts {
  readonly outcomes: readonly { readonly name: string; readonly verdict: string }[];
  readonly properties: readonly { readonly id: string; readonly verdict: string }[];
  readonly complete: boolean;
  readonly stoppedBy?: string;
}

/** Whether an outcome is met or a property violated. Throws E123 where a bound leaves it open. */
export function isMet(
  { outcomes, properties, complete, stoppedBy }: Verdicts,
  kind: FindingKind,
  name: string,
): boolean {
  const verdict =
    kind === 'outcome'
      ? outcomes.find((one) => one.name === name)?.verdict
      : properties.find((one) => one.id === name)?.verdict;
  if (verdict === 'sometimes' || verdict === 'always' || verdict === 'violated') return true;
  if (complete) return false;
  throw new OomlabError(
    'E123',
    `A search was stopped by ${stoppedBy}: it cannot say "never".`,
    'Ask a smaller scenario.',
  );
}

/** Goes through kernels in time order, each beside the one that it builds on. */
export function* bisection(kernels: readonly Kernel[], happens: Happens): Generator<Stage, void> {
  const specs = kernels.map(({ spec }) => spec);
  const stages = new Map<string, Stage>();
  for (const kernel of kernels) {
    const stage = stageOf(kernel, kernelBelow(kernel.spec, specs), stages, happens);
    stages.set(stage.kernel, stage);
    yield stage;
  }
}

function stageOf(
  kernel: Kernel,
  below: KernelSpec | undefined,
  stages: ReadonlyMap<string, Stage>,
  happens: Happens,
): Stage {
  const now = happens(kernel);
  const before = below && stages.get(below.id);
  const stage = { kernel: kernel.spec.id, after: below?.id, happens: now };
  if (below === undefined || before === undefined || before.happens === now) return stage;
  const [turn] = turnsBetween(below, kernel.spec, happens, [before.happens, now]);
  return turn === undefined ? stage : { ...stage, turn };
}

/**
 * Puts one patch after the other on the kernel below, and tells each time that it comes or goes: it may do both before the
 * kernel above is reached. What the two kernels themselves have is known.
 */
export function* turnsBetween(
  below: KernelSpec,
  spec: KernelSpec,
  happens: Happens,
  [before, after]: readonly [boolean, boolean],
): Generator<Turn, void> {
  let last = before;
  let tried = below.patches.length;
  for (let count = tried + 1; count <= spec.patches.length; count++) {
    const met = count === spec.patches.length ? after : tryKernel(below, spec.patches.slice(0, count), happens);
    if (met === undefined) continue;
    if (met !== last) yield { happens: met, patches: spec.patches.slice(tried, count) };
    last = met;
    tried = count;
  }
}

/** Nothing where these patches alone make no kernel that runs. */
function tryKernel(below: KernelSpec, patches: readonly Patch[], happens: Happens): boolean | undefined {
  return unlessBroken(() => happens(buildKernel({ ...below, id: `${below.id}+${patches.at(-1)?.id ?? ''}`, patches })));
}
