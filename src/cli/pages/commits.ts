import type { Patch } from '../../model/index.js';
import { code } from './markdown.js';

/** A patch with its commits, and how each id is known, in a line. */
export function patchText({ id, commits }: Patch): string {
  const known = commits.map(
    (commit) => `${commit.id === 'unknown' ? 'unknown id' : commit.id} “${commit.subject}” [${commit.evidence}]`,
  );
  return known.length === 0 ? code(id) : `${code(id)}: ${known.join('; ')}`;
}
