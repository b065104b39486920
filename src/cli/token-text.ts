import { existsSync, readFileSync } from 'node:fs';
import { TOKEN_START, tokensIn } from '../check/tokens-in.js';
import { OomlabError } from '../model/index.js';

/** The token that a word of the command line means: itself, or the only one in the file that it names. Throws E121. */
export function tokenText(tokenOrFile: string): string {
  if (tokenOrFile.startsWith(TOKEN_START)) return tokenOrFile;
  if (!existsSync(tokenOrFile)) {
    throw new OomlabError(
      'E121',
      `"${tokenOrFile}" is neither a replay token nor a file.`,
      `Copy the whole token, from "${TOKEN_START}" to its last character, or give a file that holds one.`,
    );
  }
  const found = new Set(tokensIn(textOf(tokenOrFile)));
  const [first] = found;
  if (first !== undefined && found.size === 1) return first;
  throw new OomlabError(
    'E121',
    `The file "${tokenOrFile}" holds ${found.size === 0 ? 'no replay token' : `${found.size} tokens`}.`,
    'Give a file with one token in it, or the token itself.',
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new OomlabError('E121', `"${file}" cannot be read (${why}).`, 'Give a file with one token in it.');
  }
}
