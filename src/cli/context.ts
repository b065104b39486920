import type { Catalogue } from './catalogue.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { Searching } from '../check/search-job.js';

/** What every command is given; who searches is a pool of processes, or this very one. */
export interface Context extends Searching {
  readonly io: Io;
  readonly catalogue: Catalogue;
}

/** A command's work: it writes to `io` and says how the process should exit. */
export type Command<Args extends readonly unknown[]> = (context: Context, ...args: Args) => Promise<ExitCode>;

export interface JsonOption {
  readonly json?: true;
}

/** Writes the one JSON document of a command. */
export const writeJson = (io: Io, document: { readonly [key: string]: unknown }): void =>
  io.out(`${JSON.stringify({ version: 1, ...document }, undefined, 2)}\n`);
