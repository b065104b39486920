import type { Catalogue } from './catalogue.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { SearchAll } from './search-job.js';

/** What every command is given. */
export interface Context {
  readonly io: Io;
  readonly catalogue: Catalogue;
  /** Who searches: a pool of threads, or this one. */
  readonly searchAll: SearchAll;
}

/** A command's work: it writes to `io` and says how the process should exit. */
export type Command<Args extends readonly unknown[]> = (context: Context, ...args: Args) => Promise<ExitCode>;

export interface JsonOption {
  readonly json?: true;
}

/** Writes the one JSON document of a command. */
export const writeJson = (io: Io, document: { readonly [key: string]: unknown }): void =>
  io.out(`${JSON.stringify({ version: 1, ...document }, undefined, 2)}\n`);
