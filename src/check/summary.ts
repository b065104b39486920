import { HANGS, askedOf, type Expectation, type KernelSpec, type Scenario } from '../model/index.js';

/** One line of a question's table: what each kernel comes to, in the order of `kernels`; empty where nothing is expected. */
export interface SummaryLine {
  readonly name: string;
  readonly description: string;
  readonly fact: string;
  readonly verdicts: readonly string[];
}

/** What there is to say about a scenario without its machines. */
export interface SummaryScenario {
  readonly id: string;
  readonly topic: string;
  readonly question: string;
  readonly sizes: string;
  readonly params: { readonly [name: string]: number };
  /** The kernels that it is asked of, in the order of `kernels`. */
  readonly kernels: readonly string[];
  readonly large: boolean;
  readonly outcomes: readonly SummaryLine[];
  readonly properties: readonly SummaryLine[];
}

/** What there is to say about a catalogue without its machines. */
export interface Summary {
  readonly kernels: readonly { readonly id: string; readonly date: string; readonly summary: string }[];
  readonly scenarios: readonly SummaryScenario[];
}

/** A catalogue as plain data, for a page that comes up before the machines do. */
export function summaryOf(scenarios: readonly Scenario[], kernels: readonly KernelSpec[]): Summary {
  return {
    kernels: kernels.map(({ id, date, summary }) => ({ id, date, summary })),
    scenarios: scenarios.map((scenario) => summaryOfScenario(scenario, kernels)),
  };
}

/** One question as plain data. */
export function summaryOfScenario(scenario: Scenario, kernels: readonly KernelSpec[]): SummaryScenario {
  const ids = kernels.map((kernel) => kernel.id);
  const { id, topic, question, sizes, params, expect, expectProperties = {}, properties } = scenario;
  const outcomes = [...scenario.outcomes, ...(expect[HANGS] === undefined ? [] : [HANG])];
  const claims = new Map(properties.map((one) => [one.id, one.description]));
  const line = (name: string, description: string, expected: Expectation<string> | undefined): SummaryLine => ({
    name,
    description,
    fact: expected?.fact ?? '',
    verdicts: ids.map((kernel) => expected?.byKernel[kernel] ?? ''),
  });
  return {
    id,
    topic,
    question,
    sizes,
    params,
    kernels: askedOf(scenario, kernels),
    large: scenario.large === true,
    outcomes: outcomes.map(({ name, description }) => line(name, description, expect[name])),
    properties: Object.entries(expectProperties)
      .filter(([, { byKernel }]) => Object.values(byKernel).includes('violated'))
      .map(([name, expected]) => line(name, claims.get(name) ?? '', expected)),
  };
}

const HANG = { name: HANGS, description: 'a run comes to where no end can be reached any more' };
