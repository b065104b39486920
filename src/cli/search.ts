import { explore, TableHost, type Exploration, type Progress, type StoppedBy } from '../explore/index.js';
import { HANGS, type Kernel, type Outcome, type Scenario } from '../model/index.js';
import { buildSystem, replay, stepText, tokenOf, type Schedule, type System } from '../system/index.js';
import type { Evidence, OutcomeFinding, SearchJob, SearchReport } from './search-job.js';

/** Searches one scenario on one kernel and puts what was found into plain data. */
export function search(
  scenario: Scenario,
  kernel: Kernel,
  job: SearchJob,
  poll: (progress: Progress) => StoppedBy | undefined,
): SearchReport {
  const start = performance.now();
  const asked = job.property === undefined ? scenario : onlyProperty(scenario, job.property);
  const complements = complementsOf(asked, job.kernel);
  const system = buildSystem({ ...asked, outcomes: [...asked.outcomes, ...complements] }, kernel, job.params);
  const found = explore(system, { bounds: job.maxStates === undefined ? {} : { states: job.maxStates }, poll });
  const { complete, stoppedBy, states, steps, depth } = found;
  return {
    kernel: kernel.spec.id,
    complete,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    states,
    steps,
    depth,
    outcomes: job.property === undefined ? outcomesOf(found, asked) : [],
    properties: found.properties.map(({ counterexample, loop = [], ...property }) => ({
      ...property,
      // Once around the loop, so that the token itself shows that a state comes again.
      ...(counterexample === undefined ? {} : { counterexample: evidence(system, [...counterexample, ...loop]) }),
    })),
    ms: Math.round(performance.now() - start),
  };
}

function onlyProperty(scenario: Scenario, id: string): Scenario {
  return { ...scenario, outcomes: [], properties: scenario.properties.filter((property) => property.id === id) };
}

/** Names of ours beside a scenario's: no outcome of a catalogue starts with a blank. */
const lacking = (name: string): string => ` without ${name}`;

/**
 * For each outcome expected of every end, the outcome of lacking it: its witness is the counterexample. For `hangs` that is
 * any end at all.
 */
function complementsOf(scenario: Scenario, kernel: string): Outcome[] {
  return [...scenario.outcomes, { name: HANGS, description: '', holds: () => false }]
    .filter(({ name }) => scenario.expect[name]?.byKernel[kernel] === 'always')
    .map(({ name, holds }) => ({ name: lacking(name), description: '', holds: (state) => !holds(state) }));
}

function outcomesOf({ outcomes, system }: Exploration, { outcomes: asked }: Scenario): OutcomeFinding[] {
  return [...asked.map(({ name }) => name), HANGS].flatMap((name): OutcomeFinding[] => {
    const result = outcomes.find((one) => one.name === name);
    if (result === undefined) return [];
    const { verdict, witness, hang } = result;
    const without = outcomes.find((one) => one.name === lacking(name))?.witness;
    // Once around the loop, so that the token itself shows that a state comes again.
    const shown = hang === undefined ? witness : [...hang.schedule, ...hang.loop];
    return [
      {
        name,
        verdict,
        ...(shown === undefined ? {} : { witness: evidence(system, shown) }),
        ...(without === undefined ? {} : { without: evidence(system, without) }),
      },
    ];
  });
}

/** The table host replays in microseconds what the reference host would need a noticeable time for. */
function evidence(system: System, schedule: Schedule): Evidence {
  const steps = replay(new TableHost(system), { schedule });
  return { token: tokenOf(system, steps), steps: steps.map(stepText) };
}
