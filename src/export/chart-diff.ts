import type { Kernel, Machine, Patch } from '../model/index.js';
import { causesOf, ownPatches, type Cause, type Kernels } from './causes.js';
import { chartOf } from './chart.js';
import type { Mark } from './drawing.js';
import { merge, type MergedChart } from './merge.js';
import { sectionsOf } from './sections.js';

/** A fragment that is not the same on both kernels. */
export interface FragmentChange {
  readonly name: string;
  readonly mark: Mark;
  /** Who changed it; empty where its text is the same and somebody began or ceased to embed it. */
  readonly by: readonly Cause[];
  /** The fragments that embed it, or `AROUND`; marked where that is so on one kernel only. */
  readonly embeddedIn: readonly { readonly name: string; readonly mark?: Mark }[];
}

/** What changed and has no place in a chart: code under a name that stayed, and what a machine remembers. */
export interface HiddenChange {
  readonly kind: 'guard' | 'update' | 'field';
  readonly name: string;
  readonly mark: Mark;
  readonly by: readonly Cause[];
}

/** What is different about a machine on two kernels. At least one of them has it. */
export interface ChartDiff {
  readonly machine: string;
  readonly description: string;
  /** The kernels by name. */
  readonly names: readonly [string, string];
  /** Both charts as they are, fragments inside each other. */
  readonly whole: MergedChart;
  /** The same by fragment, each of them once; `AROUND` for what is in none. */
  readonly sections: ReadonlyMap<string, MergedChart>;
  readonly fragments: readonly FragmentChange[];
  readonly hidden: readonly HiddenChange[];
  /** All patches behind these, each kernel's in commit order. */
  readonly causes: readonly Cause[];
  /** Where one kernel does not have the machine: the sign of the one that has it, and who brought it. */
  readonly only?: { readonly mark: Exclude<Mark, '~'>; readonly by: readonly Cause[] };
}

/** Compares a machine on two kernels by what it is, not by who wrote it. Throws where neither has it. */
export function chartDiff(machine: string, kernels: Kernels): ChartDiff {
  const [before, after] = kernels.map(({ machines }) => machines.get(machine)) as (Machine | undefined)[];
  const either = after ?? before;
  if (either === undefined) throw new RangeError(`no kernel has a machine "${machine}"`);
  const [cutBefore, cutAfter] = [before, after].map((one) => (one === undefined ? new Map() : sectionsOf(one)));
  const names = [...new Set([...(cutBefore?.keys() ?? []), ...(cutAfter?.keys() ?? [])])];
  const sections = new Map(names.map((name) => [name, merge(cutBefore?.get(name), cutAfter?.get(name))] as const));
  const only = before === undefined ? '+' : after === undefined ? '-' : undefined;
  const fragments = changesOf(sections, [before, after]).map(({ name, mark }): FragmentChange => ({
    name,
    mark,
    by: causesOf(kernels, machine, name),
    embeddedIn: embeddersOf(name, sections),
  }));
  const hidden = before === undefined || after === undefined ? [] : hiddenChanges(machine, [before, after], kernels);
  const casting = only === undefined ? [] : ownPatches(kernels, castersOf(machine));
  const behind = new Set([...[...fragments, ...hidden].flatMap(({ by }) => by), ...casting].map(({ patch }) => patch));
  return {
    machine,
    description: either.spec.description,
    names: [kernels[0].spec.id, kernels[1].spec.id],
    whole: merge(before && chartOf(before), after && chartOf(after)),
    sections,
    fragments,
    hidden,
    causes: ownPatches(kernels, ({ spec }) => spec.patches.filter((patch) => behind.has(patch))),
    ...(only === undefined ? {} : { only: { mark: only, by: casting } }),
  };
}

/** Whether there is nothing to show. */
export const isSame = ({ whole, hidden }: ChartDiff): boolean =>
  hidden.length === 0 && [...whole.nodes, ...whole.edges].every(({ mark }) => mark === undefined);

