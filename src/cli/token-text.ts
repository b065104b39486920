import { existsSync, readFileSync } from 'node:fs';
import { TOKEN_START, tokensIn } from '../check/tokens-in.js';
import { looksLikeItf, readItf, type ItfDocument } from '../export/index.js';
import { OomlabError } from '../model/index.js';

/** What a word of the command line means: a token, and the ITF trace that it was in, if it was in one. */
export interface Named {
  readonly token: string;
  readonly itf?: ItfDocument;
}

/** The token that a word means: itself, or the only one in the file that it names. Throws E121. */
export function tokenText(tokenOrFile: string): Named {
  if (tokenOrFile.startsWith(TOKEN_START)) return { token: tokenOrFile };
  if (!existsSync(tokenOrFile)) {
    throw new OomlabError(
      'E121',
      `"${tokenOrFile}" is neither a replay token nor a file.`,
      `Copy the whole token, from "${TOKEN_START}" to its last character, or give a file that holds one.`,
    );
  }
  const text = textOf(tokenOrFile);
  if (looksLikeItf(text)) {
    const itf = readItf(text);
    return { token: itf.token, itf };
  }
  const found = new Set(tokensIn(text));
  const [first] = found;
  if (first !== undefined && found.size === 1) return { token: first };
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
