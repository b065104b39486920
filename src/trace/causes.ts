import type { Fragment, Kernel, Patch, State, Use } from '../model/index.js';

/** A patch that only one of two kernels has. */
export interface Cause {
  /** Only on the first kernel, or only on the second. */
  readonly sign: '-' | '+';
  readonly patch: Patch;
}

/** The kernels that are compared; either may lack the machine. */
export type Kernels = readonly [Kernel, Kernel];

/**
 * The patches that only one of the kernels has and that changed a fragment, each kernel's in commit order. A patch that
 * wrote it as it was before is not among them.
 */
export const causesOf = (kernels: Kernels, machine: string, fragment: string): readonly Cause[] =>
  ownPatches(kernels, (kernel) => writersOf(kernel, machine, fragment));

/** The patches of one kernel and not the other among those that somebody picks from each. */
export function ownPatches([before, after]: Kernels, pick: (kernel: Kernel) => readonly Patch[]): readonly Cause[] {
  const own = (kernel: Kernel, other: Kernel, sign: Cause['sign']): Cause[] =>
    pick(kernel).flatMap((patch) => (other.spec.patches.includes(patch) ? [] : [{ sign, patch }]));
  return [...own(before, after, '-'), ...own(after, before, '+')];
}

function writersOf({ spec }: Kernel, machine: string, name: string): Patch[] {
  let text = contentOf(spec.base.find(({ id }) => id === machine)?.fragments[name]);
  return spec.patches.filter((patch) => {
    const cast = patch.cast?.find(({ id }) => id === machine);
    const change = patch.machines?.[machine];
    const written = change?.add?.[name] ?? change?.replace?.[name] ?? cast?.fragments[name];
    if (written === undefined && cast === undefined && change?.remove?.includes(name) !== true) return false;
    const before = text;
    text = contentOf(written);
    return text !== before;
  });
}

/** What a fragment comes to by itself: the fragments in it stand for themselves. Descriptions are about it, not of it. */
function contentOf(fragment: Fragment | undefined): string | Fragment {
  if (fragment === undefined) return '';
  const use: Use = (name, around = {}): State => ({ ...around, tags: [...(around.tags ?? []), name] });
  try {
    return JSON.stringify(fragment(use), (key, value: unknown) => (key === 'description' ? undefined : value));
  } catch {
    // It takes apart a fragment that it embeds, which is not here: then only the very same function is the same.
    return fragment;
  }
}
