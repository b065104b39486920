import { columns } from '../../export/index.js';
import type { Recorded } from '../../play/index.js';
import { endingText, forEver, traceOf } from '../../trace/index.js';

/** Longer runs are no longer read as columns; a part of them is. */
const WHOLE = 2000;

/** The run as thread columns, 72 wide, as the command line prints it. */
export function columnsOf(playback: Recorded): string {
  const { system, schedule, length, loopStart } = playback;
  const ending = { ...playback.situationAt(length), enabled: playback.nextAt(length).length };
  const loops = ending.kind === 'open' && loopStart !== undefined ? { loopStart } : {};
  const title = `${playback.scenario} on ${playback.kernel}: ${endingText({ ending, ...loops })}`;
  if (length > WHOLE) {
    return `${title}\n\nIt has ${length} steps: too many to be read as columns.\nThe command prints them all:\n\noomlab show ${playback.token.slice(0, 60)}...\n`;
  }
  const trace = traceOf(system, schedule, loops);
  const notes = loops.loopStart === undefined ? [] : [forEver(trace, length - loops.loopStart, undefined)];
  return columns(trace, { width: 72, title, notes });
}
