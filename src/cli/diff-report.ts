import { wrap } from '../export/index.js';
import { isViolation, type ScenarioDiff } from '../check/kernel-diff.js';
import type { Catalogue } from './catalogue.js';
import type { DiffPlan } from './diff-plan.js';
import { diffJson, diffMarkdown, diffText, type Names } from './diff-text.js';
import type { DIFF_FORMATS } from './formats.js';
import { textOf } from './text/text-scenarios.js';

/** What came of a plan. */
export interface Compared {
  /** Of the scenarios that were searched on both kernels, in the order of the plan. */
  readonly diffs: readonly ScenarioDiff[];
  readonly interrupted: boolean;
}

export interface DiffReportOptions {
  readonly format: (typeof DIFF_FORMATS)[number];
  readonly catalogue: Catalogue;
}

export const namesOf = ({ before, after }: DiffPlan): Names => [before.spec.id, after.spec.id];

/** The one document of `diff --json`. */
export const diffReportJson = (
  plan: DiffPlan,
  { diffs, interrupted }: Compared,
): { readonly [field: string]: unknown } => ({
  kernels: namesOf(plan),
  scenarios: diffs.map(diffJson),
  ...(interrupted ? { interrupted, scenariosLeft: plan.scenarios.length - diffs.length } : {}),
});

/** What differs in each scenario, or was left open; where nothing does; and how much of that there is. */
export function diffReport(plan: DiffPlan, compared: Compared, { format, catalogue }: DiffReportOptions): string {
  const names = namesOf(plan);
  const draw = format === 'markdown' ? diffMarkdown : diffText;
  const { diffs } = compared;
  const same = diffs.filter(isSame);
  return [
    ...(format === 'markdown' ? [`## ${names[0]} → ${names[1]}\n\n`] : []),
    ...diffs
      .filter((one) => !isSame(one))
      .map((one) => {
        const { patches } = plan;
        return `${draw(one, { names, patches, text: textOf(catalogue, one.scenario.id) })}\n`;
      }),
    ...(same.length === 0 ? [] : [noDifference(same, names)]),
    `\n${summary(plan, compared)}\n`,
  ].join('');
}

/** Two searches that were stopped may find the same so far: that is not to say that nothing differs. */
const isSame = ({ complete, added, removed, changed }: ScenarioDiff): boolean =>
  complete && added.length + removed.length + changed.length === 0;

function noDifference(same: readonly ScenarioDiff[], names: Names): string {
  const ids = same.map(({ scenario }) => scenario.id).join(', ');
  return `${wrap(`No difference between ${names.join(' and ')} in ${ids}.`, 72).join('\n')}\n`;
}

function summary({ scenarios }: DiffPlan, { diffs, interrupted }: Compared): string {
  const count = (of: (one: ScenarioDiff) => readonly unknown[]): number =>
    diffs.reduce((sum, one) => sum + of(one).length, 0);
  const open = diffs.filter(({ complete }) => !complete).length;
  const left = scenarios.length - diffs.length;
  return `${[
    `${count(({ added }) => added)} added, ${count(({ removed }) => removed)} removed, ${count(({ changed }) => changed)} changed`,
    ...violationsIn(diffs, open + left > 0 ? 'no new violation so far' : 'no violation is new'),
    ...(open > 0 ? [`NOT COMPLETE in ${open} of ${scenarios.length} scenarios`] : []),
    ...(interrupted
      ? [left > 0 ? `INTERRUPTED, ${left} of ${scenarios.length} scenarios not compared` : 'INTERRUPTED']
      : []),
  ].join('; ')}.`;
}

function violationsIn(diffs: readonly ScenarioDiff[], none: string): string[] {
  const violations = diffs.flatMap(({ added }) => added.filter(isViolation));
  const unsure = violations.filter(({ undecidedBefore }) => undecidedBefore).length;
  const sure = violations.length - unsure;
  if (violations.length === 0) return [none];
  return [
    ...(sure > 0 ? [`NEW VIOLATIONS: ${sure}`] : []),
    ...(unsure > 0 ? [`VIOLATIONS THAT MAY BE NEW: ${unsure}`] : []),
  ];
}
