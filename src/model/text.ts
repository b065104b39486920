import type { Scenario } from './scenario.js';

/** Where something stands in a document: keys and places in lists, from the top down. */
export type DocumentPath = readonly (string | number)[];

/** What can be asked of a thing in an expression. */
export interface VocabularyField<World> {
  readonly type: 'bool' | 'int' | 'string';
  readonly description: string;
  /** Reads as little as it can: who evaluates predicates remembers what they read. */
  readonly read: (world: World, id: string) => boolean | number | string;
}

/** What a name in an expression stands for. */
export type VocabularyName<World> =
  | { readonly is: 'value'; readonly type: 'bool' | 'int'; readonly read: (world: World) => boolean | number }
  | { readonly is: 'thing'; readonly kind: string; readonly id: string }
  | { readonly is: 'things'; readonly kind: string; readonly ids: readonly string[] };

/** All that expressions of one sort may speak of, and what they come to. */
export interface Vocabulary<World> {
  readonly result: 'bool' | 'int';
  readonly kinds: { readonly [kind: string]: { readonly [field: string]: VocabularyField<World> } };
  readonly names: { readonly [name: string]: VocabularyName<World> };
}

/** What reads a document for the one who gives it its meaning. */
export interface DocumentReader {
  /** Throws E125 with the file, line and column of a value, or of the key that it stands under. */
  refuse(at: DocumentPath, what: string, mend: string, which?: 'value' | 'key'): never;
  /**
   * The expression that stands at a place. It is checked against the vocabulary now, and throws E125 for what that does not
   * have; evaluating it reads only what it names.
   */
  expression<World>(at: DocumentPath, vocabulary: Vocabulary<World>): (world: World) => boolean | number;
}

/** Scenarios that people write as a document, without a line of TypeScript. */
export interface TextScenarios {
  /** JSON schema (draft 7) that a document has met before it is compiled; it has the scenario's id under `id`. */
  readonly schema: { readonly [keyword: string]: unknown };
  /** What a document means. Says by `reader.refuse` what the schema cannot say. */
  compile(document: unknown, reader: DocumentReader): Scenario;
}

/** A scenario file as it was read: what is searched in another process is this text, whatever becomes of the file. */
export interface TextFile {
  /** As the user wrote it. */
  readonly file: string;
  readonly text: string;
}
