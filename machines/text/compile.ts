import {
  OomlabError,
  unknownName,
  type DocumentReader,
  type KernelSpec,
  type Scenario,
} from '../../src/model/index.js';
import { actorsOf, type Cast } from '../cast.js';
import { pageAllocator } from '../patches/page-allocator.js';
import { NUMBERS, numbersOf } from '../scenarios/sizes.js';
import { CAST } from './cast-fields.js';
import { outcomesOf, propertiesOf, type OutcomesText, type PropertiesText } from './claims.js';
import { declaredBy, type Declared } from './declarations.js';
import { expectedOf, type ExpectText } from './expected.js';
import { record, type Given } from './field.js';
import { refuseLostFrees } from './frees.js';
import { PROPERTIES } from './properties.js';
import { vocabularyOf } from './vocabulary.js';

/** A document that meets the schema. */
interface ScenarioText extends Declared {
  readonly id: string;
  readonly question: string;
  readonly topic?: string;
  readonly sizes?: string;
  readonly kernels?: readonly string[];
  readonly large?: boolean;
  readonly outcomes?: OutcomesText;
  readonly properties?: PropertiesText;
  readonly expect?: ExpectText;
}

/** What a text scenario means, asked of `kernels` unless it names its own: the same value as one in TypeScript. */
export function compile(document: unknown, reader: DocumentReader, kernels: readonly KernelSpec[]): Scenario {
  const text = document as ScenarioText;
  const { names, things } = declaredBy(text, reader);
  const asked = kernelsOf(text, kernels, reader);
  const params: Scenario['params'] = { ...NUMBERS, ...text.params };
  const claiming = { reader, vocabulary: vocabularyOf(things) };
  const outcomes = outcomesOf(text.outcomes ?? {}, claiming);
  const properties = propertiesOf(text.properties ?? [], claiming);
  const read = record('', CAST).read(text, { at: [], reader, names }) as unknown as Given<Cast>;
  const observers = Object.assign({}, ...properties.map(({ id }) => PROPERTIES[id]?.observers ?? {})) as object;
  const cast: Scenario['cast'] = (given) => {
    const said = { ...numbersOf(given), ...read(given), observers: { ...observers } };
    refuseLostFrees(said, reader);
    return actorsOf(said);
  };
  refuseDefaults(() => cast(params), reader);
  return {
    id: text.id,
    topic: text.topic ?? 'in text',
    question: text.question,
    sizes: text.sizes ?? sizesOf(params),
    params,
    cast,
    outcomes,
    properties,
    ...expectedOf(text.expect ?? {}, { outcomes, properties }, asked, reader),
    ...(text.kernels === undefined ? {} : { kernels: asked }),
    ...(text.large === undefined ? {} : { large: text.large }),
  };
}

/** The kernels that a scenario is asked of. Refuses those that do not exist, and those that lack what it is about. */
function kernelsOf(
  { kernels: named, freePages }: ScenarioText,
  kernels: readonly KernelSpec[],
  reader: DocumentReader,
): readonly string[] {
  const known = kernels.map(({ id }) => id);
  for (const [i, kernel] of (named ?? []).entries()) {
    if (known.includes(kernel)) continue;
    reader.refuse(['kernels', i], `There is no kernel "${kernel}".`, unknownName('kernel', kernel, known).mend);
  }
  const asked = named ?? known;
  const having = kernels.filter(({ patches }) => patches.includes(pageAllocator)).map(({ id }) => id);
  const lacking = asked.filter((id) => !having.includes(id));
  if (freePages !== undefined && lacking.length > 0) {
    reader.refuse(
      ['freePages'],
      `The page allocator is not modelled for ${lacking.join(', ')}.`,
      `Say of which kernels it is asked: "kernels: [${having.join(', ')}]", or fewer.`,
      'key',
    );
  }
  return asked;
}

/** What only shows when the cast is made, with the parameters' defaults, is told of the file too. */
function refuseDefaults(make: () => unknown, reader: DocumentReader): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof OomlabError) || error.code === 'E125') throw error;
    const { code, message, mend } = error;
    reader.refuse(['params'], message.replace(`${code} `, '').replace(` ${mend}`, ''), mend);
  }
}

const sizesOf = (params: Scenario['params']): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
