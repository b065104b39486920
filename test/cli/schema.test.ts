import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../machines/text/actions.js';
import { OPERATIONS } from '../../machines/text/operations.js';
import { PROPERTIES } from '../../machines/text/properties.js';
import { schema } from '../../machines/text/schema.js';

const root = resolve(import.meta.dirname, '../..');
import { vocabularyOf } from '../../machines/text/vocabulary.js';

describe('schema/scenario.json', () => {
  it('is what the scenarios in text are checked with; to mend it, run "npm run schema"', () => {
    expect(JSON.parse(readFileSync(join(root, 'schema/scenario.json'), 'utf8'))).toEqual(schema);
  });

  it('describes every key, so that editors can', () => {
    const silent: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key !== 'properties') walk(value, `${path}/${key}`);
        else
          for (const [name, one] of Object.entries(value as { readonly [name: string]: { description?: string } })) {
            if (one.description === undefined) silent.push(`${path}/${name}`);
            walk(one, `${path}/${name}`);
          }
      }
    };
    walk(schema, '');
    expect(silent).toEqual([]);
  });
});

describe('docs/scenarios-in-text.md', () => {
  const lines = readFileSync(join(root, 'docs/scenarios-in-text.md'), 'utf8').split('\n');
  const kinds = Object.entries(vocabularyOf({}).kinds);

  it('has every key, operation, action, field and property, as they describe themselves', () => {
    const rows: readonly (readonly [string, string])[] = [
      ...Object.entries({ ...OPERATIONS, ...ACTIONS }).map(([name, { description }]) => [name, description] as const),
      ...kinds.flatMap(([, fields]) => Object.entries(fields).map(([name, one]) => [name, one.description] as const)),
      ...Object.entries(PROPERTIES).map(([id, { property }]) => [id, property.description] as const),
      ...Object.keys(schema['properties'] as object).map((key) => [key, ''] as const),
      ...keysOf('memcgs'),
      ...keysOf('tasks'),
    ];
    const missing = rows.filter(
      ([name, description]) => !lines.some((line) => line.includes(`\`${name}\``) && line.includes(description)),
    );
    expect(missing).toEqual([]);
  });

  function keysOf(part: string): [string, string][] {
    const properties = schema['properties'] as { [key: string]: { additionalProperties: { properties: object } } };
    return Object.keys(properties[part]!.additionalProperties.properties).map((key) => [key, '']);
  }
});

/** What a module loads at once: `import('…')` and types are not. */
function loadedBy(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, clause = '', name = ''] of text.matchAll(/^(?:import|export) ([^'";]*?)from '([^']+)';/gms)) {
    if (clause.startsWith('type ')) continue;
    if (name.startsWith('.')) loadedBy(resolve(dirname(file), name.replace(/\.js$/, '.ts')), seen);
    else seen.add(name);
  }
  return seen;
}

describe('what a command without a scenario file loads', () => {
  it('has no YAML, JSON schema, expressions, layout or rasteriser in it', () => {
    const loaded = [
      'main.ts',
      'catalogue.ts',
      'commands/list.ts',
      'commands/check.ts',
      'commands/chart.ts',
      'commands/show.ts',
      'search-worker.ts',
    ].flatMap((file) => [...loadedBy(join(root, 'src/cli', file))]);
    expect(loaded).toContain('commander');
    expect(loaded.filter((name) => /^(yaml|ajv|@marcbachmann\/cel-js|elkjs.*|@resvg.*)$/.test(name))).toEqual([]);
    expect(loaded.filter((name) => name.includes('machines/text/'))).toEqual([]);
  });
});

describe('what a page loads of the exports', () => {
  it('is this project alone and XState: no module of Node, and the layout library comes from outside', () => {
    const loaded = [...loadedBy(join(root, 'src/export/index.ts'))].filter((name) => !name.startsWith(root));
    expect(loaded).toEqual(['xstate']);
  });
});
