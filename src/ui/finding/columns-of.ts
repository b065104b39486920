import { columns } from '../../export/index.js';
import type { Recorded } from '../../play/index.js';
import { traceOf } from '../../trace/index.js';
import { titleOf } from './title.js';

/** Longer runs are no longer read as columns; a part of them is. */
const WHOLE = 2000;

/** The run as thread columns, 72 wide, as the command line prints it. */
export function columnsOf(playback: Recorded): string {
  const { system, schedule, length, loopStart } = playback;
  const title = titleOf(playback);
  if (length > WHOLE) {
    return `${title}\n\nIt has ${length} steps: too many to be read as columns.\nThe command prints them all:\n\noomlab show ${playback.token.slice(0, 60)}...\n`;
  }
  return columns(traceOf(system, schedule, { loopStart }), { width: 72, title });
}
