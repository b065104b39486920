import { askedOf, isLiveness, kernelBelow, unknownName } from '../../model/index.js';
import type { Context, JsonOption } from '../context.js';
import { writeJson } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { LIST_SECTIONS } from '../formats.js';
import { listText } from '../list-text.js';
import type { Catalogue } from '../catalogue.js';

/** `oomlab list`: all names that the other commands take, or those of some sections. Throws E120 for an unknown section. */
export async function list(
  { io, catalogue }: Context,
  sections: readonly string[],
  { json }: JsonOption,
): Promise<ExitCode> {
  for (const name of sections) if (!isSection(name)) throw unknownName('section', name, LIST_SECTIONS);
  const chosen = LIST_SECTIONS.filter((name) => sections.length === 0 || sections.includes(name));
  const contents = contentsOf(catalogue);
  if (json) writeJson(io, Object.fromEntries(chosen.map((name) => [name, contents[name]])));
  else io.out(listText(contents, chosen));
  return EXIT.held;
}

const isSection = (name: string): boolean => LIST_SECTIONS.some((section) => section === name);

/** What there is to list, whole: as scripts read it, and as the text is made from. */
export type Contents = ReturnType<typeof contentsOf>;

const contentsOf = (catalogue: Catalogue) => ({
  scenarios: scenariosOf(catalogue),
  kernels: kernelsOf(catalogue),
  properties: propertiesOf(catalogue),
  machines: machinesOf(catalogue),
});

const scenariosOf = (catalogue: Catalogue) =>
  catalogue.scenarios.map((scenario) => ({
    id: scenario.id,
    question: scenario.question,
    topic: scenario.topic,
    kernels: askedOf(scenario, catalogue.kernels),
    large: scenario.large === true,
    sizes: scenario.sizes,
    params: scenario.params,
    outcomes: scenario.outcomes.map(({ name, description }) => ({ name, description })),
    properties: scenario.properties.map(({ id }) => id),
  }));

const kernelsOf = ({ kernels }: Catalogue) =>
  kernels.map((kernel) => {
    const { id, date, summary, patches } = kernel;
    const below = kernelBelow(kernel, kernels);
    return {
      id,
      date,
      summary,
      patches: patches.map((patch) => patch.id),
      commits: patches.flatMap(({ commits }) => commits),
      buildsOn: below?.id ?? null,
      adds: patches.slice(below?.patches.length ?? 0).map((patch) => ({
        patch: patch.id,
        summary: patch.summary,
        commits: patch.commits,
      })),
    };
  });

function propertiesOf({ scenarios }: Catalogue) {
  const properties = new Map(scenarios.flatMap((scenario) => scenario.properties.map((one) => [one.id, one] as const)));
  return [...properties.values()].map((property) => ({
    id: property.id,
    kind: property.kind,
    description: property.description,
    ...(isLiveness(property) ? { fairness: property.fairness } : {}),
    scenarios: scenarios.filter(({ properties: own }) => own.some(({ id }) => id === property.id)).map(({ id }) => id),
  }));
}

function machinesOf({ kernels, findKernel }: Catalogue) {
  const built = kernels.map(({ id }) => findKernel(id));
  const ids = [...new Set(built.flatMap(({ machines }) => [...machines.keys()]))];
  return ids.map((id) => {
    const having = built.filter(({ machines }) => machines.has(id));
    const spec = having[0]?.machines.get(id)?.spec;
    return {
      id,
      kind: spec?.kind,
      description: spec?.description,
      kernels: having.map(({ spec: kernel }) => kernel.id),
    };
  });
}
