import { findKernel, findScenario, kernels, scenarios } from '../../../machines/index.js';
import { diffOf, type Difference } from '../../check/kernel-diff.js';
import { explained } from '../../check/explained.js';
import { judgeRow } from '../../check/row.js';
import type { PollOptions } from '../../check/search-poll.js';
import { searchPoll } from '../../check/search-poll.js';
import { search } from '../../check/search.js';
import { summaryOfScenario } from '../../check/summary.js';
import { paramsOf, type Scenario, type TextFile } from '../../model/index.js';
import { buildSystem, type System } from '../../system/index.js';
import type { Subject, Work, WorkName } from './messages.js';
import { Outlook } from './outlook.js';

/** How each thing that the worker can be asked is worked out. */
export const answers: {
  readonly [Name in WorkName]: (
    ask: Work[Name]['ask'],
    poll: PollOptions,
  ) => Promise<Work[Name]['answer']> | Work[Name]['answer'];
} = {
  async check(job, poll) {
    const scenario = await scenarioOf(job.scenario, job.text);
    return judgeRow(
      scenario,
      job,
      await search(scenario, findKernel(job.kernel), job, { poll: searchPoll(job, poll) }),
    );
  },

  why: async ({ schedule, ...subject }) => explained(await systemOf(subject), schedule) ?? null,

  async diff({ against, reports: [before, after], ...subject }) {
    const scenario = await scenarioOf(subject.scenario, subject.text);
    const [from, to] = [findKernel(subject.kernel), findKernel(against)];
    const { scenario: _, ...compared } = diffOf(
      scenario,
      paramsOf(scenario, subject.params),
      { kernel: from, report: before },
      { kernel: to, report: after },
    );
    return {
      ...compared,
      added: compared.added.map(sendable),
      removed: compared.removed.map(sendable),
    };
  },

  async survey(subject, poll) {
    outlook = undefined;
    outlook = Outlook.over(await systemOf(subject), poll);
    return { states: outlook.states, complete: outlook.complete };
  },

  ahead: ({ schedule }) => outlook?.ahead(schedule) ?? null,

  landscape: ({ schedule }) => outlook?.landscape(schedule) ?? null,

  understand: async ({ scenario, text }) => summaryOfScenario(await scenarioOf(scenario, text), kernels),
};

/** A patch has functions, which cannot leave the worker: its name, commits and summary do. */
function sendable(difference: Difference): Difference {
  const { witness } = difference;
  const patch = witness?.divergence?.patch;
  if (witness?.divergence === undefined || patch === undefined) return difference;
  const { id, commits, summary } = patch;
  return {
    ...difference,
    witness: { ...witness, divergence: { ...witness.divergence, patch: { id, commits, summary } } },
  };
}

let outlook: Outlook | undefined;

async function systemOf({ scenario, kernel, params, text }: Subject): Promise<System> {
  return buildSystem(await scenarioOf(scenario, text), findKernel(kernel), params);
}

const made = new Map<string, Scenario>();

async function scenarioOf(id: string | undefined, text: TextFile | undefined): Promise<Scenario> {
  if (text === undefined) return findScenario(id ?? '');
  const own = await ownScenario(text);
  return findScenario(id ?? own.id, [own]);
}

async function ownScenario(text: TextFile): Promise<Scenario> {
  const known = made.get(text.text);
  if (known !== undefined) return known;
  const [{ loadScenario }, { checkSchema }, { textScenarios }] = await Promise.all([
    import('../../text/load-scenario.js'),
    import('../../text/schema-check.js'),
    import('../../../machines/text/index.js'),
  ]);
  const taken = scenarios.map((one) => one.id);
  const scenario = loadScenario(textScenarios, text, { taken, checkSchema });
  made.set(text.text, scenario);
  return scenario;
}
