import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../machines/index.js';
import { findKernel, findScenario } from '../../machines/index.js';
import { textScenarios } from '../../machines/text/index.js';
import { checkSchema } from '../../src/text/schema-check.js';
import { loadScenario } from '../../src/text/load-scenario.js';
import { readTextFile } from '../../src/cli/text/text-file.js';
import { explore, type Exploration } from '../../src/explore/index.js';
import type { Scenario } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';

const folder = resolve(import.meta.dirname, '../../examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

const OLD = ['v3.11', 'v3.12'];
const ALL = [...OLD, 'v4.6', 'v4.18', 'rfc-20180620', 'rfc-20180620-enomem', 'v4.19'];

interface Twin {
  /** The scenario in TypeScript that asks the same. */
  readonly of: string;
  /** Where both are searched in a moment. */
  readonly kernels?: readonly string[];
  /** Properties written out, and the catalogue's own that say the same. */
  readonly written?: { readonly [own: string]: string };
}

const TWINS: { readonly [file: string]: Twin } = {
  'q1-slab-at-limit': { of: 'slab-at-limit' },
  'q2-populate-at-limit': { of: 'populate-at-limit' },
  'q3-imutex-charge': { of: 'imutex-charge' },
  'q3-reaper-locked-out': { of: 'reaper-locked-out' },
  'q4-limit-raised-in-time': { of: 'sleeper-limit-raised-handled' },
  'q4-limit-raised-any-time': { of: 'sleeper-limit-raised-anytime', written: { 'lost-wakeup': 'P-WAKE' } },
  'q5-disabled-slab': { of: 'disabled-slab', written: { 'asleep-with-mutex': 'P-LOCK' } },
  'q6-costly-slab': { of: 'costly-slab' },
  'q6-costly-fault': { of: 'costly-fault', kernels: [...OLD, 'v4.6'] },
  'q7-no-victim-slab': { of: 'no-victim-slab' },
  'q7-no-victim-fault': { of: 'no-victim-fault' },
  'q8-moved-away': { of: 'moved-away', kernels: OLD },
  'q9-warn': { of: 'no-victim-slab', written: { honest: 'P-WARN' } },
  'q10-slab-in-fault': { of: 'slab-in-fault', kernels: OLD },
  'q11-two-chargers': { of: 'two-chargers', kernels: OLD, written: { 'all-get-on': 'P-PROG' } },
  'q12-nofail-cache': { of: 'nofail-cache' },
  'q12-noretry-slab': { of: 'noretry-slab' },
  'q12-mayfail-slab': { of: 'mayfail-slab' },
  'q13-force-or-fail': { of: 'no-victim-fault', written: { 'within-limit': 'P-LIMIT', 'bystander-lives': 'P-SCOPE' } },
  'q14-page-allocator': { of: 'page-allocator-slab', kernels: ['v4.18'] },
};

const load = (name: string): Scenario =>
  loadScenario(textScenarios, readTextFile(join(folder, `${name}.yaml`)), {
    taken: scenarios.map(({ id }) => id),
    checkSchema,
  });

interface Told {
  readonly counts: readonly number[];
  readonly complete: boolean;
  readonly verdicts: ReadonlyMap<string, string>;
}

function told({ states, steps, depth, complete, outcomes, properties }: Exploration): Told {
  const verdicts = [
    ...outcomes.map(({ name, verdict }) => [name, verdict] as const),
    ...properties.map(({ id, verdict }) => [id, verdict] as const),
  ];
  return { counts: [states, steps, depth], complete, verdicts: new Map(verdicts) };
}

describe('the examples in text', () => {
  it('each have a twin in TypeScript here, and are called after their files', () => {
    expect(files.sort()).toEqual(
      Object.keys(TWINS)
        .map((name) => `${name}.yaml`)
        .sort(),
    );
    for (const name of Object.keys(TWINS)) expect(load(name).id).toBe(name);
  });

  it('ask each of the founding mail’s fourteen questions', () => {
    const asked = new Set(files.map((name) => Number(/^q(\d+)-/.exec(name)?.[1])));
    expect([...asked].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  });

  it.each(Object.entries(TWINS))(
    '%s has the states and verdicts of its twin',
    (name, { of, kernels = ALL, written = {} }) => {
      const text = load(name);
      const twin = findScenario(of);
      for (const kernel of kernels) {
        const [mine, its] = [text, twin].map((one) => told(explore(buildSystem(one, findKernel(kernel))))) as [
          Told,
          Told,
        ];
        expect([kernel, mine.complete, its.complete]).toEqual([kernel, true, true]);
        expect([kernel, ...mine.counts]).toEqual([kernel, ...its.counts]);
        for (const [claim, verdict] of mine.verdicts) {
          const same = written[claim] === undefined ? its.verdicts.get(claim) : mine.verdicts.get(written[claim]);
          expect([kernel, claim, verdict]).toEqual([kernel, claim, same]);
        }
      }
    },
  );

  it.each(Object.entries(TWINS))('%s expects what its twin expects', (name, { of }) => {
    const [text, twin] = [load(name), findScenario(of)];
    for (const [outcome, { byKernel }] of Object.entries(text.expect)) {
      expect([outcome, byKernel]).toEqual([outcome, twin.expect[outcome]?.byKernel]);
    }
    for (const { id } of text.properties.filter((one) => twin.properties.some((other) => other.id === one.id))) {
      for (const kernel of twin.kernels ?? ALL) {
        const expected = [text, twin].map((one) => one.expectProperties?.[id]?.byKernel[kernel] ?? 'holds');
        expect([id, kernel, expected[0]]).toEqual([id, kernel, expected[1]]);
      }
    }
  });
});
