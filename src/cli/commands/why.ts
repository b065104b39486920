import { shows, why as explain, type Aim } from '../../explore/index.js';
import { OomlabError } from '../../model/index.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { count } from '../quantities.js';
import { besideText } from '../beside-text.js';
import { likelyAim, reasonsJson, reasonsText } from '../../check/reasons.js';
import { runTitle } from '../../trace/index.js';
import { openRecording, type Recording } from '../recording.js';
import { replayCommand } from '../../check/replay-command.js';
import { tokenOf, ReferenceHost, replay } from '../../system/index.js';
import { textOf } from '../text/text-scenarios.js';
import { wrap } from '../../export/index.js';

export interface WhyOptions extends JsonOption {
  readonly outcome?: string;
  readonly property?: string;
  readonly maxStates: string;
  readonly width: string;
  readonly patch: readonly string[];
  /** The file that the token's scenario is written in. */
  readonly scenario?: string;
}

/** Narrower than this, two runs cannot be read beside each other. */
const NARROWEST = 48;

/** `oomlab why`: which two steps' order decides a run, from where on it could not be helped, and the nearest run that passes. */
export async function why(context: Context, tokenOrFile: string, options: WhyOptions): Promise<ExitCode> {
  const { io } = context;
  const width = count('--width', options.width, NARROWEST);
  const states = count('--max-states', options.maxStates);
  const recording = await openRecording(context, tokenOrFile, options.patch);
  const { system, token } = recording;
  const aim = aimAsked(options) ?? likelyAim(system, token.schedule, recording);
  const reasons = explain(system, token.schedule, aim, { states });
  if (reasons === undefined) throw unexplained(recording, aim, states);
  if (options.json) {
    writeJson(io, {
      scenario: token.scenario,
      kernel: token.kernel,
      params: system.params,
      ...reasonsJson(system, aim, reasons),
    });
    return EXIT.held;
  }
  io.out(`${wrap(runTitle(token, recording), width).join('\n')}\n\n`);
  for (const text of reasonsText(system, aim, reasons)) io.out(`${wrap(text, width).join('\n')}\n\n`);
  const drawn = besideText(system, reasons, width);
  if (drawn === '' || reasons.passing === undefined) return EXIT.held;
  const beside = { patches: options.patch, text: textOf(context.catalogue, token.scenario) };
  const passing = tokenOf(system, replay(new ReferenceHost(system), { schedule: reasons.passing }));
  io.out(`${drawn}\n\nThe nearest that passes: ${replayCommand(passing, beside)}\n`);
  return EXIT.held;
}

function aimAsked({ outcome, property }: WhyOptions): Aim | undefined {
  if (outcome !== undefined && property !== undefined) {
    throw new OomlabError('E123', '--outcome and --property ask for two reasons.', 'Give one of them.');
  }
  if (outcome !== undefined) return { kind: 'outcome', name: outcome };
  return property === undefined ? undefined : { kind: 'property', name: property };
}

function unexplained({ system, token }: Recording, aim: Aim, states: number): OomlabError {
  if (aim.name !== 'hangs' && shows(system, token.schedule, aim)) {
    return new OomlabError(
      'E123',
      `More than ${states} states follow the end of that run.`,
      'Give more: --max-states NUMBER.',
    );
  }
  const what = aim.kind === 'property' ? `violate ${aim.name}` : aim.name === 'hangs' ? 'hang' : `end with ${aim.name}`;
  return new OomlabError(
    'E123',
    `That run does not ${what}, as far as ${states} states show.`,
    'Say what to explain: --outcome NAME or --property ID.',
  );
}
