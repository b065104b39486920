/** The closed list of error codes; a code never changes its meaning. */
export type ErrorCode =
  | 'E101' // a call got no reply, or more than one
  | 'E102' // a reply that the caller does not handle
  | 'E103' // a tell that its receiver does not accept
  | 'E104' // a role that the wiring does not resolve
  | 'E105' // a term that cannot be evaluated
  | 'E106' // a thread state that offers nothing
  | 'E107' // an object that waits
  | 'E108' // an actor with more local states than can be searched
  | 'E109' // a machine that is not deterministic
  | 'E110' // a machine names an action, guard or update that does not exist
  | 'E111' // a patch names a fragment that does not exist
  | 'E112' // two patches of one fragment without an order
  | 'E113' // a fragment that does not exist is used
  | 'E114' // a machine that cannot be built
  | 'E115' // a counter that falls below zero
  | 'E120' // an unknown name on the command line
  | 'E121' // a malformed token
  | 'E122' // a token of another model
  | 'E123' // a bad parameter
  | 'E124' // a user file that cannot be loaded
  | 'E125' // a scenario file that says something wrong, with its line and column
  | 'E126'; // a page claims what the search does not find

/** An error of the model or of its user, with what to do about it: code, what happened, **the mend**. */
export class OomlabError extends Error {
  readonly code: ErrorCode;
  /** What the reader should do next; one sentence. */
  readonly mend: string;

  constructor(code: ErrorCode, what: string, mend: string) {
    super(`${code} ${what} ${mend}`);
    this.name = 'OomlabError';
    this.code = code;
    this.mend = mend;
  }
}

/** The names nearest to a mistyped one, best first: those within a third of its length in edits, or that contain it. */
export function nearestNames(wanted: string, known: readonly string[], most = 3): string[] {
  const scored = known.map((name) => ({ name, distance: name.includes(wanted) ? 1 : editDistance(wanted, name) }));
  const limit = Math.max(2, Math.ceil(wanted.length / 3));
  return scored
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** The error for an unknown name: says what was asked, and the nearest names that exist. */
export function unknownName(kind: string, wanted: string, known: readonly string[]): OomlabError {
  const near = nearestNames(wanted, known);
  const some = known.slice(0, 8).join(', ');
  const all = known.length > 8 ? `${some}, … (${known.length} in all; "oomlab list" shows them)` : some;
  const others = known.length > 0 ? `Known: ${all}.` : `There is no ${kind} at all.`;
  const list = near.length > 0 ? `Did you mean ${near.join(', ')}?` : others;
  return new OomlabError('E120', `There is no ${kind} "${wanted}".`, list);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
