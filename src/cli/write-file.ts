import { lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OomlabError } from '../model/index.js';

/**
 * Writes a file whole or not at all: beside its place first, then by a rename, keeping the mode of what was there. What is
 * no regular file (a device, a pipe) is written to as it is, and a link is followed. Throws E123 where it cannot be written.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  try {
    const target = present(path) ? realpathSync(path) : path;
    const before = present(target) ? statSync(target) : undefined;
    if (before !== undefined && !before.isFile()) writeFileSync(target, content);
    else if (before !== undefined && (before.mode & 0o200) === 0) throw refused(path, 'it is read-only');
    else replace(target, content, before?.mode);
  } catch (error) {
    if (error instanceof OomlabError) throw error;
    throw refused(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

function replace(path: string, content: string | Uint8Array, mode: number | undefined): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(beside, content, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

const present = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

const refused = (path: string, why: string): OomlabError =>
  new OomlabError('E123', `Cannot write "${path}" (${why}).`, 'Give -o a file in a folder you may write to.');
