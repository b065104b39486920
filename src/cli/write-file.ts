import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OomlabError } from '../model/index.js';

/** Writes a file whole or not at all: beside its place first, then by a rename. Throws E123 where it cannot be written. */
export function writeWhole(path: string, text: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new OomlabError('E123', `Cannot write "${path}" (${why}).`, 'Give -o a file in a folder you may write to.');
  }
}
