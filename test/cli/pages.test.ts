import { describe, expect, it } from 'vitest';
import { Laboratory } from '../../src/cli/pages/laboratory.js';
import { pageText } from '../../src/cli/pages/page-text.js';
import type { PageBlock } from '../../src/model/index.js';
import { toyCatalogue } from './support/toy-catalogue.js';

/** A page about the toys that says one thing. */
const written = (block: PageBlock): Promise<string> =>
  pageText(
    { id: 'toys', title: 'Toys', blocks: ['## Two  mutexes', 'Some\n  prose.', block] },
    new Laboratory(toyCatalogue, { root: '.' }),
  );

const hangs = { scenario: 'abba', name: 'hangs' } as const;

const TRUE: { readonly [what: string]: PageBlock } = {
  verdicts: {
    kind: 'verdicts',
    kernels: ['old', 'new'],
    rows: [{ ...hangs, claim: ['sometimes', 'never'] }],
  },
  turns: { kind: 'turns', ...hangs, claim: ['in-order'] },
  parting: { kind: 'parting', ...hangs, kernels: ['old', 'new'], by: 'in-order' },
  sameness: {
    kind: 'sameness',
    kernels: ['old', 'new'],
    except: [hangs, { scenario: 'abba', name: 'P-DONE' }],
  },
  run: { kind: 'run', ...hangs, kernel: 'old' },
};

describe('a page', () => {
  it.each(Object.entries(TRUE))('is written where its %s are so, with the same bytes each time', async (_, block) => {
    const text = await written(block);
    expect(text).toMatch(/^<!-- .* -->\n\n# Toys\n\n## Two {2}mutexes\n\nSome prose\.\n\n/);
    expect(await written(block)).toBe(text);
  });

  it('works out what it prints: verdicts, lengths, tokens, steps and patches', async () => {
    expect(await written(TRUE['verdicts']!)).toContain('| hangs | sometimes | never |');
    expect(await written(TRUE['turns']!)).toContain('is there from the oldest kernel on; it goes with `in-order`');
    const parting = await written(TRUE['parting']!);
    expect(parting).toMatch(/Its\s+shortest\s+run,\s+on\s+old,\s+has\s+2\s+steps/);
    expect(parting).toMatch(/```\nnpx oomlab replay oom1:abba:old:\S+\n```/);
  });

  it.each<[string, PageBlock, string]>([
    [
      'a verdict',
      { kind: 'verdicts', kernels: ['old', 'new'], rows: [{ ...hangs, claim: ['sometimes', 'sometimes'] }] },
      'The page says of hangs in abba on old, new: sometimes, sometimes; the search finds: sometimes, never.',
    ],
    [
      'a patch that turned nothing',
      { kind: 'turns', ...hangs, claim: ['another'] },
      'The page says of the patches that make hangs in abba possible and impossible: another; the search finds: in-order.',
    ],
    [
      'a patch at which two kernels do not part',
      { kind: 'parting', ...hangs, kernels: ['old', 'new'], by: 'another' },
      'The page says of where old and new part for hangs in abba: by another; the search finds: by in-order.',
    ],
    [
      'a difference that is not told',
      { kind: 'sameness', kernels: ['old', 'new'], except: [hangs] },
      'The page says of what old and new differ in: abba hangs; the search finds: abba P-DONE, abba hangs.',
    ],
    [
      'a run that there is not',
      { kind: 'run', ...hangs, kernel: 'new' },
      'The page says of hangs in abba on new: a run shows it; the search finds: never.',
    ],
    [
      'two steps whose order decides nothing',
      { kind: 'reasons', ...hangs, kernel: 'old', order: ['a.lock', 'b.lock'] },
      'The page says of the order that decides hangs in abba on old: a.lock before b.lock; the search finds: no two steps.',
    ],
    [
      'that the patch brought what was there before',
      {
        kind: 'origin',
        ...hangs,
        word: 'brought',
        title: '',
        on: 'old',
        before: 'old',
        by: 'in-order',
        mended: undefined,
      },
      'The page says of hangs in abba on old: impossible; the search finds: possible.',
    ],
  ])('is refused for %s', async (_, block, message) => {
    await expect(written(block)).rejects.toThrow(`E126 ${message}`);
  });

  it('is refused for a name that the scenario does not have', async () => {
    const block: PageBlock = { kind: 'turns', scenario: 'abba', name: 'hang', claim: [] };
    await expect(written(block)).rejects.toThrow(/E120 There is no outcome or property "hang".*hangs/);
  });
});
