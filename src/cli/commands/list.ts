import { isLiveness } from '../../model/index.js';
import type { Context, JsonOption } from '../context.js';
import { writeJson } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { askedOf } from '../selection.js';
import type { Catalogue } from '../catalogue.js';

/** `oomlab list`: all names that the other commands take. */
export async function list({ io, catalogue }: Context, { json }: JsonOption): Promise<ExitCode> {
  const contents = {
    scenarios: scenariosOf(catalogue),
    kernels: kernelsOf(catalogue),
    properties: propertiesOf(catalogue),
    machines: machinesOf(catalogue),
  };
  if (json) writeJson(io, contents);
  else io.out(listText(contents, catalogue.kernels.length));
  return EXIT.held;
}

interface Contents {
  readonly scenarios: ReturnType<typeof scenariosOf>;
  readonly kernels: ReturnType<typeof kernelsOf>;
  readonly properties: ReturnType<typeof propertiesOf>;
  readonly machines: ReturnType<typeof machinesOf>;
}

const scenariosOf = (catalogue: Catalogue) =>
  catalogue.scenarios.map((scenario) => ({
    id: scenario.id,
    question: scenario.question,
    topic: scenario.topic,
    kernels: askedOf(catalogue, scenario),
    large: scenario.large === true,
    sizes: scenario.sizes,
    params: scenario.params,
    outcomes: scenario.outcomes.map(({ name, description }) => ({ name, description })),
    properties: scenario.properties.map(({ id }) => id),
  }));

const kernelsOf = ({ kernels }: Catalogue) =>
  kernels.map(({ id, date, summary, patches }) => ({
    id,
    date,
    summary,
    patches: patches.map((patch) => patch.id),
    commits: patches.flatMap(({ commits }) => commits),
  }));

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

function listText({ scenarios, kernels, properties, machines }: Contents, all: number): string {
  const where = (ids: readonly string[]): string => (ids.length === all ? 'all kernels' : ids.join(', '));
  const section = (title: string, lines: readonly string[]): string => [title, ...lines, ''].join('\n');
  const ids = [scenarios, kernels, properties, machines].flatMap((list) => list.map(({ id }) => id));
  const width = Math.max(...ids.map(({ length }) => length));
  const named = (id: string, text: string): string => `  ${id.padEnd(width)}  ${text}`;
  const under = (text: string): string => named('', text);
  return [
    section(
      'Scenarios',
      scenarios.flatMap(({ id, question, topic, kernels: asked, large, params }) => [
        named(id, question),
        under(
          `${topic}; ${where(asked)}; ${defaultsText(params)}${large ? '; large: only with --large, or by name' : ''}`,
        ),
      ]),
    ),
    section(
      'Kernels',
      kernels.flatMap(({ id, date, summary, commits }, at) => [
        named(id, `${date}  ${summary}`),
        ...newIn(commits, kernels.slice(0, at)).map((commit) =>
          under(`${commit.id === 'unknown' ? '-'.repeat(12) : commit.id}  ${commit.subject} (${commit.evidence})`),
        ),
      ]),
    ),
    section(
      'Properties',
      properties.map(({ id, kind, description }) => named(id, `${kind}: ${description}`)),
    ),
    section(
      'Machines',
      machines.flatMap(({ id, kind, description, kernels: having }) => [
        named(id, `${kind}; ${where(having)}`),
        under(description ?? ''),
      ]),
    ),
  ].join('\n');
}

/** What a kernel adds to those before it; the whole list is in --json. */
function newIn(commits: Contents['kernels'][number]['commits'], before: Contents['kernels']): typeof commits {
  return commits.filter((commit) => !before.some((earlier) => earlier.commits.includes(commit)));
}

const defaultsText = (params: { readonly [name: string]: number }): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
