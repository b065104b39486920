import {
  Environment,
  EvaluationError,
  ParseError,
  TypeError as CelTypeError,
  type ASTNode,
} from '@marcbachmann/cel-js';
import { nearestNames, type Vocabulary, type VocabularyName } from '../model/index.js';

/** What is wrong with an expression, and how far into it. */
export class WrongExpression extends Error {
  readonly offset: number;
  readonly mend: string;

  constructor(what: string, mend: string, offset: number) {
    super(what);
    this.offset = offset;
    this.mend = mend;
  }
}

/** What can fail only when it is worked out, in the middle of a search. */
const REFUSED = ['/', '%', '[]', '[?]', 'map'];
/** CEL with nothing in it that takes long: a hostile expression must not outlast its search. */
const FUNCTIONS = ['all', 'exists', 'exists_one', 'filter', 'size'];
const LIMITS = { maxAstNodes: 300, maxDepth: 24, maxListElements: 50, maxMapEntries: 0, maxCallArguments: 4 };
/** Each of `all`, `exists` and `filter` inside another one multiplies the work by as many things as there are. */
const NESTED = 3;

/**
 * An expression in CEL over a vocabulary, checked before it runs. Evaluating it reads what it names and nothing else.
 *
 * Throws WrongExpression for what does not parse, a name that the vocabulary does not have, and a type that does not fit.
 */
export function compileExpression<World>(
  text: string,
  vocabulary: Vocabulary<World>,
): (world: World) => boolean | number {
  const environment = environmentOf(vocabulary);
  const { valid, type, error } = environment.check(text);
  if (error !== undefined) throw wrong(error, text, vocabulary, environment);
  const program = environment.parse(text);
  refuseUnfit(program.ast, 0);
  if (!valid || type !== vocabulary.result) {
    const what = `This comes to ${unprefixed(type ?? 'nothing')}, where ${RESULTS[vocabulary.result]} is needed.`;
    throw new WrongExpression(what, mendOfResult(vocabulary), 0);
  }
  const used = namesIn(program.ast).filter((name) => Object.hasOwn(vocabulary.names, name));
  return (world) => {
    const context = Object.fromEntries(used.map((name) => [name, meaning(world, vocabulary, vocabulary.names[name]!)]));
    try {
      const value = program(context) as boolean | bigint;
      return typeof value === 'bigint' ? Number(value) : value;
    } catch (cause) {
      if (!(cause instanceof EvaluationError)) throw cause;
      throw new WrongExpression(
        `It cannot be worked out: ${summary(cause)}.`,
        'Mend the expression.',
        cause.range?.start ?? 0,
      );
    }
  };
}

const RESULTS = { bool: 'true or false', int: 'a whole number' };

const mendOfResult = ({ result }: { readonly result: 'bool' | 'int' }): string =>
  result === 'bool' ? 'Compare it with something: A.usage > A.limit.' : 'Use + - * on numbers and parameters.';

/** A thing of the vocabulary in a state of the world. A class of its own for each kind tells the checker the fields. */
interface Thing<World> {
  readonly world: World;
  readonly id: string;
}

type ThingClass<World> = new (world: World, id: string) => Thing<World>;

const classes = new WeakMap<object, { readonly [kind: string]: ThingClass<never> }>();

/** The classes of a vocabulary's kinds, whose properties are read when they are asked for. */
function classesOf<World>({ kinds }: Vocabulary<World>): { readonly [kind: string]: ThingClass<World> } {
  const known = classes.get(kinds);
  if (known !== undefined) return known as unknown as { readonly [kind: string]: ThingClass<World> };
  const made = Object.fromEntries(
    Object.entries(kinds).map(([kind, fields]) => {
      class OneThing implements Thing<World> {
        constructor(
          readonly world: World,
          readonly id: string,
        ) {}
      }
      for (const [field, { read }] of Object.entries(fields)) {
        Object.defineProperty(OneThing.prototype, field, {
          get(this: OneThing) {
            return forCel(read(this.world, this.id));
          },
        });
      }
      return [kind, OneThing];
    }),
  );
  classes.set(kinds, made as { readonly [kind: string]: ThingClass<never> });
  return made;
}

/** CEL's integers are bigints; a number would be one of its doubles. */
const forCel = (value: boolean | number | string): boolean | bigint | string =>
  typeof value === 'number' ? BigInt(value) : value;

