import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLError,
} from 'yaml';
import { OomlabError, type DocumentPath, type TextFile } from '../model/index.js';

/** Which part of an entry is meant: what it says, or what it is called. */
export type Which = 'value' | 'key';

/** A document in YAML, and where all that it says stands. */
export interface TextDocument {
  readonly value: unknown;
  /** The error for something that stands there. `offset` is a place within a text, such as an expression. */
  wrong(
    at: DocumentPath,
    what: string,
    mend: string,
    where?: { readonly which?: Which; readonly offset?: number },
  ): OomlabError;
  /** Where something stands, as characters from the top. */
  offsetOf(at: DocumentPath, which?: Which): number;
}

/** A document may say a thing once and mean it several times; more than so often is an attack. */
const ALIASES = 100;

/** Reads YAML 1.2. Throws E125 with line and column for what is none, says a key twice, or grows when its aliases are followed. */
export function readDocument({ file, text }: TextFile): TextDocument {
  const lines = new LineCounter();
  const error = (offset: number, what: string, mend: string): OomlabError => {
    const { line, col } = lines.linePos(offset);
    return new OomlabError('E125', `${file}:${Math.max(1, line)}:${Math.max(1, col)}: ${what}`, mend);
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw error(fault.pos[0], ...faultOf(fault, text));
  if (document.contents === null) throw error(0, 'The file is empty.', 'Begin with "id: …" and "question: …".');
  if (!isMap(document.contents)) {
    throw error(0, 'This is no mapping of names to values.', 'Begin with "id: …" and "question: …".');
  }
  const offsetOf = (at: DocumentPath, which: Which = 'value'): number => locate(document, at, which);
  return {
    value: valueOf(document, error),
    offsetOf,
    wrong(at, what, mend, { which = 'value', offset } = {}) {
      const start = offsetOf(at, which);
      return error(offset === undefined ? start : (within(text, document, at, offset) ?? start), what, mend);
    },
  };
}

const TOO_DEEP: [string, string] = ['This is nested too deeply.', 'Write it with fewer levels.'];

/** What is wrong with the YAML, and the mend. */
function faultOf({ code, message, pos }: YAMLError, text: string): [string, string] {
  if (code === 'DUPLICATE_KEY') {
    const name = /^[\w.-]+/.exec(text.slice(pos[0]))?.[0] ?? '';
    return [`The name "${name}" stands here twice.`, 'Give one of them another name, or take it out.'];
  }
  if (code === 'MULTIPLE_DOCS') return ['A second document begins here.', 'Write one file a scenario.'];
  // The parser says it so when its own stack ends.
  if (message.includes('call stack')) return TOO_DEEP;
  return [`${message.split('\n')[0]!.replace(/[.:]\s*$/, '')}.`, 'Mend the YAML.'];
}

function valueOf(
  document: Document.Parsed,
  error: (offset: number, what: string, mend: string) => OomlabError,
): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES });
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw error(0, ...TOO_DEEP);
    let first = 0;
    visit(document, {
      Alias(_, { range }) {
        first = range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    throw error(first, `The aliases cannot be followed: ${cause.message}.`, 'Write out what they stand for.');
  }
}

/** Where a path leads, or as far as the document has it. */
function locate(document: Document.Parsed, at: DocumentPath, which: Which): number {
  let node = document.contents as Node;
  let start = node.range?.[0] ?? 0;
  for (const [i, step] of at.entries()) {
    const entry = entryOf(document, node, step);
    if (entry === undefined) break;
    const isLast = i === at.length - 1;
    start = (isLast && which === 'key' ? entry.key : undefined) ?? entry.value?.range?.[0] ?? entry.key ?? start;
    if (entry.value === undefined) break;
    node = entry.value;
  }
  return start;
}

/** One step down: where its key stands, and what stands under it. */
function entryOf(
  document: Document.Parsed,
  node: Node,
  step: string | number,
): { readonly key?: number; readonly value?: Node } | undefined {
  const inside = isAlias(node) ? node.resolve(document) : node;
  if (isSeq<Node>(inside)) {
    const value = inside.items[Number(step)];
    return value === undefined ? undefined : { value };
  }
  if (!isMap<Node, Node | null>(inside)) return undefined;
  const pair = inside.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (pair === undefined) return undefined;
  const key = pair.key.range?.[0];
  return { ...(key === undefined ? {} : { key }), ...(pair.value === null ? {} : { value: pair.value }) };
}

/** Where a place within a text stands in the file; nothing where quotes or folding hide it. */
function within(source: string, document: Document.Parsed, at: DocumentPath, offset: number): number | undefined {
  const node = document.getIn(at, true);
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return undefined;
  const [start, end] = node.range;
  const before = node.value.slice(0, offset).split('\n');
  let from = start;
  for (const [i, line] of node.value.split('\n').slice(0, before.length).entries()) {
    const found = source.indexOf(line, from);
    if (found < 0 || found + line.length > end) return undefined;
    if (i === before.length - 1) return found + (before.at(-1) ?? '').length;
    from = found + line.length;
  }
  return undefined;
}
