import { traceOf } from '../../trace/index.js';
import type { Context } from '../context.js';
import { handOut, type DrawingTarget } from '../drawing.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { THEMES, TRACE_FORMATS } from '../formats.js';
import { count, oneOf } from '../quantities.js';
import { openRecording } from '../recording.js';
import { textOf } from '../text/text-scenarios.js';
import { replayCommand } from '../../check/replay-command.js';
import { tracePicture } from '../trace-picture.js';

export interface ShowOptions extends DrawingTarget {
  readonly format: string;
  readonly theme: string;
  readonly width: string;
  readonly patch: readonly string[];
  /** The file that the token's scenario is written in. */
  readonly scenario?: string;
}

/** Narrower than this, one word of a kernel function's name does not fit a column. */
const NARROWEST = 32;

/** `oomlab show`: a recorded run as something to look at. */
export async function show(context: Context, tokenOrFile: string, options: ShowOptions): Promise<ExitCode> {
  const format = oneOf('--format', options.format, TRACE_FORMATS);
  const theme = oneOf('--theme', options.theme, THEMES);
  const width = count('--width', options.width, NARROWEST);
  const recording = await openRecording(context, tokenOrFile, options.patch);
  const { system, token, loopStart, text, ending } = recording;
  const trace = traceOf(system, token.schedule, { loopStart });
  const replay = replayCommand(text, { patches: options.patch, text: textOf(context.catalogue, token.scenario) });
  const drawn = await tracePicture(recording, trace, { format, theme, width, replay });
  handOut(context, drawn, options, {
    scenario: token.scenario,
    kernel: token.kernel,
    params: system.params,
    token: text,
    replay,
    ending,
    loopStart: loopStart ?? null,
    format,
    width,
  });
  return EXIT.held;
}
