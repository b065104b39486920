import { wrap } from '../../export/index.js';
import { why, type Aim } from '../../explore/index.js';
import type { PageReasons, PageRun } from '../../model/index.js';
import { parseToken, ReferenceHost, replay, stepText } from '../../system/index.js';
import { kindOf } from '../bisection.js';
import { columnsOf } from '../counterexample.js';
import { reasonsText } from '../../check/reasons.js';
import { replayCommand, whyCommand } from '../../check/replay-command.js';
import type { Evidence } from '../../check/search-job.js';
import { insist, refusal } from './claim.js';
import { nameOf, type Laboratory } from './laboratory.js';
import { fence } from './markdown.js';

const WIDTH = 72;

type Shown = Omit<PageRun, 'kind'>;

/** A shortest run, drawn, and the commands that replay and explain it. */
export async function runText(run: PageRun, lab: Laboratory): Promise<string> {
  const evidence = await evidenceOf(run, lab);
  const beside = lab.beside(run.kernel);
  const commands = [replayCommand(evidence.token, beside), whyCommand(evidence.token, beside)];
  return `${fence(await drawn(run, lab))}\n\n${fence(commands.map((command) => `npx ${command}`).join('\n'))}`;
}

/** The run alone, as thread columns: for a page that is not ours to write. */
export async function drawn(run: Shown, lab: Laboratory): Promise<string> {
  const evidence = await evidenceOf(run, lab);
  const title = `${run.scenario} on ${nameOf(run.kernel)}`;
  return columnsOf(await lab.system(run.scenario, run.kernel), evidence, { title });
}

/** What `oomlab why` says of that run. Insists on the two steps whose order the prose speaks of. */
export async function reasonsOfRun(reasons: PageReasons, lab: Laboratory): Promise<string> {
  const { scenario, name, kernel, order } = reasons;
  const evidence = await evidenceOf(reasons, lab);
  const system = await lab.system(scenario, kernel);
  const { schedule } = parseToken(evidence.token);
  const aim: Aim = { kind: kindOf(system.scenario, name), name };
  const found = why(system, schedule, aim);
  const steps = found && replay(new ReferenceHost(system), { schedule: found.schedule }).map(stepText);
  const pair = found?.race && [found.race.first, found.race.second].map((step) => steps?.[step] ?? '');
  const isSo = pair?.every((step, i) => step.includes(order[i] as string)) === true;
  insist({
    of: `the order that decides ${name} in ${scenario} on ${nameOf(kernel)}`,
    said: order.join(' before '),
    found: isSo ? order.join(' before ') : (pair?.join(' before ') ?? 'no two steps'),
  });
  const said = found === undefined ? [] : reasonsText(system, aim, found);
  return fence(said.map((text) => wrap(text, WIDTH).join('\n')).join('\n\n'));
}

async function evidenceOf({ scenario, name, kernel }: Shown, lab: Laboratory): Promise<Evidence> {
  const { verdict, evidence } = await lab.found({ scenario, name }, kernel);
  if (evidence !== undefined) return evidence;
  throw refusal({ of: `${name} in ${scenario} on ${nameOf(kernel)}`, said: 'a run shows it', found: verdict });
}
