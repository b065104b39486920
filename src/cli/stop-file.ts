import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OomlabError } from '../model/errors.js';

/** A flag that a process can raise and others can see: a file that is there or not. */
export interface StopFile {
  readonly path: string;
  raise(): void;
  remove(): void;
}

/**
 * A search never returns to its event loop, so neither a message nor a signal could tell a process that searches to stop;
 * a look at a file can. Throws E123 where no file can be made.
 */
export function stopFile(): StopFile {
  const path = join(temporaryFolder(), 'stop');
  const remove = (): void => rmSync(dirname(path), { recursive: true, force: true });
  process.once('exit', remove);
  return {
    path,
    raise: () => writeFileSync(path, ''),
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

/** Whether the flag is up, or nobody is there any more who could raise it. */
export const isStopped = (path: string): boolean => process.ppid !== PARENT || existsSync(path);

const PARENT = process.ppid;

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'oomlab-'));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new OomlabError(
      'E123',
      `No file can be made in "${tmpdir()}" (${why}), and a search is stopped by one.`,
      'Set TMPDIR to a folder you may write to.',
    );
  }
}
