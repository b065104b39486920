import { endingText, traceOf, type Change } from '../../trace/index.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openRecording } from '../recording.js';
import { doing, stepLine } from '../step-line.js';

export interface ReplayOptions extends JsonOption {
  readonly patch: readonly string[];
  /** The file that the token's scenario is written in. */
  readonly scenario?: string;
}

/** `oomlab replay`: a recorded run, step by step, with all that each step changed. */
export async function replay(context: Context, tokenOrFile: string, options: ReplayOptions): Promise<ExitCode> {
  const { io } = context;
  const recording = await openRecording(context, tokenOrFile, options.patch);
  const { system, token, ending, loopStart } = recording;
  const { steps } = traceOf(system, token.schedule);
  if (options.json) {
    writeJson(io, {
      scenario: token.scenario,
      kernel: token.kernel,
      params: token.params,
      token: recording.text,
      steps: steps.map((step) => ({
        number: step.number,
        actor: step.actor,
        text: doing(step),
        inside: step.inside ?? null,
        changes: step.changes,
      })),
      ending,
      loopStart: loopStart ?? null,
    });
    return EXIT.held;
  }
  io.out(`${token.scenario} on ${token.kernel}: ${system.scenario.question}\n\n`);
  for (const step of steps) io.out([stepLine(step), ...step.changes.flatMap(changeLines), ''].join('\n'));
  io.out(`\n${endingText(recording)}\n`);
  return EXIT.held;
}

function changeLines({ actor, before, after, context }: Change): string[] {
  const moved = before === after ? [] : [`${before} -> ${after}`];
  const fields = context.map(
    (field) => `${field.field} ${JSON.stringify(field.before)} -> ${JSON.stringify(field.after)}`,
  );
  const [head, ...rest] = [...moved, ...fields];
  if (head === undefined) return [];
  return [`        ${actor}: ${[head, ...rest].join('; ')}`];
}
