import { readFileSync, statSync } from 'node:fs';
import { OomlabError, type TextFile } from '../../model/index.js';

/** A word of the command line that is a scenario file by its name, and the people let into it: `mine.yaml+kill-hog`. */
export function textFileIn(word: string): { readonly file: string; readonly people: string } | undefined {
  const [, file, people = ''] = /^(.*\.ya?ml)((?:\+[^+/]+)*)$/is.exec(word) ?? [];
  return file === undefined ? undefined : { file, people };
}

/** One question fills a screen or two. */
const LARGEST = 128 * 1024;

/** Reads a scenario file. Throws E124 for one that is not there, too large, or no text. */
export function readTextFile(file: string): TextFile {
  const { size, isFile } = statOf(file);
  if (!isFile) throw refused(file, 'is no file', 'Give the path of a scenario in YAML.');
  if (size > LARGEST) {
    throw refused(file, `has ${size} bytes`, `A scenario is one question: ${LARGEST} bytes are the most.`);
  }
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is no UTF-8 text' : `cannot be read (${String(code)})`;
    throw refused(file, why, 'Give a scenario in YAML.');
  }
}

function statOf(file: string): { readonly size: number; readonly isFile: boolean } {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new OomlabError('E124', `There is no file "${file}".`, 'Give the path of a scenario in YAML.');
  }
  return { size: stat.size, isFile: stat.isFile() };
}

const refused = (file: string, why: string, mend: string): OomlabError =>
  new OomlabError('E124', `"${file}" ${why}.`, mend);
