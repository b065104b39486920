import { writeJson, type Context, type JsonOption } from './context.js';
import { writeWhole } from './write-file.js';

export interface DrawingTarget extends JsonOption {
  readonly output?: string;
}

/**
 * Hands out a drawing: to stdout, or into a file. With `--json` stdout has one document with the drawing, where it went, and
 * what it was made of.
 */
export function handOut(
  { io }: Context,
  drawing: string,
  { output, json }: DrawingTarget,
  inputs: { readonly [name: string]: unknown },
): void {
  if (output !== undefined) writeWhole(output, drawing);
  if (json) writeJson(io, { ...inputs, output: output ?? null, drawing });
  else if (output === undefined) io.out(drawing);
}
