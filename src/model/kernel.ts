import { OomlabError, nearestNames } from './errors.js';
import { buildMachine, type Fragments, type GuardFunction, type Machine, type MachineSpec } from './machine.js';
import type { UpdateFunction } from './machine.js';

/**
 * How a commit is known: the source at that id or its message was read, its id and subject stand in a shortlog, it was
 * proposed in a mail, or only the first version with the change is known.
 */
export type CommitEvidence = 'source' | 'message' | 'shortlog' | 'mail' | 'first version';

/** One upstream change that a patch stands for. */
export interface Commit {
  /** 12 hex digits, or `'unknown'` where only the version is known. */
  readonly id: string;
  readonly subject: string;
  readonly evidence: CommitEvidence;
}

/** What a patch does to one machine: whole fragments replaced, added or taken away, and the names that go with them. */
export interface MachinePatch {
  readonly replace?: Fragments;
  readonly add?: Fragments;
  readonly remove?: readonly string[];
  readonly guards?: { readonly [name: string]: GuardFunction };
  readonly updates?: { readonly [name: string]: UpdateFunction };
  readonly refs?: NonNullable<MachineSpec['refs']>;
  /** Fields that the change adds to the initial context. */
  readonly context?: { readonly [field: string]: null | boolean | number | string };
}

/** A kernel change: one file, whole fragments, with the commits that made it. */
export interface Patch {
  readonly id: string;
  readonly commits: readonly Commit[];
  /** What changed, one line. */
  readonly summary: string;
  readonly machines?: { readonly [machine: string]: MachinePatch };
  /** Machines that this change brings, such as the oom_reaper. */
  readonly cast?: readonly MachineSpec[];
  /** Patches that this one is ordered after although both replace a fragment. */
  readonly after?: readonly string[];
}

/** A kernel: a base and patches in commit order, nothing else. */
export interface KernelSpec {
  readonly id: string;
  readonly date: string;
  readonly summary: string;
  readonly base: readonly MachineSpec[];
  readonly patches: readonly Patch[];
}

/** A kernel whose machines are built. */
export interface Kernel {
  readonly spec: KernelSpec;
  readonly machines: ReadonlyMap<string, Machine>;
  /** Per machine and fragment, the patch that last wrote it (absent: the base). */
  readonly origin: ReadonlyMap<string, ReadonlyMap<string, Patch>>;
}

/**
 * Applies the patches to the base and builds every machine once.
 *
 * Throws E111 for a patch that names a machine or fragment that does not exist (with the nearest that do), E113 and E110
 * for what `buildMachine` refuses.
 */
export function buildKernel(spec: KernelSpec): Kernel {
  const specs = new Map(spec.base.map((machine) => [machine.id, machine]));
  const origin = new Map<string, Map<string, Patch>>();
  for (const patch of spec.patches) {
    for (const machine of patch.cast ?? []) specs.set(machine.id, machine);
    for (const [id, change] of Object.entries(patch.machines ?? {})) {
      const before = specs.get(id);
      if (before === undefined) throw unknownPart(patch, 'machine', id, [...specs.keys()]);
      specs.set(id, applyPatch(before, patch, change));
      const written = origin.get(id) ?? new Map<string, Patch>();
      for (const name of Object.keys({ ...change.replace, ...change.add })) written.set(name, patch);
      origin.set(id, written);
    }
  }
  const machines = new Map([...specs].map(([id, machine]) => [id, buildMachine(machine)]));
  return { spec, machines, origin };
}

/**
 * A kernel with a user's patches on top. Throws E112 where two of them replace one fragment and neither says `after` the
 * other: within a kernel the list is the order of commits, between strangers there is none.
 */
export function withPatches(kernel: KernelSpec, patches: readonly Patch[]): KernelSpec {
  for (const [i, later] of patches.entries()) {
    for (const earlier of patches.slice(0, i)) {
      const shared = fragmentsOf(later).find((name) => fragmentsOf(earlier).includes(name));
      if (shared !== undefined && !later.after?.includes(earlier.id)) {
        throw new OomlabError(
          'E112',
          `The patches "${earlier.id}" and "${later.id}" both replace ${shared}.`,
          `Say in "${later.id}" which comes first: after: ['${earlier.id}'].`,
        );
      }
    }
  }
  const id = [kernel.id, ...patches.map((patch) => patch.id)].join('+');
  return { ...kernel, id, patches: [...kernel.patches, ...patches] };
}

const fragmentsOf = (patch: Patch): string[] =>
  Object.entries(patch.machines ?? {}).flatMap(([id, change]) =>
    Object.keys(change.replace ?? {}).map((name) => `${id}.${name}`),
  );

function applyPatch(spec: MachineSpec, patch: Patch, change: MachinePatch): MachineSpec {
  const known = Object.keys(spec.fragments);
  for (const name of [...Object.keys(change.replace ?? {}), ...(change.remove ?? [])]) {
    if (!known.includes(name)) throw unknownPart(patch, `fragment of machine "${spec.id}"`, name, known);
  }
  const kept = Object.fromEntries(Object.entries(spec.fragments).filter(([name]) => !change.remove?.includes(name)));
  return {
    ...spec,
    fragments: { ...kept, ...change.replace, ...change.add },
    guards: { ...spec.guards, ...change.guards },
    updates: { ...spec.updates, ...change.updates },
    refs: { ...spec.refs, ...change.refs },
    context: change.context ? (input) => ({ ...spec.context(input), ...change.context }) : spec.context,
  };
}

function unknownPart(patch: Patch, kind: string, name: string, known: readonly string[]): OomlabError {
  const near = nearestNames(name, known);
  return new OomlabError(
    'E111',
    `The patch "${patch.id}" names the ${kind} "${name}", which does not exist.`,
    near.length > 0
      ? `Did you mean ${near.join(', ')}? (A new fragment goes under "add".)`
      : `It has ${known.join(', ')}; a new one goes under "add".`,
  );
}

/** Whether a kernel is another one with patches on top, or that one itself. */
export const isBuiltOn = ({ base, patches }: KernelSpec, below: KernelSpec): boolean =>
  below.base === base && below.patches.every((patch, i) => patch === patches[i]);

/** The kernel that another one is with patches on top: the one of those that leaves the fewest. */
export function kernelBelow(spec: KernelSpec, specs: readonly KernelSpec[]): KernelSpec | undefined {
  return specs
    .filter((one) => one.patches.length < spec.patches.length && isBuiltOn(spec, one))
    .sort((a, b) => b.patches.length - a.patches.length)[0];
}

/**
 * A kernel on the way to another one: with only so many of its patches, the oldest. It is asked what that one is asked, which its
 * id says. Throws as `buildKernel` does.
 */
export function kernelOnTheWay(spec: KernelSpec, count: number): Kernel {
  const patches = spec.patches.slice(0, count);
  return buildKernel({ ...spec, id: `${spec.id}+up-to-${patches.at(-1)?.id ?? 'base'}`, patches });
}

/** What is asked of a kernel that may not run, with only some of its patches; nothing where it does not. Throws what is no fault of the patches. */
export function unlessBroken<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (isBroken(error)) return undefined;
    throw error;
  }
}

/** Whether an error says that a kernel cannot run. E10x: a machine breaks the protocol. E11x: it cannot be built. */
export const isBroken = (error: unknown): boolean => error instanceof OomlabError && /^E1(0|1)/.test(error.code);
