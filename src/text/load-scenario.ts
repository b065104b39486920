import { type DocumentReader, type Scenario, type TextScenarios, type TextFile } from '../model/index.js';
import { readDocument } from './document.js';
import { compileExpression, WrongExpression } from './expression.js';
import type { checkSchema } from './schema-check.js';

export interface LoadOptions {
  /** Ids that a file may not have. */
  readonly taken: readonly string[];
  /** Generates code, so it is done by the one who may: a page may not, and its worker has done it before. */
  readonly checkSchema: typeof checkSchema;
}

/** The scenario that a file is. Throws E125 with file, line and column for whatever it says wrong. */
export function loadScenario(
  { schema, compile }: TextScenarios,
  source: TextFile,
  { taken, checkSchema: check }: LoadOptions,
): Scenario {
  const document = readDocument(source);
  check(document, schema);
  const reader: DocumentReader = {
    refuse(at, what, mend, which = 'value') {
      throw document.wrong(at, what, mend, { which });
    },
    expression(at, vocabulary) {
      const text = at.reduce<unknown>((value, step) => (value as { [step: string]: unknown })[step], document.value);
      const told = <T>(work: () => T): T => {
        try {
          return work();
        } catch (error) {
          if (!(error instanceof WrongExpression)) throw error;
          throw document.wrong(at, `In "${brief(String(text))}": ${error.message}`, error.mend, {
            offset: error.offset,
          });
        }
      };
      const value = told(() => compileExpression(String(text), vocabulary));
      return (world) => told(() => value(world));
    },
  };
  const scenario = compile(document.value, reader);
  if (taken.includes(scenario.id)) {
    const what = `There is a scenario "${scenario.id}" already, and a token names it by its id.`;
    throw document.wrong(['id'], what, 'Give yours another id.');
  }
  return scenario;
}

/** An expression as one line of an error has room for it. */
function brief(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
