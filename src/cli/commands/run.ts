import type { LiveOutcome, LiveStep } from '../../live/index.js';
import type { System } from '../../system/index.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { liveRun } from '../live-run.js';
import { kernelSource } from '../patch-file.js';
import { count, duration, paramsGiven, seedOf } from '../quantities.js';
import { outcomeText } from '../run-outcome.js';
import { replayCommand } from '../../check/replay-command.js';
import { kernelFor } from '../selection.js';
import { textOf } from '../text/text-scenarios.js';
import { doing, stepLine } from '../step-line.js';

export interface RunOptions extends JsonOption {
  readonly kernel?: string;
  readonly seed: string;
  readonly pace?: string;
  readonly steps: string;
  readonly param: readonly string[];
  readonly patch: readonly string[];
}

/** `oomlab run`: one run of live actors, told as it happens. */
export async function run(context: Context, scenarioId: string, options: RunOptions): Promise<ExitCode> {
  const { io, catalogue } = context;
  const seed = seedOf(options.seed);
  const maxSteps = count('--steps', options.steps);
  const pace = options.pace === undefined ? {} : { pace: duration('--pace', options.pace) };
  const scenario = catalogue.findScenario(scenarioId);
  const id = kernelFor(catalogue, scenario, options.kernel);
  const kernel = await kernelSource(catalogue)(id, options.patch);
  const { buildSystem, tokenOf } = await import('../../system/index.js');
  const system = buildSystem(scenario, kernel, paramsGiven(options.param));

  if (!options.json) io.out(`${scenario.id} on ${kernel.spec.id}: ${scenario.question}\n\n`);
  const { steps, outcome, interrupted } = await liveRun(io, system, {
    seed,
    maxSteps,
    ...pace,
    onStep: (step) => {
      if (!options.json) io.out(`${stepLine(step, { ms: step.at })}\n`);
    },
  });
  const token = tokenOf(system, steps);
  const replay = replayCommand(token, { patches: options.patch, text: textOf(catalogue, scenario.id) });
  if (options.json) writeJson(io, runJson({ system, seed, steps, outcome, token, replay }));
  else
    io.out(
      `\n${outcomeText(outcome, { interrupted, maxSteps })}\nseed    ${seed}\ntoken   ${token}\nreplay  ${replay}\n`,
    );
  return interrupted ? EXIT.interrupted : EXIT.held;
}

interface Told {
  readonly system: System;
  readonly seed: number;
  readonly steps: readonly LiveStep[];
  readonly outcome: LiveOutcome;
  readonly token: string;
  readonly replay: string;
}

function runJson({ system, seed, steps, outcome, token, replay }: Told): { readonly [field: string]: unknown } {
  return {
    scenario: system.scenario.id,
    kernel: system.kernel.spec.id,
    params: system.params,
    seed,
    steps: steps.map((step) => ({ number: step.number, at: step.at, actor: step.actor, text: doing(step) })),
    outcome: outcome.kind === 'deadlock' ? { ...outcome, outcomes: ['hangs'] } : outcome,
    token,
    replay,
  };
}
