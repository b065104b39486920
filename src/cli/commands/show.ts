import { columns } from '../../export/index.js';
import { traceOf } from '../../trace/index.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { count, oneOf } from '../quantities.js';
import { endingText, openRecording } from '../recording.js';
import { replayCommand } from '../replay-command.js';
import { writeWhole } from '../write-file.js';

export interface ShowOptions {
  readonly format: string;
  readonly output?: string;
  readonly width: string;
  readonly patch: readonly string[];
}

/** The formats of design.md section 6 that this version writes. */
const FORMATS = ['columns'] as const;
/** Narrower than this, one word of a kernel function's name does not fit a column. */
const NARROWEST = 32;

/** `oomlab show`: a recorded run as something to look at. */
export async function show(context: Context, tokenOrFile: string, options: ShowOptions): Promise<ExitCode> {
  oneOf('--format', options.format, FORMATS);
  const width = count('--width', options.width, NARROWEST);
  const recording = await openRecording(context, tokenOrFile, options.patch);
  const { system, token, loopStart, text } = recording;
  const trace = traceOf(system, token.schedule, loopStart === undefined ? {} : { loopStart });
  const title = `${token.scenario} on ${token.kernel}: ${endingText(recording)}`;
  const drawn = `${columns(trace, { width, title })}\n${replayCommand(text, options.patch)}\n`;
  if (options.output === undefined) context.io.out(drawn);
  else writeWhole(options.output, drawn);
  return EXIT.held;
}
