import picocolors from 'picocolors';
import type { Io } from './io.js';
import type { Paint } from './row-text.js';

/** The colours of an output; none where it carries none. */
export function paintFor({ colour }: Io): Paint {
  const { green, red, yellow, dim } = picocolors.createColors(colour === 'on');
  return { ok: green, failed: red, inconclusive: yellow, quiet: dim };
}
