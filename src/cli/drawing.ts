import { OomlabError } from '../model/index.js';
import { writeJson, type Context, type JsonOption } from './context.js';
import { writeWhole } from './write-file.js';

export interface DrawingTarget extends JsonOption {
  readonly output?: string;
}

/**
 * Hands out a drawing: to stdout, or into a file. With `--json` stdout has one document with the drawing, where it went, and
 * what it was made of; bytes are in it as base64. Throws E123 for bytes that would go to stdout.
 */
export function handOut(
  { io }: Context,
  drawing: string | Uint8Array,
  { output, json }: DrawingTarget,
  inputs: { readonly [name: string]: unknown },
): void {
  const isText = typeof drawing === 'string';
  if (!isText && output === undefined && !json) {
    throw new OomlabError('E123', 'A PNG is no text for a terminal.', 'Say where it goes: -o FILE.');
  }
  if (output !== undefined) writeWhole(output, drawing);
  const encoded = isText ? { drawing } : { encoding: 'base64', drawing: Buffer.from(drawing).toString('base64') };
  if (json) writeJson(io, { ...inputs, output: output ?? null, ...encoded });
  else if (output === undefined && isText) io.out(drawing);
}