/** The changed fragments that a fragment embeds, at any depth, on either kernel. */
export function changedInside({ sections, fragments }: ChartDiff, fragment: string): FragmentChange[] {
  const inside = new Set<string>();
  const visit = (name: string): void => {
    for (const inner of embeddedBy(sections.get(name))) {
      if (inside.has(inner)) continue;
      inside.add(inner);
      visit(inner);
    }
  };
  visit(fragment);
  return fragments.filter(({ name }) => inside.has(name));
}

const embeddedBy = (merged: MergedChart | undefined): string[] =>
  (merged?.nodes ?? []).flatMap(({ before, after }) => {
    const { fragment, isFragmentFolded } = after ?? before ?? {};
    return isFragmentFolded && fragment !== undefined ? [fragment] : [];
  });

const castersOf =
  (machine: string) =>
  ({ spec }: Kernel): Patch[] =>
    spec.patches.filter(({ cast = [] }) => cast.some(({ id }) => id === machine));

function changesOf(
  sections: ChartDiff['sections'],
  [before, after]: readonly (Machine | undefined)[],
): { readonly name: string; readonly mark: Mark }[] {
  const [was, is] = [before, after].map((one) => new Set(one?.used));
  const touched = new Set([...sections].flatMap(([section, merged]) => touchedIn(section, merged)));
  return [...new Set([...(was ?? []), ...(is ?? [])])].flatMap(
    (name): { readonly name: string; readonly mark: Mark }[] => {
      if (is?.has(name) !== true) return [{ name, mark: '-' }];
      if (was?.has(name) !== true) return [{ name, mark: '+' }];
      return touched.has(name) ? [{ name, mark: '~' }] : [];
    },
  );
}

/** The fragments that what is marked in a section belongs to: ops and single states are fragments of their own. */
function touchedIn(section: string, { nodes, edges }: MergedChart): string[] {
  const owner = new Map(
    nodes.map(({ id, before, after }) => {
      const { fragment, isFragmentFolded } = after ?? before ?? {};
      return [id, isFragmentFolded ? section : (fragment ?? section)] as const;
    }),
  );
  return [
    ...nodes.flatMap(({ id, mark }) => (mark === undefined ? [] : [owner.get(id) ?? section])),
    ...edges.flatMap(({ from, mark, before, after }) =>
      mark === undefined ? [] : [(after ?? before)?.fragment ?? owner.get(from) ?? section],
    ),
  ];
}

function embeddersOf(name: string, sections: ChartDiff['sections']): FragmentChange['embeddedIn'] {
  return [...sections].flatMap(([section, { nodes }]) => {
    const here = nodes.filter(({ before, after }) =>
      [before, after].some((node) => node?.isFragmentFolded && node.fragment === name),
    );
    if (here.length === 0) return [];
    const [was, is] = [here.some(({ before }) => before), here.some(({ after }) => after)];
    return [{ name: section, ...(was && is ? {} : { mark: was ? ('-' as const) : ('+' as const) }) }];
  });
}

function hiddenChanges(
  machine: string,
  [before, after]: readonly [Machine, Machine],
  kernels: Kernels,
): HiddenChange[] {
  const changed = (patch: Patch) => patch.machines?.[machine] ?? {};
  const rewritten = (kind: 'guard' | 'update'): HiddenChange[] => {
    const key = kind === 'guard' ? 'guards' : 'updates';
    const [was = {}, is = {}] = [before.spec[key], after.spec[key]];
    // Two functions are never known to do the same; the same function always does.
    return Object.keys(was)
      .filter((name) => is[name] !== undefined && is[name] !== was[name])
      .map((name) => ({
        kind,
        name,
        mark: '~',
        by: ownPatches(kernels, ({ spec }) => spec.patches.filter((patch) => changed(patch)[key]?.[name])),
      }));
  };
  const fields = ownPatches(kernels, ({ spec }) => spec.patches.filter((patch) => changed(patch).context));
  return [
    ...rewritten('guard'),
    ...rewritten('update'),
    ...fields.flatMap((cause) =>
      Object.keys(changed(cause.patch).context ?? {}).map((name): HiddenChange => ({
        kind: 'field',
        name,
        mark: cause.sign,
        by: [cause],
      })),
    ),
  ];
}
