import { HANGS, type Fairness, type OutcomeVerdict, type PropertyExpectation, type Scenario } from '../model/index.js';
import { parseToken } from '../system/index.js';
import type { Evidence, OutcomeFinding, PropertyFinding, SearchJob, SearchReport } from './search-job.js';

/** `inconclusive`: a bound ended the search before all could be said, and what could be said is as expected. */
export type RowVerdict = 'ok' | 'failed' | 'inconclusive';

/** Something that was found otherwise than the scenario's file says. */
export interface Deviation {
  readonly kind: 'outcome' | 'property';
  readonly name: string;
  readonly expected: string;
  readonly found: string;
  /** The fact that the expectation rests on. */
  readonly fact: string;
  /** What a property says: `eventually: the charger is done`. */
  readonly claim?: string;
  /** Of a liveness property: what the scheduler is trusted with. */
  readonly fairness?: Fairness;
  /** A run that shows it, where a single run can. */
  readonly counterexample?: Evidence;
}

/** One scenario on one kernel: what was found, and how that compares with what its file expects. */
export interface Row extends SearchReport {
  readonly scenario: string;
  /** How many steps of a token were taken before the search began; absent where it began at the start. */
  readonly fromStep?: number;
  readonly verdict: RowVerdict;
  readonly outcomes: readonly (OutcomeFinding & {
    readonly expected?: OutcomeVerdict;
    /** What the file says of the kernel without the patch and with default parameters, where it is another verdict. */
    readonly instead?: OutcomeVerdict;
  })[];
  readonly properties: readonly (PropertyFinding & { readonly expected?: PropertyExpectation })[];
  readonly deviations: readonly Deviation[];
}

type Judgement = 'as expected' | 'deviates' | 'undecided';

/**
 * Compares a search's report with the scenario's expectations for the kernel.
 *
 * On a patched kernel, with other parameters than the file's, or from another start, nothing is expected of outcomes, since
 * they are there to change; a property must still hold unless the file expects the kernel below to violate it.
 */
export function judgeRow(scenario: Scenario, job: SearchJob, report: SearchReport): Row {
  const { complete } = report;
  const outcomes = report.outcomes.map((outcome) => {
    const inFile = scenario.expect[outcome.name]?.byKernel[job.kernel];
    if (inFile === undefined) return outcome;
    if (!isAltered(job)) return { ...outcome, expected: inFile };
    return complete && outcome.verdict !== inFile ? { ...outcome, instead: inFile } : outcome;
  });
  const properties = report.properties.map((property) => {
    const expected = expectedProperty(scenario, property.id, job);
    return { ...property, ...(expected === undefined ? {} : { expected }) };
  });
  const judgements = [
    ...outcomes.map((outcome) => judgeOutcome(outcome, complete)),
    ...properties.map(({ verdict, expected }) => judgeProperty(verdict, expected)),
  ];
  const deviations = [
    ...outcomes
      .filter((outcome) => judgeOutcome(outcome, complete) === 'deviates')
      .map((outcome) => outcomeDeviation(scenario, outcome)),
    ...properties
      .filter(({ verdict, expected }) => judgeProperty(verdict, expected) === 'deviates')
      .map((property) => propertyDeviation(scenario, property)),
  ];
  const open = !complete || judgements.includes('undecided');
  const verdict = deviations.length > 0 ? 'failed' : open ? 'inconclusive' : 'ok';
  const start = startsElsewhere(job) ? { fromStep: parseToken(job.from).schedule.length } : {};
  return { ...report, scenario: scenario.id, ...start, verdict, outcomes, properties, deviations };
}

/** Whether the row is about something else than the file speaks of. */
export const isAltered = (job: SearchJob): boolean =>
  job.patches.length > 0 || job.ownPatches !== undefined || Object.keys(job.params).length > 0 || startsElsewhere(job);

/** A replay begins at the start, and its token says how it goes on. */
const startsElsewhere = (job: SearchJob): job is SearchJob & { readonly from: string } =>
  job.from !== undefined && job.strategy !== 'replay';

/** A property that the file does not speak of must hold. */
function expectedProperty(scenario: Scenario, id: string, job: SearchJob): PropertyExpectation | undefined {
  const inFile = scenario.expectProperties?.[id]?.byKernel[job.kernel] ?? 'holds';
  return isAltered(job) && inFile === 'violated' ? undefined : inFile;
}

/** In a search that was stopped, `sometimes` means "at least once": that refutes `never` and settles nothing else. */
function judgeOutcome({ verdict, expected }: Row['outcomes'][number], complete: boolean): Judgement {
  if (expected === undefined) return 'as expected';
  if (!complete) return expected === 'never' && verdict === 'sometimes' ? 'deviates' : 'undecided';
  return verdict === expected ? 'as expected' : 'deviates';
}

function judgeProperty(found: PropertyFinding['verdict'], expected: PropertyExpectation | undefined): Judgement {
  if (expected === undefined) return 'as expected';
  if (found === 'unknown' || found === 'holdsUpTo') return 'undecided';
  return found === expected ? 'as expected' : 'deviates';
}

function outcomeDeviation(scenario: Scenario, outcome: Row['outcomes'][number]): Deviation {
  const { name, verdict: found, expected = 'unknown', witness, without } = outcome;
  const counterexample = expected === 'never' ? witness : expected === 'always' ? without : undefined;
  return {
    kind: 'outcome',
    name,
    expected,
    found: expected === 'always' && name === HANGS && found === 'sometimes' ? 'sometimes: there is an end' : found,
    fact: scenario.expect[name]?.fact ?? '',
    ...(counterexample === undefined ? {} : { counterexample }),
  };
}

function propertyDeviation(scenario: Scenario, property: Row['properties'][number]): Deviation {
  const { id, verdict: found, expected = 'holds', counterexample, fairness } = property;
  const claimed = scenario.properties.find((one) => one.id === id);
  return {
    kind: 'property',
    name: id,
    expected,
    found,
    fact: scenario.expectProperties?.[id]?.fact ?? '',
    ...(claimed === undefined ? {} : { claim: `${claimed.kind}: ${claimed.description}` }),
    ...(fairness === undefined ? {} : { fairness }),
    ...(counterexample === undefined ? {} : { counterexample }),
  };
}
