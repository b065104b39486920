import { checkItf, looksLikeItf, readItf } from '../../export/itf.js';
import { traceOf } from '../../trace/index.js';
import type { Address } from '../address/address.js';
import { packed } from '../address/packed.js';
import { addressOfRun } from '../address/token-link.js';
import { openRun } from '../engine.js';

/**
 * Where the run of a trace in ITF is looked at; nothing where the text is no such trace. Throws E121 for one of another program
 * and E122 for one whose states are not those of its run.
 */
export async function addressOfItf(text: string): Promise<Address | undefined> {
  if (!looksLikeItf(text)) return undefined;
  const document = readItf(text);
  const { text: source } = document;
  const address = addressOfRun(document.token, source === undefined ? {} : { text: packed(source) });
  const { playback, departure } = await openRun(address);
  // A run of another model is shown as far as it goes, and the page says where it leaves: its states cannot be held to it.
  const { system, schedule, loopStart } = playback;
  if (departure === undefined) checkItf(document, traceOf(system, schedule, { loopStart }));
  return address;
}
