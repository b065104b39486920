import { OomlabError, nearestNames } from './errors.js';
import { buildMachine, type Fragments, type GuardFunction, type Machine, type MachineSpec } from './machine.js';
import type { UpdateFunction } from './machine.js';
import { ownId } from './own-id.js';

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
  /** Patches, of the kernel or given with it, that this one is ordered after although both replace a fragment. */
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
      if (before === undefined) throw unknownPart(spec, patch, 'machine', id, [...specs.keys()]);
      specs.set(id, applyPatch(spec, before, patch, change));
      const written = origin.get(id) ?? new Map<string, Patch>();
      for (const name of Object.keys({ ...change.replace, ...change.add })) written.set(name, patch);
      origin.set(id, written);
    }
  }
  const machines = new Map([...specs].map(([id, machine]) => [id, buildMachine(machine)]));
  return { spec, machines, origin };
}

/**
 * A kernel with a user's patches on top: as they are given, but each behind those that it says it is `after`.
 *
 * Throws E112 where two of them replace one fragment and neither says `after` the other (within a kernel the list is the
 * order of commits, between strangers there is none), where they are each after the other, for two of one id, and for an
 * `after` that names no patch.
 */
export function withPatches(kernel: KernelSpec, patches: readonly Patch[]): KernelSpec {
  const ids = patches.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) {
    throw new OomlabError('E112', `There are two patches "${twice}".`, 'Leave one out, or give it another id.');
  }
  for (const patch of patches) refuseLostOrder(kernel, patch, ids);
  const ordered = inOrder(patches);
  refuseStrangers(ordered);
  return {
    ...kernel,
    id: [kernel.id, ...ordered.map(({ id }) => id)].join('+'),
    patches: [...kernel.patches, ...ordered],
  };
}

function refuseLostOrder(kernel: KernelSpec, { id, after = [] }: Patch, given: readonly string[]): void {
  const known = [...given.filter((one) => one !== id), ...kernel.patches.map((patch) => patch.id)];
  const lost = after.find((one) => one !== id && !known.includes(one));
  if (lost === undefined) return;
  const near = nearestNames(lost, known);
  throw new OomlabError(
    'E112',
    `The patch "${id}" is after "${lost}", which is neither given nor in ${kernel.id}.`,
    near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Give that patch, too, or take it out of "after".',
  );
}

/** Each patch behind those that it is after, and else as they are given. */
function inOrder(patches: readonly Patch[]): readonly Patch[] {
  const ordered: Patch[] = [];
  const left = [...patches];
  const waitsFor = ({ after = [] }: Patch): Patch | undefined => left.find(({ id }) => after.includes(id));
  while (left.length > 0) {
    const next = left.findIndex((patch) => waitsFor(patch) === undefined);
    if (next < 0) throw circular(left, waitsFor);
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/** Everybody waits for somebody: whoever goes along comes to where he has been. */
function circular([first]: readonly Patch[], waitsFor: (patch: Patch) => Patch | undefined): OomlabError {
  const way: Patch[] = [];
  let at = first;
  for (; at !== undefined && !way.includes(at); at = waitsFor(at)) way.push(at);
  const cycle = way.slice(way.indexOf(at as Patch)).map(({ id }) => `"${id}"`);
  return new OomlabError(
    'E112',
    `The patches go round in a circle: ${cycle[0]} is after ${[...cycle.slice(1), cycle[0]].join(', which is after ')}.`,
    'Take one of them out of an "after".',
  );
}

/** Refuses two that replace one fragment and of which neither is after the other, by way of others or not. */
function refuseStrangers(ordered: readonly Patch[]): void {
  const before = new Map<string, Set<string>>();
  for (const [i, later] of ordered.entries()) {
    const known = new Set((later.after ?? []).flatMap((id) => [id, ...(before.get(id) ?? [])]));
    before.set(later.id, known);
    for (const earlier of ordered.slice(0, i)) {
      const shared = fragmentsOf(later).find((name) => fragmentsOf(earlier).includes(name));
      if (shared === undefined || known.has(earlier.id)) continue;
      throw new OomlabError(
        'E112',
        `The patches "${earlier.id}" and "${later.id}" both replace ${shared}.`,
        `Say in "${later.id}" which comes first: after: ['${earlier.id}'].`,
      );
    }
  }
}

const fragmentsOf = (patch: Patch): string[] =>
  Object.entries(patch.machines ?? {}).flatMap(([id, change]) =>
    Object.keys(change.replace ?? {}).map((name) => `${id}.${name}`),
  );

function applyPatch(kernel: KernelSpec, spec: MachineSpec, patch: Patch, change: MachinePatch): MachineSpec {
  const known = Object.keys(spec.fragments);
  for (const name of [...Object.keys(change.replace ?? {}), ...(change.remove ?? [])]) {
    if (!known.includes(name)) throw unknownPart(kernel, patch, `fragment of machine "${spec.id}"`, name, known);
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

function unknownPart(
  { id }: KernelSpec,
  patch: Patch,
  kind: string,
  name: string,
  known: readonly string[],
): OomlabError {
  const near = nearestNames(name, known);
  return new OomlabError(
    'E111',
    `The patch "${patch.id}" names the ${kind} "${name}", which ${ownId(id)} does not have.`,
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
