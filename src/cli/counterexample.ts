import { columns } from '../export/index.js';
import { parseToken, type System } from '../system/index.js';
import { buildSystem } from '../system/index.js';
import { traceOf } from '../trace/index.js';
import type { Context } from './context.js';
import { repeatsFrom } from './recording.js';
import { kernelSource } from './patch-file.js';
import { replayCommand } from './replay-command.js';
import type { Deviation, Row } from './row.js';
import type { SearchJob } from './search-job.js';

/** A deviation's run as kernel changelogs draw races, with the command that replays it. Empty where no single run shows it. */
export async function counterexampleText(
  { catalogue }: Context,
  job: SearchJob,
  row: Row,
  { counterexample, kind, name, found }: Deviation,
): Promise<string> {
  if (counterexample === undefined) return '';
  const kernel = await kernelSource(catalogue)(job.kernel, job.patches);
  const system = buildSystem(catalogue.findScenario(job.scenario), kernel, job.params);
  const drawn = columnsOf(system, counterexample.token, `${row.scenario} on ${row.kernel}: ${kind} ${name}, ${found}`);
  return `\n${drawn}\nreplay: ${replayCommand(counterexample.token, job.patches)}\n\n`;
}

/** A token's run as thread columns, 72 wide. */
export function columnsOf(system: System, token: string, title: string): string {
  const { schedule } = parseToken(token);
  const loopStart = repeatsFrom(system, schedule);
  return columns(traceOf(system, schedule, loopStart === undefined ? {} : { loopStart }), { width: 72, title });
}
