import { setImmediate } from 'node:timers/promises';
import { askedOf, type Scenario } from '../../model/index.js';
import { buildSystem } from '../../system/index.js';
import { commitText } from '../../export/index.js';
import { bisection, kindOf, searchFor, type FindingKind, type Stage } from '../bisection.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { progressLine } from '../progress.js';
import { paramsGiven } from '../quantities.js';

export interface BisectOptions extends JsonOption {
  readonly param: readonly string[];
}

/** `oomlab bisect`: the patches, in commit order, that make an outcome or a violation possible or impossible. */
export async function bisect(
  { io, catalogue }: Context,
  id: string,
  name: string,
  options: BisectOptions,
): Promise<ExitCode> {
  const scenario = catalogue.findScenario(id);
  const kind = kindOf(scenario, name);
  const kernels = askedOf(scenario, catalogue.kernels).map((kernel) => catalogue.findKernel(kernel));
  const params = paramsGiven(options.param);
  // Whatever is wrong with the parameters is found before anything is searched.
  for (const kernel of kernels.slice(0, 1)) buildSystem(scenario, kernel, params);
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  const progress = await progressLine(io, kernels.length);
  const stages: Stage[] = [];
  try {
    for (const stage of bisection(kernels, searchFor(scenario, name, params))) {
      stages.push(stage);
      progress.advance(stages.length - 1);
      await setImmediate();
      if (stop.signal.aborted) break;
    }
  } finally {
    progress.stop();
    release();
  }
  if (options.json) writeJson(io, { scenario: id, name, kind, stages: stages.map(stageJson) });
  else io.out(bisectText(scenario, name, kind, stages));
  return stop.signal.aborted ? EXIT.interrupted : EXIT.held;
}

function bisectText(scenario: Scenario, name: string, kind: FindingKind, stages: readonly Stage[]): string {
  const what = kind === 'property' ? `the violation of ${name}` : name;
  const lines = [`${scenario.id}: ${scenario.question}`, '', `${what}, kernel by kernel:`];
  for (const { kernel, after, happens, turn } of stages) {
    lines.push(
      `  ${kernel.padEnd(20)} ${happens ? 'possible' : 'impossible'}${after === undefined ? '' : `, after ${after}`}`,
    );
    for (const patch of turn?.patches ?? []) {
      lines.push(`      ${happens ? 'made possible' : 'made impossible'} by ${patch.id}: ${patch.summary}`);
      for (const commit of patch.commits) lines.push(`          ${commitText(commit)}`);
    }
    if ((turn?.patches.length ?? 0) > 1) lines.push('      (together: those between cannot stand alone)');
  }
  if (stages.every(({ turn }) => turn === undefined)) lines.push('No patch changes it.');
  return `${lines.join('\n')}\n`;
}

const stageJson = ({ kernel, after, happens, turn }: Stage): object => ({
  kernel,
  after: after ?? null,
  possible: happens,
  by: turn === undefined ? null : turn.patches.map(({ id, summary, commits }) => ({ id, summary, commits })),
});
