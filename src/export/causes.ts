import type { Commit, Patch } from '../model/index.js';
import type { Cause } from '../trace/index.js';

export { causesOf, ownPatches, type Cause, type Kernels } from '../trace/index.js';

/** A commit as short as can be: its id, or how it is known that there is one. */
export const commitName = ({ id, evidence }: Pick<Commit, 'id' | 'evidence'>): string =>
  id === 'unknown' ? `commit unknown [${evidence}]` : id;

/** A commit with how its id is known. */
export const commitText = ({ id, subject, evidence }: Commit): string =>
  `${id === 'unknown' ? 'commit unknown' : id} ("${subject}") [${evidence}]`;

/** A patch and what it changes, where it says so: one that somebody tries out need not. */
export const patchText = ({ id, summary }: Pick<Patch, 'id' | 'summary'>): string =>
  summary === '' ? id : `${id}: ${summary}`;

/** `+ patch-id 0123456789ab 123456789abc`, for a label. */
export const causeText = ({ sign, patch }: Cause): string =>
  [`${sign} ${patch.id}`, ...patch.commits.map(commitName)].join(' ');

/** A patch with all there is to say about it. */
export const causeLines = ({ sign, patch }: Cause): string[] => [
  `${sign} ${patchText(patch)}`,
  ...patch.commits.map((commit) => `    ${commitText(commit)}`),
];
