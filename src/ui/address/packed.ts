import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { OomlabError } from '../../model/errors.js';
import type { TextFile } from '../../model/index.js';

/** Text made short enough for a link: deflated, in the alphabet of base64url; as it is where that is shorter. */
export function packed(text: string): string {
  const deflated = `z${base64url(deflateSync(strToU8(text), { level: 9 }))}`;
  const plain = `r${text}`;
  return encodeURIComponent(plain).length <= deflated.length ? plain : deflated;
}

/** What was packed. Throws E121 for what was not. */
export function unpacked(text: string): string {
  if (text.startsWith('r')) return text.slice(1);
  try {
    if (!text.startsWith('z')) throw new RangeError('no such packing');
    const bytes = inflateSync(bytesOf(text.slice(1)), { out: new Uint8Array(LARGEST) });
    // The library stops writing where the room ends, and says nothing.
    if (bytes.length === 0 || bytes.length === LARGEST) throw new RangeError('nothing, or too much in it');
    return strFromU8(bytes);
  } catch {
    throw new OomlabError(
      'E121',
      'The link is cut or garbled: what it carries cannot be unpacked.',
      'Copy the whole link again, to its last character.',
    );
  }
}

/** The scenario in text that an address carries, if it does. Throws E121. */
export const sourceOf = ({ text }: { readonly text?: string }): string | undefined =>
  text === undefined ? undefined : unpacked(text);

/** The same as a file. Throws E121. */
export const textFile = (text: string): TextFile => ({ file: 'scenario.yaml', text: unpacked(text) });

/** A link says a question and a run; nobody needs more than this, and a hostile one must not fill the memory. */
const LARGEST = 2 ** 20;

const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
