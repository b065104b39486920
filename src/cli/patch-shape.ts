import {
  nearestNames,
  OomlabError,
  type Commit,
  type CommitEvidence,
  type MachineKind,
  type Patch,
} from '../model/index.js';

/** What one key may hold: the question, and what to give instead. */
interface Rule {
  readonly fits: (value: unknown) => boolean;
  readonly wants: string;
  readonly isRequired?: true;
}

type Shape = { readonly [key: string]: Rule };

/** A shape has a rule for every key of the type, and for no other. */
type ShapeOf<T> = { readonly [K in keyof Required<T>]: Rule };

const EVIDENCE = [
  'source',
  'message',
  'shortlog',
  'mail',
  'first version',
] as const satisfies readonly CommitEvidence[];

const KINDS = ['thread', 'object', 'observer'] as const satisfies readonly MachineKind[];

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isLine = (value: unknown): value is string => typeof value === 'string' && /^\P{Cc}*$/u.test(value);
const isListOf = (fits: (item: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(fits);

/** The id becomes part of tokens and tables: what separates those must not be in it. */
const isId = (value: unknown): boolean => typeof value === 'string' && /^[\w.-]+$/.test(value);
const isMachine = (value: unknown): boolean => {
  const { id, kind, context, root, fragments } = (isRecord(value) ? value : {}) as { readonly [key: string]: unknown };
  return isId(id) && KINDS.some((word) => word === kind) && [context, root].every(isFunction) && isRecord(fragments);
};

const PATCH = {
  id: { fits: isId, wants: 'letters, digits, dots and dashes', isRequired: true },
  commits: {
    fits: isListOf(isRecord),
    wants: 'a list of { id, subject, evidence }: [] where no commit did it',
  },
  summary: { fits: isLine, wants: 'one line of text' },
  machines: { fits: isRecord, wants: '{ … } with a change for each machine by its name' },
  cast: { fits: isListOf(isMachine), wants: 'a list of machines, each with id, kind, context, fragments and root' },
  after: { fits: isListOf(isId), wants: 'a list of ids of patches' },
} satisfies ShapeOf<Patch>;

const COMMIT = {
  id: {
    fits: (value) => typeof value === 'string' && /^([0-9a-f]{12,40}|unknown)$/.test(value),
    wants: '12 hex digits, or "unknown"',
    isRequired: true,
  },
  subject: { fits: isLine, wants: 'one line of text', isRequired: true },
  evidence: {
    fits: (value) => EVIDENCE.some((word) => word === value),
    wants: EVIDENCE.map((word) => `"${word}"`).join(' or '),
    isRequired: true,
  },
} satisfies ShapeOf<Commit>;

const named = (what: string): Rule => ({ fits: isRecord, wants: `{ … } with ${what} by name` });

const CHANGE = {
  // Whether each is a function is asked where it is used.
  replace: named('fragments'),
  add: named('fragments'),
  remove: { fits: isListOf(isLine), wants: 'a list of names of fragments' },
  guards: named('functions'),
  updates: named('functions'),
  refs: named('"ref", "list" or "set"'),
  context: named('values'),
} satisfies ShapeOf<NonNullable<Patch['machines']>[string]>;

/**
 * The patch that a file exports. It is loaded without a type check, and what is mistyped in it would be found late, or would
 * silently change nothing. Throws E124 for the first thing that is not as it must be.
 */
export function asPatch(file: string, exported: unknown): Patch {
  if (!isRecord(exported) || !isId((exported as { readonly id?: unknown }).id)) {
    throw new OomlabError(
      'E124',
      `"${file}" exports no patch.`,
      'Give it "export default { id, commits, summary, machines }"; the id has letters, digits, dots and dashes.',
    );
  }
  refuseMisshapen(file, 'the patch', exported, PATCH);
  // Somebody who tries something out has no commit and no words for it yet.
  const { commits = [], summary = '', ...given } = exported as Partial<Patch> & Pick<Patch, 'id'>;
  const patch: Patch = { ...given, commits, summary };
  for (const [i, commit] of patch.commits.entries()) refuseMisshapen(file, `commit ${i + 1}`, commit, COMMIT);
  for (const [machine, change] of Object.entries<unknown>(patch.machines ?? {})) {
    const what = `the change of machine "${machine}"`;
    if (!isRecord(change)) throw wrong(file, `${what} is ${shown(change)}.`, 'Give it replace: { … }, or add.');
    refuseMisshapen(file, what, change, CHANGE);
  }
  if (Object.keys(patch.machines ?? {}).length + (patch.cast ?? []).length === 0) {
    throw new OomlabError('E124', `The patch in "${file}" changes nothing.`, 'Give it machines: { … } with fragments.');
  }
  return patch;
}

function refuseMisshapen(file: string, what: string, object: object, shape: Shape): void {
  const values = object as { readonly [key: string]: unknown };
  const known = Object.keys(shape);
  const key = Object.keys(values).find((one) => !known.includes(one));
  if (key !== undefined) {
    const near = nearestNames(key, known);
    const mend = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `It may have ${known.join(', ')}.`;
    throw wrong(file, `${what} has the key "${key}", which means nothing.`, mend);
  }
  for (const [name, { fits, wants, isRequired }] of Object.entries(shape)) {
    const value = values[name];
    if (value === undefined ? !isRequired : fits(value)) continue;
    const is = value === undefined ? `has no ${name}` : `has ${shown(value)} for its ${name}`;
    throw wrong(file, `${what} ${is}.`, `Give ${wants}.`);
  }
}

const wrong = (file: string, what: string, mend: string): OomlabError =>
  new OomlabError('E124', `In "${file}", ${what}`, mend);

/** A value as an error has room for it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'a list of something else';
  return typeof value === 'object' && value !== null
    ? 'an object'
    : typeof value === 'function'
      ? 'a function'
      : String(value);
}
