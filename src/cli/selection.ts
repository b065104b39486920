import { OomlabError, askedOf, notAsked, unknownName, type Scenario } from '../model/index.js';
import type { Catalogue } from './catalogue.js';

/** What the user named on the command line. */
export interface Named {
  /** Scenarios, or `all`; kernels, patch files and parameters that stand after an option which takes several. */
  readonly words: readonly string[];
  readonly kernels: readonly string[];
  readonly patches: readonly string[];
  readonly params: readonly string[];
}

/** The same, each in its place. */
export interface Sorted {
  readonly scenarios: readonly string[];
  readonly kernels: readonly string[];
  readonly patches: readonly string[];
  readonly params: readonly string[];
}

/**
 * Puts bare words in their place: `--kernel v3.11 v3.12` and `--patch a.ts b.ts` may list several, and a scenario may stand
 * after them, so a word is told by what it names and not by where it stands.
 */
export function sortWords(catalogue: Catalogue, { words, kernels, patches, params }: Named): Sorted {
  const isKernel = (word: string): boolean =>
    kernels.length > 0 && catalogue.kernels.some(({ id }) => id === word) && !isScenario(word);
  const isScenario = (word: string): boolean => catalogue.scenarios.some(({ id }) => id === word);
  const isPatch = (word: string): boolean => patches.length > 0 && /\.[cm]?[jt]s$/.test(word);
  const isParam = (word: string): boolean => params.length > 0 && word.includes('=');
  const kindOf = (word: string): keyof Sorted =>
    isKernel(word) ? 'kernels' : isPatch(word) ? 'patches' : isParam(word) ? 'params' : 'scenarios';
  const of = (kind: keyof Sorted): string[] => words.filter((word) => kindOf(word) === kind);
  return {
    scenarios: of('scenarios'),
    kernels: [...kernels.flatMap((list) => list.split(',')), ...of('kernels')],
    patches: [...patches, ...of('patches')],
    params: [...params, ...of('params')],
  };
}

/** One row to work out. */
export interface Pair {
  readonly scenario: Scenario;
  readonly kernel: string;
}

export interface SelectionOptions {
  /** `all` leaves out what is marked large unless this says otherwise; what is named is never left out. */
  readonly large: 'with' | 'without';
}

/**
 * The rows of scenarios × kernels, in catalogue order. Throws E120 for a name that does not exist, and for a scenario that
 * is not asked of the one kernel named for it.
 */
export function pairsOf(
  catalogue: Catalogue,
  { scenarios, kernels }: Pick<Sorted, 'scenarios' | 'kernels'>,
  { large }: SelectionOptions,
): Pair[] {
  const everything = scenarios.includes('all');
  const named = [...new Set(scenarios)].filter((name) => name !== 'all').map((name) => findScenario(catalogue, name));
  const kernelIds = kernels.filter((name) => name !== 'all').map((name) => catalogue.findKernel(name).spec.id);
  const anyKernel = kernels.length === 0 || kernels.includes('all');
  const chosen = [
    ...catalogue.scenarios.filter(
      (scenario) => named.includes(scenario) || (everything && (large === 'with' || scenario.large !== true)),
    ),
    // Those into which somebody was let stand in no list.
    ...named.filter((scenario) => !catalogue.scenarios.includes(scenario)),
  ];
  return chosen.flatMap((scenario) => {
    const asked = askedOf(scenario, catalogue.kernels);
    const rows = asked.filter((id) => anyKernel || kernelIds.includes(id));
    if (rows.length === 0 && named.includes(scenario)) throw notAsked(scenario.id, kernelIds, asked);
    return rows.map((kernel) => ({ scenario, kernel }));
  });
}

/** The kernel of a single run: the named one, or the newest that the scenario is asked of. Throws E120. */
export function kernelFor(catalogue: Catalogue, scenario: Scenario, named: string | undefined): string {
  const asked = askedOf(scenario, catalogue.kernels);
  if (named === 'all') {
    throw new OomlabError('E120', 'A run is on one kernel, not on all.', `Give one of ${asked.join(', ')}.`);
  }
  const id = named === undefined ? asked.at(-1) : catalogue.findKernel(named).spec.id;
  if (id === undefined || !asked.includes(id)) throw notAsked(scenario.id, id === undefined ? [] : [id], asked);
  return id;
}

function findScenario(catalogue: Catalogue, name: string): Scenario {
  // A kernel where a scenario should stand is a likely slip, and no scenario's name is near to it.
  if (catalogue.kernels.some(({ id }) => id === name) && !catalogue.scenarios.some(({ id }) => id === name)) {
    throw new OomlabError(
      'E120',
      `"${name}" is a kernel, not a scenario.`,
      `Write "--kernel ${name}" after a scenario.`,
    );
  }
  return catalogue.findScenario(name);
}

/** Those scenarios that have all the parameters. Throws E123 where none has. */
export function havingParams(scenarios: readonly Scenario[], names: readonly string[]): Scenario[] {
  const having = scenarios.filter(({ params }) => names.every((name) => name in params));
  if (having.length > 0 || names.length === 0) return having;
  const known = [...new Set(scenarios.flatMap(({ params }) => Object.keys(params)))];
  throw new OomlabError(
    'E123',
    `No scenario has the parameter ${names.join(' and ')}.`,
    `There are ${known.join(', ')}.`,
  );
}

/** Throws E120 where none of the scenarios has the property. */
export function refuseUnknownProperty(catalogue: Catalogue, scenarios: readonly Scenario[], property: string): void {
  const known = [...new Set(scenarios.flatMap(({ properties }) => properties.map(({ id }) => id)))];
  if (known.includes(property)) return;
  const elsewhere = catalogue.scenarios.some(({ properties }) => properties.some(({ id }) => id === property));
  if (!elsewhere) throw unknownName('property', property, known);
  throw new OomlabError(
    'E120',
    `The property "${property}" is not judged in the scenarios named.`,
    `Here it may be ${known.join(', ')}; "oomlab list" says where the other ones are.`,
  );
}
