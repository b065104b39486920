import type { Recorded } from '../../play/index.js';
import { runTitle } from '../../trace/index.js';

/** What a run is called, in its columns and in whatever it is saved as. */
export function titleOf(playback: Recorded): string {
  const { length, loopStart } = playback;
  const ending = { ...playback.situationAt(length), enabled: playback.nextAt(length).length };
  const loops = ending.kind === 'open' && loopStart !== undefined ? { loopStart } : {};
  return runTitle(playback, { ending, ...loops });
}
