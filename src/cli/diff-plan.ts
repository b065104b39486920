import { resolve } from 'node:path';
import { askedOf, OomlabError, ownId, unknownName, type Kernel, type Scenario, type Value } from '../model/index.js';
import { buildSystem } from '../system/index.js';
import type { Catalogue } from './catalogue.js';
import type { Context } from './context.js';
import { kernelSource } from './patch-file.js';
import { paramsGiven } from './quantities.js';
import { havingParams, sortWords, type Sorted } from './selection.js';

/** What `diff` is asked to compare. */
export interface DiffPlanOptions {
  readonly patch: readonly string[];
  readonly param: readonly string[];
}

/** Two kernels, and the scenarios to compare them in. */
export interface DiffPlan {
  readonly before: Kernel;
  readonly after: Kernel;
  readonly scenarios: readonly Scenario[];
  readonly params: { readonly [name: string]: Value };
  /** Files of patches on top of the second kernel, as absolute paths. */
  readonly patches: readonly string[];
  /** The two kernels without these patches, by name. */
  readonly base: readonly [string, string];
}

/** Sorts out which words are kernels. With patches one kernel is enough: it is compared with itself and them on top. */
export async function diffPlanOf(
  context: Context,
  first: string,
  words: readonly string[],
  options: DiffPlanOptions,
): Promise<DiffPlan> {
  const { catalogue } = context;
  const sorted = sortWords(catalogue, { words, kernels: [first], patches: options.patch, params: options.param });
  const base = kernelsAsked(catalogue, sorted);
  const patches = sorted.patches.map((file) => resolve(file));
  const source = kernelSource(catalogue);
  const [before, after] = [await source(base[0], []), await source(base[1], patches)];
  const params = paramsGiven(sorted.params);
  const scenarios = scenariosAsked(context, sorted, base);
  // Whatever is wrong with the parameters is found before anything is searched.
  for (const scenario of scenarios) buildSystem(scenario, before, params);
  return { before, after, base, patches, params, scenarios };
}

function kernelsAsked(catalogue: Catalogue, { kernels, scenarios, patches }: Sorted): readonly [string, string] {
  const [from = '', to] = kernels;
  if (kernels.length > 2) throw new OomlabError('E123', `${kernels.length} kernels are named.`, 'Name two to compare.');
  if (to !== undefined) return [from, to];
  catalogue.findKernel(from);
  refuseUnknownWord(catalogue, scenarios);
  if (patches.length > 0) return [from, from];
  throw new OomlabError('E123', `Only ${from} is named.`, 'Name another kernel, or give --patch FILE.');
}

/** Where a second kernel may stand, a word that names nothing may be a slip for one as well as for a scenario. */
function refuseUnknownWord({ kernels, scenarios }: Catalogue, words: readonly string[]): void {
  const ids = scenarios.map(({ id }) => id);
  const unknown = words.find((word) => word !== 'all' && !ids.includes(ownId(word)));
  if (unknown === undefined) return;
  throw unknownName('kernel or scenario', unknown, [...kernels.map(({ id }) => id), ...ids]);
}

/** Those named, or of all that both kernels have in common, those that have the parameters. */
function scenariosAsked(context: Context, sorted: Sorted, base: readonly [string, string]): readonly Scenario[] {
  const { catalogue } = context;
  const isCommon = (scenario: Scenario): boolean => {
    const asked = askedOf(scenario, catalogue.kernels);
    return base.every((id) => asked.includes(id));
  };
  const named = sorted.scenarios.filter((name) => name !== 'all').map((name) => catalogue.findScenario(name));
  for (const scenario of named) {
    if (isCommon(scenario)) continue;
    const mend = `It is asked of ${askedOf(scenario, catalogue.kernels).join(', ')}.`;
    throw new OomlabError('E120', `The scenario "${scenario.id}" is not asked of both kernels.`, mend);
  }
  if (named.length > 0) return named;
  const common = catalogue.scenarios.filter((one) => one.large !== true && isCommon(one));
  return withParams(context, common, Object.keys(paramsGiven(sorted.params)));
}

function withParams({ io }: Context, scenarios: readonly Scenario[], names: readonly string[]): readonly Scenario[] {
  const having = havingParams(scenarios, names);
  const left = scenarios.length - having.length;
  if (left > 0) io.err(`Left out: ${left} ${left === 1 ? 'scenario' : 'scenarios'} without ${names.join(' and ')}.\n`);
  return having;
}
