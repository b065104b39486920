import { OomlabError } from '../model/errors.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';

/** How a failure is told: one line on stderr, and with --json the one document on stdout as well. */
export interface FailureOptions {
  readonly format: 'text' | 'json';
}

/**
 * Tells the user of an error and gives the exit code for it. What is no `OomlabError` is a bug of ours: it shows its stack
 * and asks to be reported.
 */
export function reportFailure(io: Io, error: unknown, { format }: FailureOptions): ExitCode {
  const { code, what, mend, exit, text } = describe(error);
  if (format === 'json')
    io.out(`${JSON.stringify({ version: 1, error: { code, message: what, mend } }, undefined, 2)}\n`);
  io.err(`oomlab: ${text}\n`);
  return exit;
}

function describe(error: unknown): { code: string; what: string; mend: string; exit: ExitCode; text: string } {
  if (error instanceof OomlabError) {
    const { code, mend } = error;
    const what = error.message.replace(`${code} `, '').replace(` ${mend}`, '');
    return { code, what, mend, exit: EXIT.usage, text: oneLine(error.message) };
  }
  const what = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const mend = 'This is a bug in oomlab: please report it, with the command you gave and the lines above.';
  return { code: 'internal', what, mend, exit: EXIT.internal, text: `internal error\n${stack}\n${mend}` };
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');