function environmentOf<World>(vocabulary: Vocabulary<World>): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS });
  for (const [kind, ctor] of Object.entries(classesOf(vocabulary))) {
    const fields = Object.entries(vocabulary.kinds[kind]!).map(([field, { type }]) => [field, type] as const);
    environment.registerType(typeName(kind), { ctor, fields: Object.fromEntries(fields) });
  }
  for (const [name, said] of Object.entries(vocabulary.names)) {
    try {
      environment.registerVariable(name, typeOf(said));
    } catch {
      throw new WrongExpression(`No expression can speak of "${name}", which is a word of CEL.`, 'Rename it.', 0);
    }
  }
  return environment;
}

/** Kinds are lower case like CEL's own types, and must not be taken for one. */
const typeName = (kind: string): string => `oomlab.${kind}`;

function typeOf(name: VocabularyName<never>): string {
  switch (name.is) {
    case 'value':
      return name.type;
    case 'thing':
      return typeName(name.kind);
    case 'things':
      return `list<${typeName(name.kind)}>`;
    default:
      return name satisfies never;
  }
}

function meaning<World>(world: World, vocabulary: Vocabulary<World>, name: VocabularyName<World>): unknown {
  if (name.is === 'value') return forCel(name.read(world));
  const Kind = classesOf(vocabulary)[name.kind]!;
  return name.is === 'thing' ? new Kind(world, name.id) : name.ids.map((id) => new Kind(world, id));
}

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value;

/** The nodes right below one. */
function below(node: ASTNode): ASTNode[] {
  const nodes = (value: unknown): ASTNode[] =>
    isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(nodes) : [];
  return nodes(node.args);
}

/** Refuses what the checker lets through and a search should not. */
function refuseUnfit(node: ASTNode, nested: number): void {
  if (REFUSED.includes(node.op)) {
    const mend = 'There is + - * == != < <= > >= && || ! ?: in, and names with their fields.';
    throw new WrongExpression(`There is no "${node.op}" here.`, mend, node.pos);
  }
  const called = node.op === 'call' || node.op === 'rcall' ? String((node.args as readonly unknown[])[0]) : undefined;
  if (called !== undefined && !FUNCTIONS.includes(called)) {
    throw new WrongExpression(`There is no "${called}" here.`, `There is ${FUNCTIONS.join(', ')}.`, node.pos);
  }
  const inside = node.op === 'rcall' && called !== 'size' ? nested + 1 : nested;
  if (inside > NESTED) {
    const what = `More than ${NESTED} of ${FUNCTIONS.slice(0, -1).join(', ')} stand inside each other.`;
    throw new WrongExpression(what, 'Say it with fewer.', node.pos);
  }
  for (const one of below(node)) refuseUnfit(one, inside);
}

function namesIn(node: ASTNode): string[] {
  if (node.op === 'id') return [String(node.args)];
  return [...new Set(below(node).flatMap(namesIn))];
}

type CelError = ParseError | EvaluationError | CelTypeError;

const unprefixed = (text: string): string => text.replaceAll('oomlab.', '');

const summary = (error: Error): string => unprefixed((error.message.split('\n')[0] ?? '').replace(/\.$/, ''));

function wrong(
  error: CelError,
  text: string,
  { names, kinds }: Vocabulary<never>,
  environment: Environment,
): WrongExpression {
  const { start, end } = error.range ?? { start: 0, end: 0 };
  const word = text.slice(start, end);
  if (error.code === 'unknown_variable') {
    return new WrongExpression(`There is no "${word}" to speak of.`, oneOf(word, Object.keys(names)), start);
  }
  if (error.code === 'no_such_key') {
    const kind = kindBefore(text.slice(0, start), environment);
    const known = Object.keys(kind === undefined ? Object.assign({}, ...Object.values(kinds)) : (kinds[kind] ?? {}));
    const what = kind === undefined ? `Nothing has a "${word}".` : `A ${kind} has no "${word}".`;
    return new WrongExpression(what, oneOf(word, known), start);
  }
  return new WrongExpression(`${summary(error)}.`, 'Mend the expression.', start);
}

/** The kind of the thing whose field is asked for, where it stands by its name. */
function kindBefore(before: string, environment: Environment): string | undefined {
  const name = /([A-Za-z]\w*)\s*\.\s*$/.exec(before)?.[1];
  const type = name === undefined ? undefined : environment.check(name).type;
  return type?.startsWith('oomlab.') ? type.slice('oomlab.'.length) : undefined;
}

function oneOf(word: string, known: readonly string[]): string {
  const near = nearestNames(word, known);
  return near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There is ${known.join(', ') || 'nothing'}.`;
}
