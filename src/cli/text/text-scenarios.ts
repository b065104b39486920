import { resolve } from 'node:path';
import type { Command } from 'commander';
import { OomlabError, ownId, type Scenario, type TextFile } from '../../model/index.js';
import type { Catalogue } from '../catalogue.js';
import type { SearchJob } from '../../check/search-job.js';
import { readTextFile, textFileIn } from './text-file.js';

/** The command line's words, with a catalogue that has what they mean. */
export interface Understood<Args extends readonly unknown[]> {
  readonly catalogue: Catalogue;
  readonly args: Args;
}

/**
 * Takes scenario files on a command line for the scenarios that they are: they join the catalogue, and their ids take the
 * place of the files. Throws E124 and E125.
 */
export async function understood<Args extends readonly unknown[]>(
  catalogue: Catalogue,
  args: Args,
): Promise<Understood<Args>> {
  const { registeredArguments } = args.at(-1) as Command;
  const { scenario: named } = args.at(-2) as { readonly scenario?: string };
  // A token may lie in a file of any name.
  const words = registeredArguments.map((argument, i) => (argument.name().startsWith('token') ? [] : [args[i]]).flat());
  const given = words.flat().flatMap((word) => (typeof word === 'string' ? (textFileIn(word)?.file ?? []) : []));
  const files = [...(named === undefined ? [] : [named]), ...given];
  if (files.length === 0) return { catalogue, args };
  const joined = await withScenarios(catalogue, files);
  const idOf = (word: unknown): unknown => {
    const { file, people } = (typeof word === 'string' ? textFileIn(word) : undefined) ?? {};
    const id = file === undefined ? undefined : joined.ids.get(file);
    return id === undefined ? word : `${id}${people}`;
  };
  const replaced = args.map((arg, i) =>
    i >= registeredArguments.length ? arg : Array.isArray(arg) ? arg.map(idOf) : idOf(arg),
  );
  return { catalogue: joined.catalogue, args: replaced as unknown as Args };
}

async function withScenarios(
  catalogue: Catalogue,
  files: readonly string[],
): Promise<{ readonly catalogue: Catalogue; readonly ids: ReadonlyMap<string, string> }> {
  const texts: { readonly scenario: Scenario; readonly source: TextFile }[] = [];
  const ids = new Map<string, string>();
  for (const file of new Set(files)) {
    const same = texts.find(({ source }) => resolve(source.file) === resolve(file));
    const source = same?.source ?? readTextFile(file);
    const taken = [...catalogue.scenarios, ...texts.map(({ scenario }) => scenario)].map(({ id }) => id);
    const scenario = same?.scenario ?? (await load(catalogue, source, taken));
    if (same === undefined) texts.push({ scenario, source });
    ids.set(file, scenario.id);
  }
  const all = [...catalogue.scenarios, ...texts.map(({ scenario }) => scenario)];
  return {
    ids,
    catalogue: {
      ...catalogue,
      texts,
      scenarios: all,
      findScenario: (id, among = all) => catalogue.findScenario(id, among),
    },
  };
}

async function load(catalogue: Catalogue, source: TextFile, taken: readonly string[]): Promise<Scenario> {
  const [{ loadScenario }, { checkSchema }, texts] = await Promise.all([
    import('../../text/load-scenario.js'),
    import('../../text/schema-check.js'),
    catalogue.textScenarios?.(),
  ]);
  if (texts !== undefined) return loadScenario(texts, source, { taken, checkSchema });
  throw new OomlabError(
    'E124',
    `"${source.file}" cannot be read: this catalogue has no scenarios in text.`,
    'Name one.',
  );
}

/** What a job is told of where its scenario came from. */
export function textIn(catalogue: Catalogue, id: string): Pick<SearchJob, 'text'> {
  const text = textOf(catalogue, id);
  return text === undefined ? {} : { text };
}

/** The file that a scenario of the catalogue came from; nothing where it is in TypeScript. */
export const textOf = ({ texts = [] }: Catalogue, id: string): TextFile | undefined =>
  texts.find(({ scenario }) => scenario.id === ownId(id))?.source;

/** Gives the scenarios of jobs, each made once: out of the catalogue, or out of the text that the job brings along. */
export function scenarioSource(catalogue: Catalogue): (job: SearchJob) => Promise<Scenario> {
  const made = new Map<string, Promise<Scenario>>();
  return async ({ scenario, text }) => {
    if (text === undefined) return catalogue.findScenario(scenario);
    const key = JSON.stringify(text);
    const known = made.get(key) ?? load(catalogue, text, []);
    made.set(key, known);
    return catalogue.findScenario(scenario, [await known]);
  };
}
