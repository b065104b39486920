import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OomlabError } from '../model/index.js';

/**
 * A folder of the package, found through the package's own name, which is right from source, from dist and installed. Throws
 * E124 where it does not have the file that it is wanted for.
 */
export function packageFile(folder: string, file: string): string {
  const path = join(dirname(createRequire(import.meta.url).resolve('oomlab/package.json')), folder);
  if (existsSync(join(path, file))) return path;
  throw new OomlabError('E124', 'The page is not built.', 'Build it: npm run build.');
}
