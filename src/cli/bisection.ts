import { explore, type Exploration } from '../explore/index.js';
import {
  HANGS,
  kernelBelow,
  kernelOnTheWay,
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

/** A kernel, whether it has what is looked for, and by which of its patches that came and went. */
export interface Stage {
  readonly kernel: string;
  /** The kernel below it, whose patches it has all; absent for the base. */
  readonly after: string | undefined;
  readonly found: Answer;
  /** Since the kernel below, in commit order: two kernels that answer alike may have some in between. */
  readonly turns: readonly Turn[];
}

/** Whether it can happen: not known where the search was stopped, or where these patches make no kernel that runs. */
export type Answer = boolean | 'stopped' | 'broken';

/** Where what is looked for comes or goes. */
export interface Turn {
  /** With these patches it happens, and without them it did not; or the other way round. */
  readonly happens: boolean;
  /** The first patch with which it is otherwise; several where of those between them it is not known. */
  readonly patches: readonly Patch[];
  /** A search between them was stopped: one of them may have done it alone. */
  readonly isOpen?: true;
}

/** Whether it can happen with only so many of a kernel's patches, the oldest. */
export type Ask = (spec: KernelSpec, count: number) => Answer;

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
export function isMet(verdicts: Verdicts, kind: FindingKind, name: string): boolean {
  const answer = answerOf(verdicts, kind, name);
  if (typeof answer === 'boolean') return answer;
  throw new OomlabError(
    'E123',
    `A search was stopped by ${verdicts.stoppedBy}: it cannot say "never".`,
    'Ask a smaller scenario.',
  );
}

/** The same where a search may have been stopped: what it met can happen all the same. */
export function answerOf({ outcomes, properties, complete }: Verdicts, kind: FindingKind, name: string): Answer {
  const verdict =
    kind === 'outcome'
      ? outcomes.find((one) => one.name === name)?.verdict
      : properties.find((one) => one.id === name)?.verdict;
  if (verdict === 'sometimes' || verdict === 'always' || verdict === 'violated') return true;
  return complete ? false : 'stopped';
}

/** Goes through kernels in time order, each beside the one that it builds on. */
export function stagesOf(kernels: readonly KernelSpec[], ask: Ask): Stage[] {
  return kernels.map((spec) => {
    const below = kernelBelow(spec, kernels);
    const found = ask(spec, spec.patches.length);
    const stage = { kernel: spec.id, after: below?.id, found };
    const before = below === undefined ? undefined : ask(below, below.patches.length);
    const isKnown = typeof before === 'boolean' && typeof found === 'boolean';
    const turns = below !== undefined && isKnown ? [...turnsBetween(below, spec, ask, [before, found])] : [];
    return { ...stage, turns };
  });
}

/**
 * Puts one patch after the other on the kernel below, and tells each time that it comes or goes: it may do both before the
 * kernel above is reached. What the two kernels themselves have is known.
 */
export function* turnsBetween(
  below: KernelSpec,
  spec: KernelSpec,
  ask: Ask,
  [before, after]: readonly [boolean, boolean],
): Generator<Turn, void> {
  let last = before;
  let tried = below.patches.length;
  let isOpen = false;
  for (let count = tried + 1; count <= spec.patches.length; count++) {
    const met = count === spec.patches.length ? after : ask(spec, count);
    isOpen ||= met === 'stopped';
    if (typeof met !== 'boolean') continue;
    const patches = spec.patches.slice(tried, count);
    if (met !== last) yield { happens: met, patches, ...(isOpen ? { isOpen } : {}) };
    last = met;
    tried = count;
    isOpen = false;
  }
}

/** Asks by building the kernels on the way. */
export const askingKernels =
  (happens: Happens): Ask =>
  (spec, count) =>
    unlessBroken(() => happens(kernelOnTheWay(spec, count))) ?? 'broken';
