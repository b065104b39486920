import { existsSync, readFileSync } from 'node:fs';
import { OomlabError } from '../model/index.js';

/** The token that a word of the command line means: itself, or the only one in the file that it names. Throws E121. */
export function tokenText(tokenOrFile: string): string {
  if (tokenOrFile.startsWith(TOKEN)) return tokenOrFile;
  if (!existsSync(tokenOrFile)) {
    throw new OomlabError(
      'E121',
      `"${tokenOrFile}" is neither a replay token nor a file.`,
      `Copy the whole token, from "${TOKEN}" to its last character, or give a file that holds one.`,
    );
  }
  const found = new Set(textOf(tokenOrFile).match(TOKENS));
  const [first] = found;
  if (first !== undefined && found.size === 1) return first;
  throw new OomlabError(
    'E121',
    `The file "${tokenOrFile}" holds ${found.size === 0 ? 'no replay token' : `${found.size} tokens`}.`,
    'Give a file with one token in it, or the token itself.',
  );
}

const TOKEN = 'oom1:';
/** A token inside other text, such as a mail or a JSON report. */
const TOKENS = /\boom1:[\w.+-]+:[\w.+-]+:[\w=,-]+:[0-9a-f]+:[\w.()-]+/g;

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new OomlabError('E121', `"${file}" cannot be read (${why}).`, 'Give a file with one token in it.');
  }
}
