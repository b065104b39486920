import { tokensIn } from '../../check/tokens-in.js';
import { OomlabError } from '../../model/errors.js';
import { ownId } from '../../model/own-id.js';
import type { Address } from '../address/address.js';
import { packed } from '../address/packed.js';
import { addressOfRun } from '../address/token-link.js';

/** What a dropped file or a pasted text leads to. */
export type Opened =
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'several'; readonly runs: readonly NamedRun[] };

/** A run in a report, with the outcome or property that it shows. */
export interface NamedRun {
  readonly token: string;
  readonly of?: string;
}

const EXPECTED =
  'Drop a replay token, a file with one in it, a report of "oomlab check --json", or a scenario in YAML.';

/** What a text is: a token, something with tokens in it, or a scenario. Throws E121, E122 and E125 for what is none of ours. */
export async function opened(name: string, text: string): Promise<Opened> {
  const isScenario = /\.ya?ml$/i.test(name) || (/^id:\s/m.test(text) && /^tasks:/m.test(text));
  if (isScenario) return { kind: 'address', address: await addressOfScenario(name, text) };
  refuseOtherVersion(name, text);
  const run = await addressOfTrace(text);
  if (run !== undefined) return { kind: 'address', address: run };
  const runs = runsIn(text);
  const [first] = runs;
  if (first === undefined) throw noneOfOurs(name, text);
  return runs.length === 1 ? { kind: 'address', address: addressOf(first) } : { kind: 'several', runs };
}

async function addressOfScenario(name: string, text: string): Promise<Address> {
  const { searcher } = await import('../worker/shared.js');
  const { id } = await searcher().ask('understand', {
    text: { file: name === '' ? 'scenario.yaml' : name, text },
  });
  const own = packed(text.replace(TOKEN_LINE, ''));
  // A saved run of such a scenario has its token in the first line.
  const token = tokensIn(text).find((one) => ownId(one.split(':')[1] ?? '') === id);
  return token === undefined
    ? { page: 'run', scenario: id, params: {}, text: own }
    : addressOfRun(token, { text: own });
}

const TOKEN_LINE = /^# oom1:.*\n/;

/** Where a run is looked at. */
export const addressOf = ({ token, of }: NamedRun): Address => ({
  ...addressOfRun(token, {}),
  ...(of === undefined ? {} : { of }),
});

/** All runs in a text, once each, by the names that a report of "oomlab check --json" has for them. */
function runsIn(text: string): NamedRun[] {
  const names = new Map<unknown, unknown>();
  // Whoever wrote it: what is not as a report has it gives its runs no names.
  const note = (token: unknown, name: unknown): unknown => names.has(token) || names.set(token, name);
  for (const row of listIn(parsed(text), 'rows')) {
    for (const one of listIn(row, 'outcomes')) note(fieldOf(one, 'witness'), fieldOf(one, 'name'));
    for (const one of listIn(row, 'properties')) note(fieldOf(one, 'counterexample'), fieldOf(one, 'id'));
  }
  return [...new Set(tokensIn(text))].map((token) => {
    const of = names.get(token);
    return typeof of === 'string' ? { token, of } : { token };
  });
}

const fieldOf = (value: unknown, name: string): unknown =>
  (value as { readonly [name: string]: unknown } | null | undefined)?.[name];

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : [];
}

/** A trace in ITF says its states, too, which need the machines to be held to. */
async function addressOfTrace(text: string): Promise<Address | undefined> {
  return /^\s*\{/.test(text) && /"states"|"#meta"/.test(text)
    ? (await import('./itf-file.js')).addressOfItf(text)
    : undefined;
}

/** A report says its version; one of another may mean other things by the same words. */
function refuseOtherVersion(name: string, text: string): void {
  const said = /^\s*\{/.test(text) ? parsed(text) : undefined;
  const version = (said as { readonly version?: unknown } | undefined)?.version;
  if (version === undefined || version === 1 || tokensIn(text).length === 0) return;
  throw new OomlabError(
    'E121',
    `${nameOf(name)} is a report of version ${JSON.stringify(version).slice(0, 40)}, and this page reads version 1.`,
    'Make it again with this version of oomlab, or open a token out of it.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noneOfOurs(name: string, text: string): OomlabError {
  const what = text.trim() === '' ? 'is empty' : 'holds no replay token (one begins with "oom1:")';
  return new OomlabError('E121', `${nameOf(name)} ${what}.`, EXPECTED);
}

const nameOf = (name: string): string => (name === '' ? 'The text' : `The file "${name.slice(0, 80)}"`);
