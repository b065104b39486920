import { columns, wrap } from '../export/index.js';
import { why, type Aim } from '../explore/index.js';
import { HANGS, type Fairness } from '../model/index.js';
import { buildSystem, parseToken, type System } from '../system/index.js';
import { forEver, traceOf } from '../trace/index.js';
import type { Context } from './context.js';
import { kernelSource } from './patch-file.js';
import { reasonsText } from '../check/reasons.js';
import { replayCommand, whyCommand } from '../check/replay-command.js';
import type { Deviation, Row } from '../check/row.js';
import type { Evidence, SearchJob } from '../check/search-job.js';

/** A deviation's run as kernel changelogs draw races, with the command that replays it. Empty where no single run shows it. */
export async function counterexampleText(
  { catalogue }: Context,
  job: SearchJob,
  row: Row,
  { counterexample, kind, name, found, fairness }: Deviation,
): Promise<string> {
  if (counterexample === undefined) return '';
  const kernel = await kernelSource(catalogue)(job.kernel, job.patches);
  const system = buildSystem(catalogue.findScenario(job.scenario), kernel, job.params);
  const title = `${row.scenario} on ${row.kernel}: ${kind} ${name}, ${found}`;
  const drawn = columnsOf(system, counterexample, { title, ...(fairness === undefined ? {} : { fairness }) });
  const reasons = reasonsFor(system, counterexample, kind, name);
  const said = reasons.map((text) => `${wrap(text, 72).join('\n')}\n\n`).join('');
  const commands = [`replay: ${replayCommand(counterexample.token, job)}`];
  if (reasons.length > 0) commands.push(`beside the nearest run that passes: ${whyCommand(counterexample.token, job)}`);
  return `\n${drawn}\n${said}${commands.join('\n')}\n\n`;
}

/** Why the run shows it, if it is no matter of what repeats for ever, and near enough to be looked at. */
function reasonsFor(system: System, { token, loop }: Evidence, kind: Deviation['kind'], name: string): string[] {
  if (loop !== undefined && name !== HANGS) return [];
  const aim: Aim = { kind, name };
  const reasons = why(system, parseToken(token).schedule, aim, { states: NEAR });
  return reasons === undefined ? [] : reasonsText(system, aim, reasons);
}

/** States, which are looked at in about a second. */
const NEAR = 1_000_000;

export interface DrawingOptions {
  readonly title: string;
  /** Of a run that violates a liveness property. */
  readonly fairness?: Fairness;
}

/** A run as thread columns, 72 wide, with what it does for ever, if it does. */
export function columnsOf(system: System, { token, loop }: Evidence, { title, fairness }: DrawingOptions): string {
  const { schedule } = parseToken(token);
  const loopStart = loop === undefined || loop === 0 ? {} : { loopStart: schedule.length - loop };
  const trace = traceOf(system, schedule, loopStart);
  return columns(trace, { width: 72, title, notes: loop === undefined ? [] : [forEver(trace, loop, fairness)] });
}
