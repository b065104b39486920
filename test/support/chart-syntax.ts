import { expect } from 'vitest';

/** Holds a line of a state diagram to the forms that Mermaid takes, with no character left to its lexer. */
export function expectMermaid(line: string): void {
  expect(line).toMatch(
    /^\s*(stateDiagram-v2|state "[^"]*" as (s\d+|legend)( \{)?|\}|\[\*\] --> s\d+|s\d+ --> (\[\*\]|s\d+ : [^:"[\]{}$<>*]+)|(s\d+|legend) : [^:"[\]{}$<>*]+)$/,
  );
  // Entity codes are the only place for a hash or a semicolon.
  expect(line.replace(/#\d+;/g, '')).not.toMatch(/[#;]/);
}

/** A Graphviz text with its strings emptied, so that what is left is syntax; it is held to be in balance. */
export function graphvizSyntax(text: string): string {
  const syntax = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  expect(syntax).not.toContain('\\');
  expect(syntax.match(/\{/g)).toHaveLength(syntax.match(/\}/g)?.length ?? 0);
  for (const line of syntax.split('\n')) expect(line).toMatch(/^(|.*[;{}])$/);
  return syntax;
}
