import { HANGS, type Kernel, type Scenario } from '../model/index.js';
import { buildSystem, parseToken, type System } from '../system/index.js';
import { divergenceOf, type Divergence } from '../trace/index.js';
import { culpritOf } from './culprit.js';
import type { Evidence, SearchReport } from './search-job.js';

/** Something that is otherwise on the second kernel than on the first. */
export interface Difference {
  readonly kind: 'outcome' | 'property';
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** The first kernel was not searched far enough to rule it out: it may be nothing new. */
  readonly undecidedBefore?: true;
  /** A run that shows it, on the kernel that has it, with where the other kernel goes another way. */
  readonly witness?: {
    readonly kernel: string;
    readonly evidence: Evidence;
    /** Absent where the other kernel has the whole run, and only what it comes to is judged otherwise. */
    readonly divergence?: Divergence;
  };
}

/** What a scenario comes to on two kernels. */
export interface ScenarioDiff {
  readonly scenario: Scenario;
  readonly complete: boolean;
  /** How each of the two searches ended. */
  readonly endings: readonly [Ending, Ending];
  readonly states: readonly [number, number];
  /**
   * Can happen on the second kernel and not on the first; a property that only the second violates. A violation counts also
   * where it is not known whether the first kernel has it: it must not be missed.
   */
  readonly added: readonly Difference[];
  /** The other way round. */
  readonly removed: readonly Difference[];
  /** Happens on both, now always or no longer always; what could not be decided on both. */
  readonly changed: readonly Difference[];
  readonly unchanged: readonly { readonly kind: Difference['kind']; readonly name: string; readonly verdict: string }[];
}

/** Whether a search came to its end, and else what stopped it. */
export type Ending = Pick<SearchReport, 'complete' | 'stoppedBy' | 'died'>;

/** Whether something new on the second kernel is bad in itself: a property is violated, or a run hangs. */
export const isViolation = ({ kind, name }: Pick<Difference, 'kind' | 'name'>): boolean =>
  kind === 'property' || name === HANGS;

/** One side of a comparison. */
export interface Side {
  readonly kernel: Kernel;
  readonly report: SearchReport;
}

/** Compares what a scenario comes to on two kernels. */
export function diffOf(
  scenario: Scenario,
  params: { readonly [name: string]: number },
  before: Side,
  after: Side,
): ScenarioDiff {
  const [added, removed, changed, unchanged]: [
    Difference[],
    Difference[],
    Difference[],
    ScenarioDiff['unchanged'][number][],
  ] = [[], [], [], []];
  for (const [was, now] of pairsOf(findingsOf(before.report), findingsOf(after.report))) {
    const { kind, name } = now;
    if (was.verdict === now.verdict) {
      unchanged.push({ kind, name, verdict: now.verdict });
      continue;
    }
    const difference = { kind, name, before: was.verdict, after: now.verdict };
    if (!was.happens && now.happens && (was.isSure || isViolation(now))) {
      const undecided = was.isSure ? {} : { undecidedBefore: true as const };
      added.push({ ...difference, ...undecided, ...witnessOf(now, after, before) });
    } else if (was.happens && !now.happens && now.isSure)
      removed.push({ ...difference, ...witnessOf(was, before, after) });
    else changed.push(difference);
  }
  return {
    scenario,
    complete: before.report.complete && after.report.complete,
    endings: [endingOf(before), endingOf(after)],
    states: [before.report.states, after.report.states],
    added,
    removed,
    changed,
    unchanged,
  };

  function witnessOf({ evidence }: Finding, here: Side, there: Side): Pick<Difference, 'witness'> {
    if (evidence === undefined) return {};
    const [system, other] = [here, there].map((side) => buildSystem(scenario, side.kernel, params)) as [System, System];
    const { schedule } = parseToken(evidence.token);
    const found = divergenceOf(system, schedule, other);
    const kernel = here.kernel.spec.id;
    if (found === undefined) return { witness: { kernel, evidence } };
    const patch =
      culpritOf(found, { scenario, params, schedule, here: here.kernel, there: there.kernel }) ?? found.patch;
    return { witness: { kernel, evidence, divergence: { ...found, ...(patch === undefined ? {} : { patch }) } } };
  }
}

const endingOf = ({ report: { complete, stoppedBy, died } }: Side): Ending => ({
  complete,
  ...(stoppedBy === undefined ? {} : { stoppedBy }),
  ...(died === undefined ? {} : { died }),
});

interface Finding {
  readonly kind: Difference['kind'];
  readonly name: string;
  readonly verdict: string;
  /** It was met, or violated. */
  readonly happens: boolean;
  /** If it does not happen, it cannot. */
  readonly isSure: boolean;
  readonly evidence: Evidence | undefined;
}

const findingsOf = ({ outcomes, properties }: SearchReport): Finding[] => [
  ...outcomes.map(({ name, verdict, witness }): Finding => ({
    kind: 'outcome',
    name,
    verdict,
    happens: verdict === 'sometimes' || verdict === 'always',
    isSure: verdict === 'never',
    evidence: witness,
  })),
  ...properties.map(({ id, verdict, counterexample }): Finding => ({
    kind: 'property',
    name: id,
    verdict,
    happens: verdict === 'violated',
    isSure: verdict === 'holds',
    evidence: counterexample,
  })),
];

/** What was found of the same on both kernels. Where a search's process is gone, so is all that it found: nothing is known. */
function pairsOf(before: readonly Finding[], after: readonly Finding[]): [Finding, Finding][] {
  const of = (findings: readonly Finding[], { kind, name }: Finding): Finding =>
    findings.find((one) => one.kind === kind && one.name === name) ?? {
      kind,
      name,
      verdict: 'unknown',
      happens: false,
      isSure: false,
      evidence: undefined,
    };
  return (after.length > 0 ? after : before).map((one) => [of(before, one), of(after, one)]);
}
